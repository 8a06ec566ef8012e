package dev.misstep.log;

import dev.misstep.build.Mark;
import dev.misstep.log.TtyVertex.Ended;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The vertices of one display, put together from its frames. A frame names its rows by nothing but a cut name, but their
 * order never changes: a vertex comes to stand below all that began before it. A frame that would be taller than the
 * terminal leaves out what has ended; the last one never does (BuildKit, progressui/display.go, wrapHeight).
 */
final class TtyVertices {
    /** How many names are compared at most, so that a hostile log cannot take for ever. */
    private static final long MAX_COMPARED = 10_000_000;

    private List<TtyVertex> vertices = new ArrayList<>();
    private int frames;
    /** How many of the first ones have stood in a frame that showed all. */
    private int ordered;
    /** Rows since then that may be of several vertices, so that they tell of none. */
    private int unclear;
    /** Whether one of them is of a vertex in a bracket that failed. */
    private boolean unclearFailure;

    private boolean lacksRows;
    private boolean colours;
    private long compared;

    /** In order of first appearance. */
    List<TtyVertex> all() {
        return vertices;
    }

    /** Whether more was named than can be followed. */
    boolean full() {
        return full(0);
    }

    private boolean full(int added) {
        return compared > MAX_COMPARED || vertices.size() + added >= BuildDraft.MAX_VERTICES;
    }

    /** Whether a row tells of a failure, but not of whose. */
    boolean unclearFailure() {
        return unclearFailure;
    }

    /** Whether the last frame has fewer rows than have ended, which shows all when the display is over. */
    boolean lacksRows() {
        return lacksRows;
    }

    /** How many rows may be of several vertices and told of none, since a frame showed all. */
    int unclear() {
        return unclear;
    }

    /** Takes a frame. */
    void accept(TtyFrame frame) {
        frames++;
        colours |= frame.colours && frame.rows.stream().anyMatch(row -> row.coloured);
        TtyAlignment alignment = TtyAlignment.of(vertices, ordered, frame, MAX_COMPARED - compared);
        compared += alignment.compared();
        List<TtyVertex> shown = new ArrayList<>();
        List<TtyVertex> added = new ArrayList<>();
        for (int i = 0; i < frame.rows.size(); i++) {
            TtyRow row = frame.rows.get(i);
            int place = alignment.place(i);
            if (place == TtyAlignment.UNCLEAR || (place == TtyAlignment.NEW && full(added.size()))) {
                unclear++;
                unclearFailure |= row.word == Mark.Kind.ERROR && row.name.hidesBracket();
                continue;
            }
            TtyVertex vertex = place == TtyAlignment.NEW ? new TtyVertex(row) : vertices.get(place);
            if (place == TtyAlignment.NEW) {
                added.add(vertex);
            }
            vertex.frame = frames;
            vertex.names(row.name);
            vertex.shows(row, frame, alignment.whole(), colours);
            shown.add(vertex);
        }
        doubtTransfers(shown);
        if (alignment.whole()) {
            vertices = new ArrayList<>(shown);
            ordered = shown.size();
            unclear = 0;
            unclearFailure = false;
        } else {
            vertices.addAll(added);
            vertices.stream().filter(vertex -> vertex.frame != frames).forEach(TtyVertex::isHidden);
        }
        TtyHeader header = frame.header;
        lacksRows = header != null
                && frame.complete
                && !frame.resumed
                && header.completed() > frame.rows.size()
                && vertices.stream().noneMatch(TtyVertex::mayLink);
        settle(frame, alignment.whole());
    }

    /** Where one vertex gains transfers that another loses, rows may have changed places: neither has them for certain. */
    private static void doubtTransfers(List<TtyVertex> shown) {
        boolean lost = shown.stream().anyMatch(vertex -> vertex.transfers.lost());
        TtyVertex above = null;
        for (TtyVertex vertex : shown) {
            if (vertex.transfers.gained() && lost) {
                vertex.transfers.doubt();
            }
            if (above != null) {
                TtyTransfers.compare(above.transfers, vertex.transfers);
            }
            above = vertex;
        }
    }

    /** What the header's numbers tell of the rows that have no word of their own. */
    private void settle(TtyFrame frame, boolean whole) {
        TtyHeader header = frame.header;
        if (header == null) {
            return;
        }
        if (header.allEnded()) {
            // how a vertex ended that has no row here is told by a row that was not read; in the last frame of a build
            // that went well, by none
            boolean last = header.finished() && frame.complete;
            vertices.stream()
                    .filter(vertex -> vertex.ended != Ended.YES && (last || vertex.frame == frames))
                    .forEach(TtyVertex::end);
            return;
        }
        boolean atEnd = frame.complete || frame.rows.stream().anyMatch(TtyRow::failed);
        // a COPY --link is one row and two vertices or three
        boolean links = vertices.stream().anyMatch(TtyVertex::mayLink);
        long running =
                vertices.stream().filter(vertex -> vertex.ended == Ended.NO).count();
        // where the total is more, one that ended may have had its row in no frame, and one that runs stands in its
        // place
        boolean allKnown = header.total() <= vertices.size();
        if (atEnd && whole && allKnown && !links && !frame.resumed && vertices.size() - running == header.completed()) {
            vertices.stream().filter(vertex -> vertex.ended == Ended.UNKNOWN).forEach(TtyVertex::end);
        }
    }

    /**
     * The display is over, and its last frame, which leaves nothing out, was read whole: what has no row there had none or has
     * a damaged one.
     *
     * @return the lines where vertices were first seen that are nothing but damaged rows
     */
    List<Long> settleDamage() {
        List<Long> ghosts = new ArrayList<>();
        if (unclear > 0) {
            return ghosts;
        }
        vertices.stream()
                .filter(vertex -> vertex.frame != frames && vertex.frames == 1)
                .forEach(vertex -> ghosts.add(vertex.line));
        vertices.removeIf(vertex -> vertex.frame != frames && vertex.frames == 1);
        List<TtyVertex> lacking =
                vertices.stream().filter(vertex -> vertex.frame != frames).toList();
        if (!lacking.isEmpty()) {
            vertices.stream()
                    .filter(vertex -> vertex.frame != frames || (vertex.frames == 1 && frames > 1))
                    .forEach(vertex -> vertex.damaged = true);
        }
        return ghosts;
    }

    /** A failure's block is of the vertex of that whole name: it failed, if there is but one. */
    void fails(String whole) {
        List<TtyVertex> named =
                vertices.stream().filter(vertex -> vertex.name.isCutOf(whole)).toList();
        if (named.size() == 1) {
            named.get(0).fails();
        }
    }

    /** The vertex of that whole name, as a failure's block tells it, or {@code null}: rather one that failed. */
    @Nullable
    TtyVertex named(String whole) {
        return vertices.stream()
                .filter(vertex -> vertex.name.isCutOf(whole))
                .min(Comparator.comparing(vertex -> vertex.lastEnd() != Mark.Kind.ERROR))
                .orElse(null);
    }
}
