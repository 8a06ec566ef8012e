package dev.misstep.report;

import dev.misstep.history.TrendData.Point;
import dev.misstep.history.TrendData.StepTrend;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether moving a cache pays: the seconds of importing, pulling and exporting it beside those its hits saved, over the
 * builds that moved one and of which both are known. Hits that the engine's own cache would have given are among the saved,
 * as no log tells these apart.
 *
 * @param builds how many those are
 * @param cacheSeconds what moving took
 * @param savedSeconds what the hits would have taken at least: of some steps nobody knows
 */
public record CacheWorth(int builds, double cacheSeconds, double savedSeconds, Verdict verdict) {
    /** Fewer builds tell nothing. */
    static final int LEAST = 5;

    /** What can be said. */
    public enum Verdict {
        WORTH_IT,
        NOT_WORTH_IT,
        /** Too few builds, too much scatter, or too many hits nobody has seen run. */
        UNKNOWN,
        /** No build moved a cache. */
        NOT_MOVED;

        /** The name used in JSON: {@code worth-it}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static CacheWorth of(List<Point> points, List<StepTrend> steps) {
        List<Point> moved = points.stream()
                .filter(point -> point.cacheSeconds() != null && point.cacheSeconds() > 0)
                .toList();
        List<Point> known =
                moved.stream().filter(point -> point.savedSeconds() != null).toList();
        double cache = moving(known);
        double saved =
                known.stream().mapToDouble(point -> or0(point.savedSeconds())).sum();
        return new CacheWorth(
                known.size(), cache, saved, moved.isEmpty() ? Verdict.NOT_MOVED : verdict(known, saved - cache, steps));
    }

    /** Worth it, or not, only where the mean of the differences lies two standard errors from nothing. */
    private static Verdict verdict(List<Point> points, double difference, List<StepTrend> steps) {
        int count = points.size();
        if (count < LEAST) {
            return Verdict.UNKNOWN;
        }
        double mean = difference / count;
        double squares = 0;
        for (Point point : points) {
            double off = or0(point.savedSeconds()) - or0(point.cacheSeconds()) - mean;
            squares += off * off;
        }
        double error = Math.sqrt(squares / (count - 1) / count);
        if (mean > 2 * error) {
            return Verdict.WORTH_IT;
        }
        return mean < -2 * error && atMostSaved(steps) < moving(points) ? Verdict.NOT_WORTH_IT : Verdict.UNKNOWN;
    }

    /** What all hits of the series would have taken, did each step take its mean; without end where one was never seen to run. */
    private static double atMostSaved(List<StepTrend> steps) {
        double sum = 0;
        for (StepTrend step : steps) {
            if (step.hits() > 0) {
                sum += step.meanSeconds() == null ? Double.POSITIVE_INFINITY : step.hits() * step.meanSeconds();
            }
        }
        return sum;
    }

    private static double moving(List<Point> points) {
        return points.stream().mapToDouble(point -> or0(point.cacheSeconds())).sum();
    }

    private static double or0(@Nullable Double seconds) {
        return seconds == null ? 0 : seconds;
    }
}
