package dev.misstep.log;

import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one plain display: which is open, and what the lines of each tell of its vertex. Whose a line is, this
 * build's or the next one's, was decided before.
 */
final class PlainGroups {
    /** A terminal word at the end of a line of output. */
    private record Glued(String word, @Nullable Instant stamp) {}

    private final BuildDraft draft;
    private final BuildListener listener;
    private final PlainAftermath aftermath;
    private final PlainGaps gaps;
    private final PlainDamage damage;
    private final PlainBoundary boundary;
    final OldestDisplay oldest;

    /** The group whose header was printed last, also once it has ended (era E prints its output as {@code #0}). */
    private @Nullable VertexNotes latest;

    /** The group that is open, or {@code null}. */
    @Nullable
    VertexNotes open;

    /** What the line of output read last ends with, if that could be the end of its group. */
    private @Nullable Glued glued;

    /** Whether nothing was printed below the header of the open group. */
    boolean afterHeader;

    /** The line that opened the group last. */
    @Nullable
    LogLine latestHeader;

    PlainGroups(
            BuildDraft draft,
            BuildListener listener,
            PlainAftermath aftermath,
            PlainGaps gaps,
            PlainDamage damage,
            PlainBoundary boundary) {
        this.draft = draft;
        this.listener = listener;
        this.aftermath = aftermath;
        this.gaps = gaps;
        this.damage = damage;
        this.boundary = boundary;
        this.oldest = new OldestDisplay(draft, this::end);
    }

    /**
     * Whether the terminal word at the end of a line of output was one: if so, its group is not heard of again without a
     * new header.
     */
    void settle(String id, String rest) {
        Glued end = glued;
        glued = null;
        VertexNotes group = open;
        if (end == null || group == null) {
            return;
        }
        boolean goesOn = (group.id.equals(id) && !rest.equals(group.name.text())) || id.equals("0");
        if (!goesOn) {
            terminal(group, end.word(), end.stamp());
        }
    }

    /** Output of the open group: what looked like its end before was output too. */
    void goesOn(VertexNotes group, String line, int from, LogLine at) {
        glued = null;
        output(group, line, from, at);
    }

    /** So many lines of output of the open group. */
    void printed(int lines) {
        if (open != null) {
            open.logLines += lines;
            glued = null;
        }
    }

    /** The open group turned out to be another build's; its header. */
    @Nullable
    LogLine abandon() {
        open = null;
        return latestHeader;
    }

    // '#0 building with "default" instance using docker driver'; buildx 0.8 to 0.10 prints a step's early output as #0
    void describe(String rest, LogLine line) {
        if (PlainEvent.announcesBuild(rest)) {
            gaps.numbersAsItPrints();
        } else if (latest != null && PlainLine.isOutput(rest, 0)) {
            output(latest, rest, 0, line);
        }
    }

    /** A line that is not of the open group: a header, or what was printed of another where its own header is lost. */
    void ungrouped(String id, String rest, LogLine line) {
        VertexNotes known = draft.vertices.get(id);
        boolean again = known != null && known.name.text().equals(rest);
        if (PlainEvent.isEvent(known, rest) || (!again && PlainEvent.isDamaged(rest))) {
            // the log begins in the middle, or another writer's lines stand between a header and its events
            if (known == null) {
                gaps.noHeader(id, line.number());
            } else if (!known.name.text().equals("#" + id) && !oldest.active()) {
                gaps.notOpen(id, line.number());
            }
            VertexNotes notes = known == null ? vertex(id, "#" + id, line) : known;
            if (!oldest.active() || PlainLine.isOutput(rest, 0)) {
                boolean named = known != null && !known.name.text().equals("#" + id);
                boundary.outsideGroup(notes);
                damage.outsideGroup(notes, open, named, rest, line.number());
                if (known == null && open != null && afterHeader) {
                    damage.misnumbered(open);
                }
            }
            event(notes, rest, line);
            return;
        }
        VertexNotes notes = known == null ? vertex(id, rest, line) : known;
        if (known != null && known.name.text().equals("#" + id)) {
            damage.lateHeader(known, line.number());
        }
        if (!again && !CutName.isOf(rest, notes.name.text()) && !PlainDamage.isDamaged(rest, notes.name.text())) {
            notes.rename(StepName.parse(rest));
        }
        boundary.named(notes);
        if (notes.name.index() != null) {
            aftermath.disproveEnd();
        }
        if (open != null && open != notes && !oldest.active()) {
            gaps.leftOpen(open, id, line.number());
            PlainDamage.leftOpen(open);
        }
        latest = notes;
        open = notes;
        latestHeader = line;
        afterHeader = true;
        listener.started(id, notes.name);
    }

    private VertexNotes vertex(String id, String name, LogLine line) {
        return draft.vertex(id, StepName.parse(name), line.number());
    }

    /** What is printed of a group below its header. */
    void event(VertexNotes notes, String rest, LogLine line) {
        boolean below = afterHeader;
        afterHeader = false;
        if (rest.isEmpty()) {
            oldest.doubt();
            return;
        }
        if ((oldest.active() || rest.startsWith("  ")) && oldest.accept(notes, rest)) {
            return;
        }
        if (PlainLine.isOutput(rest, 0)) {
            output(notes, rest, 0, line);
        } else if (PlainEvent.isTerminal(rest)) {
            terminal(notes, rest, line.stamp());
        } else if (rest.startsWith("WARN: ")) {
            gaps.numbersAsItPrints();
        } else if (PlainLine.isDigest(rest)) {
            if (below && notes == open) {
                notes.digest = notes.digest == null ? rest : notes.digest;
            }
        } else if (PlainEvent.isFetch(rest)) {
            notes.fetched = true;
        } else {
            damage.odd(notes, rest, line.number());
        }
    }

    private void terminal(VertexNotes notes, String rest, @Nullable Instant stamp) {
        if (notes == open) {
            open = null;
        }
        if (rest.equals("...")) {
            return;
        }
        Matcher done = PlainEvent.DONE.matcher(rest);
        if (done.matches()) {
            if (done.group(1) != null) {
                notes.printedSeconds = Math.max(0, Double.parseDouble(done.group(1)));
            }
            end(notes, Mark.DONE);
        } else if (rest.equals("CACHED")) {
            end(notes, Mark.CACHED);
        } else if (rest.equals("CANCELED")) {
            end(notes, Mark.CANCELED);
        } else {
            end(notes, Mark.failure(rest.substring("ERROR: ".length())));
            aftermath.errorOf(notes);
        }
        if (stamp != null) {
            notes.endedAt(stamp); // which needs the seconds
        }
    }

    private void end(VertexNotes notes, Mark mark) {
        notes.mark(mark);
        boundary.ended(notes, mark);
        listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
    }

    private void output(VertexNotes notes, String line, int from, LogLine at) {
        notes.logLines++;
        oldest.output(line);
        int blank = line.indexOf(' ', from);
        if (listener != BuildListener.NONE) {
            listener.output(notes.id, notes.name, blank < 0 ? "" : line.substring(blank + 1));
        }
        if (notes == open && line.endsWith("s")) {
            Matcher end = PlainEvent.GLUED.matcher(line);
            if (end.matches() && end.start(1) > from && end.group(1).equals(notes.id)) {
                glued = new Glued(end.group(2), at.stamp());
            }
        }
    }
}
