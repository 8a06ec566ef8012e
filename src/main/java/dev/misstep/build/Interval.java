package dev.misstep.build;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A stretch of time in which a vertex worked. {@code end} is never before {@code start}. */
public record Interval(Instant start, Instant end) {
    public Interval {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("interval ends before it starts: " + start + " > " + end);
        }
    }

    /** Length in seconds. */
    public double seconds() {
        return seconds(Duration.between(start, end));
    }

    /** The intervals sorted by start, with those that touch or overlap made one. */
    public static List<Interval> union(Collection<Interval> intervals) {
        List<Interval> sorted = new ArrayList<>(intervals);
        // put plainly: the comparators that Comparator makes take milliseconds to come into being
        sorted.sort((a, b) -> {
            int byStart = a.start().compareTo(b.start());
            return byStart != 0 ? byStart : a.end().compareTo(b.end());
        });
        List<Interval> merged = new ArrayList<>();
        for (Interval next : sorted) {
            Interval last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last == null || next.start().isAfter(last.end())) {
                merged.add(next);
            } else if (next.end().isAfter(last.end())) {
                merged.set(merged.size() - 1, new Interval(last.start(), next.end()));
            }
        }
        return List.copyOf(merged);
    }

    /** Seconds covered by the intervals, an overlap counted once. */
    public static double unionSeconds(Collection<Interval> intervals) {
        Duration sum = Duration.ZERO;
        for (Interval interval : union(intervals)) {
            sum = sum.plus(Duration.between(interval.start, interval.end));
        }
        return seconds(sum);
    }

    /** A duration as seconds with a fraction. */
    public static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
