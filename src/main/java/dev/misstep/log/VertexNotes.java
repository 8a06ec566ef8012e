package dev.misstep.log;

import dev.misstep.build.Interval;
import dev.misstep.build.LikeText;
import dev.misstep.build.Mark;
import dev.misstep.build.MaskedText;
import dev.misstep.build.Span;
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

    /** What a plain log prints as {@code 0.0s}, as after the resolution of an image that is pulled later. */
    private static final double SHOWN_AS_NOTHING = 0.05;

    /** How many marks are kept; the first and the last ones tell the status. */
    private static final int MAX_MARKS = 100;

    private static final String CANCELED = "context canceled";

    /** How many names of targets are kept; nobody builds more services at once that share a vertex. */
    private static final int MAX_TARGETS = 100;

    final String id;
    final long line;
    StepName name;
    final List<Mark> marks = new ArrayList<>();
    /** What stood where a target would in the names it had before; empty for nearly all. */
    private Set<String> formerTargets = Set.of();

    final List<Interval> intervals = new ArrayList<>();
    final Set<String> inputs = new LinkedHashSet<>();
    /** Seconds as the source prints them, where it has no instants. */
    @Nullable
    Double printedSeconds;

    /** The terminal lines a CI stamped, the first and the last of them. */
    private @Nullable StampedEnd firstEnd;

    private @Nullable StampedEnd lastEnd;
    /** Whether it is not known when it worked: no stamp tells a pause between two ends, nor when what failed began. */
    private boolean unplaced;

    /** What a plain display of docker 20.10 printed below its header. */
    @Nullable
    String digest;

    boolean fetched;
    int logLines;
    private @Nullable StatusDoubt doubt;

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

    /** It is named again: what several targets share is named now after one, now after another. */
    void rename(StepName other) {
        String before = TargetName.possible(name.text());
        if (before != null && !before.equals(TargetName.possible(other.text()))) {
            formerlyOf(before);
        }
        name = other;
    }

    /** Names it after that one of the targets, where a source did. */
    void nameAfter(String target, Set<String> targets) {
        String now = TargetName.possible(name.text());
        if (now != null && !now.equals(target) && targets.contains(now) && formerTargets.contains(target)) {
            rename(StepName.parse("[" + target + name.text().substring(now.length() + 1)));
        }
    }

    /** It was named after that target, if it is one. */
    void formerlyOf(String target) {
        if (formerTargets.isEmpty()) {
            formerTargets = new LinkedHashSet<>();
        }
        if (formerTargets.size() < MAX_TARGETS) {
            formerTargets.add(target);
        }
    }

    Set<String> formerTargets() {
        return formerTargets;
    }

    /** When a CI saw its last terminal line, or {@code null}. */
    @Nullable
    Instant lastEnd() {
        return lastEnd == null ? null : lastEnd.stamp;
    }

    /** It ended so. By the log's stamps it worked from start to end, where both are known. */
    void mark(Mark mark, @Nullable Instant start, @Nullable Instant end) {
        mark(mark);
        if (start != null && end != null) {
            intervals.add(new Interval(start, end.isBefore(start) ? start : end));
        }
    }

    void mark(Mark mark) {
        if (marks.size() == MAX_MARKS) {
            marks.remove(MAX_MARKS - 1);
        }
        String message = mark.error();
        if (message != null
                && (LikeText.holds(message.substring(Math.max(0, message.length() - CANCELED.length())), CANCELED)
                        || MaskedText.mayHold(message, CANCELED))) {
            doubt().ofWords(); // the last word of what was canceled, damaged
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

    /**
     * A terminal line was printed at that moment, and its mark was made: with the seconds it tells, that is when the
     * vertex worked. Where an earlier line told seconds too, a pause may lie between; an ERROR tells none.
     */
    void endedAt(Instant stamp) {
        StampedEnd end = new StampedEnd(stamp, printedSeconds == null ? 0 : printedSeconds);
        Mark.Kind kind =
                marks.isEmpty() ? Mark.Kind.DONE : marks.get(marks.size() - 1).kind();
        unplaced |= (lastEnd != null && lastEnd.seconds > SHOWN_AS_NOTHING)
                || kind == Mark.Kind.ERROR
                || kind == Mark.Kind.CANCELED;
        firstEnd = firstEnd == null ? end : firstEnd;
        lastEnd = end;
    }

    /** The times read are not certain to be this vertex': as if none had been. */
    void forgetTimes() {
        printedSeconds = null;
        firstEnd = null;
        lastEnd = null;
        unplaced = false;
    }

    /**
     * A terminal line.
     *
     * @param seconds what it says the vertex has worked so far
     */
    private record StampedEnd(Instant stamp, double seconds) {
        Span span(Instant buildStart) {
            double end = Interval.seconds(Duration.between(buildStart, stamp));
            double from = Math.max(0, Math.round((end - seconds) * 1e9) / 1e9);
            return new Span(from, Math.max(from, end));
        }
    }

    /** Takes back what was told of it: neither a status nor a time is certain. */
    void withhold() {
        marks.clear();
        intervals.clear();
    }

    /** What is damaged of its log; to be told why it has no status then. */
    StatusDoubt doubt() {
        doubt = doubt == null ? new StatusDoubt() : doubt;
        return doubt;
    }

    /** The status before the fate of the whole build is known. */
    Status status() {
        Status told = StatusRule.of(name, marks, fetched, logLines);
        return doubt != null && doubt.concerns(told, name, marks, fetched, logLines) ? Status.UNFINISHED : told;
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

    /**
     * @param sameId this vertex' id, perhaps another string
     * @param known ids of its build's vertices: in a damaged stream an input may have come to another build
     */
    Vertex vertex(String sameId, @Nullable Instant buildStart, boolean keyError, Set<String> known) {
        List<Interval> united = Interval.union(intervals);
        Double start = null;
        if (buildStart != null && !united.isEmpty()) {
            start = Math.max(
                    0,
                    Interval.seconds(Duration.between(buildStart, united.get(0).start())));
        }
        List<Span> spans = buildStart == null ? List.of() : spans(united, buildStart);
        if (start == null && !spans.isEmpty()) {
            start = spans.get(0).start();
        }
        Status status = keyError ? StatusRule.afterKeyError(name, status()) : status();
        if (keyError && status == Status.CACHED && name.text().equals("#" + id)) {
            status = Status.UNFINISHED; // its header is missing: it may be a step's
        }
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
                inputs.stream().filter(known::contains).toList(),
                error(),
                line,
                spans);
    }

    /** When it worked, as far as its source tells. */
    private List<Span> spans(List<Interval> united, Instant buildStart) {
        if (united.isEmpty()) {
            if (firstEnd == null || lastEnd == null || unplaced) {
                return List.of();
            }
            Span first = firstEnd.span(buildStart);
            Span last = lastEnd.span(buildStart);
            return last.start() > first.end() ? List.of(first, last) : List.of(last);
        }
        List<Span> spans = new ArrayList<>();
        for (Interval interval : united) {
            double from = Math.max(0, Interval.seconds(Duration.between(buildStart, interval.start())));
            double to = Interval.seconds(Duration.between(buildStart, interval.end()));
            spans.add(new Span(from, Math.max(from, to)));
        }
        return spans;
    }
}
