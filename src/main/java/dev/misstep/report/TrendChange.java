package dev.misstep.report;

import dev.misstep.explain.LevelShift;
import dev.misstep.history.BuildState;
import dev.misstep.history.TrendData.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A build from which on a series is better or worse than before, as {@link LevelShift} finds it among the builds that
 * succeeded and were not cold: a cold build tells of the machine, a failed one did not come to its last steps.
 *
 * @param before the median from the change before, or the first build, to this
 * @param after the median from here on, to the next change
 * @param last the last build of those before
 * @param first the first build of those after
 * @param buildsBefore of how many builds that is the median
 * @param buildsAfter of how many that is
 */
public record TrendChange(
        Measure measure, double before, double after, Point last, Point first, int buildsBefore, int buildsAfter) {
    private static final double LEAST_RATE = 0.05;
    private static final double LEAST_SECONDS = 1;
    private static final double LEAST_SHARE = 0.1;

    /** What changed. */
    public enum Measure {
        /** The share of steps that were hits. */
        HIT_RATE,
        /** The wall time. */
        SECONDS;

        /** The name used in JSON. */
        public String label() {
            return this == HIT_RATE ? "hitRate" : name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it was for the better. */
    public boolean better() {
        return measure == Measure.HIT_RATE ? after > before : after < before;
    }

    static List<TrendChange> in(List<Point> points) {
        List<TrendChange> changes = new ArrayList<>();
        changes.addAll(in(points, Measure.HIT_RATE, TrendChange::rate, (a, b) -> Math.abs(b - a) >= LEAST_RATE));
        changes.addAll(in(
                points,
                Measure.SECONDS,
                Point::seconds,
                (a, b) -> Math.abs(b - a) >= Math.max(LEAST_SECONDS, LEAST_SHARE * Math.min(a, b))));
        changes.sort(Comparator.comparing((TrendChange change) -> change.first().builtAt())
                .thenComparing(change -> change.first().id())
                .thenComparing(TrendChange::measure));
        return changes;
    }

    private static @Nullable Double rate(Point point) {
        return point.decided() == 0 ? null : Double.valueOf((double) point.hits() / point.decided());
    }

    private static List<TrendChange> in(
            List<Point> points, Measure measure, Function<Point, @Nullable Double> value, LevelShift.Notable notable) {
        List<Point> counted = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (Point point : points) {
            Double measured = value.apply(point);
            if (measured != null && point.state() != BuildState.COLD && TrendNumbers.succeeded(point)) {
                counted.add(point);
                values.add(measured);
            }
        }
        return LevelShift.in(values.stream().mapToDouble(Double::doubleValue).toArray(), notable).stream()
                .map(shift -> new TrendChange(
                        measure,
                        shift.before(),
                        shift.after(),
                        counted.get(shift.at() - 1),
                        counted.get(shift.at()),
                        shift.countBefore(),
                        shift.countAfter()))
                .toList();
    }
}
