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
    private boolean colours;
    private long compared;

    /** In order of first appearance. */
    List<TtyVertex> all() {
        return vertices;
    }

    /** Whether more was named than can be followed. */
    boolean full() {
        return compared > MAX_COMPARED || vertices.size() >= BuildDraft.MAX_VERTICES;
    }

    /** Takes a frame. */
    void accept(TtyFrame frame) {
        frames++;
        colours |= frame.colours && frame.rows.stream().anyMatch(row -> row.coloured);
        int known = vertices.size();
        List<TtyVertex> shown = new ArrayList<>();
        int next = 0;
        for (TtyRow row : frame.rows) {
            int place = place(row, next);
            if (place < 0 && full()) {
                continue;
            }
            if (place < 0) {
                vertices.add(new TtyVertex(row));
                place = vertices.size() - 1;
            }
            TtyVertex vertex = vertices.get(place);
            vertex.frame = frames;
            vertex.names(row.name);
            vertex.shows(row, frame.header, colours);
            shown.add(vertex);
            next = place < known ? place + 1 : next;
        }
        boolean whole = shown.size() == vertices.size();
        if (whole) {
            vertices = shown;
        }
        settle(frame, whole);
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
        boolean links = vertices.stream().anyMatch(vertex -> vertex.name.text().contains(" --link"));
        long running =
                vertices.stream().filter(vertex -> vertex.ended == Ended.NO).count();
        if (atEnd && whole && !links && !frame.resumed && vertices.size() - running == header.completed()) {
            vertices.stream().filter(vertex -> vertex.ended == Ended.UNKNOWN).forEach(TtyVertex::end);
        }
    }

    /** The place of a row's vertex among those known that have no row in this frame yet, or -1. */
    private int place(TtyRow row, int next) {
        int size = vertices.size();
        if (next < size && isFree(next) && vertices.get(next).name.fits(row.name)) {
            return next;
        }
        int fitting = -1;
        for (int i = 0; i < size && compared <= MAX_COMPARED; i++) {
            int place = next + i < size ? next + i : next + i - size;
            compared++;
            if (!isFree(place)) {
                continue;
            }
            TtyName name = vertices.get(place).name;
            if (name.text().equals(row.name.text())) {
                return place;
            }
            fitting = fitting < 0 && name.fits(row.name) ? place : fitting;
        }
        if (fitting < 0
                && next < size
                && isFree(next)
                && vertices.get(next).name.isSharedWith(row.name)) {
            return next;
        }
        return fitting;
    }

    private boolean isFree(int place) {
        return vertices.get(place).frame != frames;
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
