package dev.misstep.log;

import dev.misstep.build.Interval;
import dev.misstep.build.Mark;
import dev.misstep.build.Status;
import dev.misstep.build.StatusRule;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a source has told of one vertex so far. Grows while the source is read; {@link #vertex} is the result. */
final class VertexNotes {
    /** Longest error text kept; a builder may repeat a whole script in it. */
    private static final int MAX_ERROR = 4096;

    /** Longest name or message kept. */
    private static final int MAX_TEXT = 1 << 16;

    /** How many marks are kept; the first and the last ones tell the status. */
    private static final int MAX_MARKS = 100;

    final String id;
    final long line;
    StepName name;
    final List<Mark> marks = new ArrayList<>();
    final List<Interval> intervals = new ArrayList<>();
    final Set<String> inputs = new LinkedHashSet<>();
    /** Seconds as the source prints them, where it has no instants. */
    @Nullable
    Double printedSeconds;

    /** When the CI printed the last terminal line, or {@code null}. */
    @Nullable
    Instant endStamp;

    boolean fetched;
    int logLines;

    @Nullable
    Integer dockerfileLine;

    VertexNotes(String id, StepName name, long line) {
        this.id = id;
        this.name = name;
        this.line = line;
    }

    /** The text, or the beginning of one that no builder would write. */
    static String limited(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    void mark(Mark mark) {
        if (marks.size() == MAX_MARKS) {
            marks.remove(MAX_MARKS - 1);
        }
        marks.add(mark);
    }

    /** Text that belongs to the error told last. */
    void continueError(String text) {
        String told = marks.isEmpty() ? null : marks.get(marks.size() - 1).error();
        if (told != null && told.length() + text.length() < MAX_ERROR) {
            marks.set(marks.size() - 1, new Mark(Mark.Kind.ERROR, told + "\n" + text));
        }
    }

    /** A terminal line was printed at that moment: with the seconds it tells, that is when the vertex worked. */
    void endedAt(Instant stamp) {
        endStamp = stamp;
    }

    /** The status before the fate of the whole build is known. */
    Status status() {
        return StatusRule.of(name, marks, fetched, logLines);
    }

    @Nullable
    String error() {
        for (Mark mark : marks) {
            String told = mark.error();
            if (told != null && !told.isEmpty()) { // the terminal display has no room for messages
                return told;
            }
        }
        return null;
    }

    @Nullable
    Double seconds() {
        return intervals.isEmpty() ? printedSeconds : Double.valueOf(Interval.unionSeconds(intervals));
    }

    /** @param sameId this vertex' id, perhaps another string */
    Vertex vertex(String sameId, @Nullable Instant buildStart, boolean keyError) {
        List<Interval> united = Interval.union(intervals);
        Double start = null;
        if (buildStart != null && !united.isEmpty()) {
            start = Math.max(
                    0,
                    Interval.seconds(Duration.between(buildStart, united.get(0).start())));
        }
        if (buildStart != null && united.isEmpty() && endStamp != null) {
            // the stamp is that of the end; a vertex that ended several times may have paused between
            double end = Interval.seconds(Duration.between(buildStart, endStamp));
            double worked = printedSeconds == null ? 0 : printedSeconds;
            start = marks.size() > 1 ? null : Math.max(0, Math.round((end - worked) * 1e9) / 1e9);
        }
        Status status = keyError ? StatusRule.afterKeyError(name, status()) : status();
        int stretches = united.isEmpty() ? marks.size() : united.size();
        return new Vertex(
                sameId,
                name,
                dockerfileLine,
                status,
                seconds(),
                start,
                stretches,
                logLines,
                List.copyOf(inputs),
                error(),
                line);
    }
}
