package dev.misstep.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What something took before and takes after, in seconds.
 *
 * @param before the mean of the measurements, or {@code null} where there is none
 * @param after the same
 * @param runsBefore how many measurements there are
 * @param runsAfter the same
 * @param carried whether the difference is more than chance; {@code null} where that cannot be told, of fewer than two
 *     measurements on a side
 */
public record MeanChange(
        @Nullable Double before,
        @Nullable Double after,
        int runsBefore,
        int runsAfter,
        @Nullable Boolean carried) {
    /** Plain logs have tenths of a second, so that less is no difference. */
    private static final double RESOLUTION = 0.1;

    /** Of Student's distribution, two-sided 95 %, for 1 to 10 degrees of freedom. */
    private static final double[] STUDENT = {12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23};

    private static final double STUDENT_BEYOND = 2.1;

    /** Welch's test tells whether the difference is chance. */
    static MeanChange of(List<Double> before, List<Double> after) {
        Boolean carried = Spread.of(before)
                .flatMap(first -> Spread.of(after).map(second -> isCarried(first, second)))
                .orElse(null);
        return new MeanChange(mean(before), mean(after), before.size(), after.size(), carried);
    }

    /** How much more it takes; {@code null} where that is not known. */
    public @Nullable Double difference() {
        return before == null || after == null ? null : Double.valueOf(after - before);
    }

    private static boolean isCarried(Spread before, Spread after) {
        double difference = Math.abs(after.mean() - before.mean());
        double first = before.deviation() * before.deviation() / before.count();
        double second = after.deviation() * after.deviation() / after.count();
        double variance = first + second;
        if (difference <= RESOLUTION) {
            return false;
        }
        if (variance <= 0) {
            return true;
        }
        double freedom =
                variance * variance / (first * first / (before.count() - 1) + second * second / (after.count() - 1));
        int row = (int) freedom;
        double least = row > STUDENT.length ? STUDENT_BEYOND : STUDENT[Math.max(0, row - 1)];
        return difference > least * Math.sqrt(variance);
    }

    private static @Nullable Double mean(List<Double> seconds) {
        return seconds.isEmpty()
                ? null
                : Double.valueOf(
                        seconds.stream().mapToDouble(Double::doubleValue).sum() / seconds.size());
    }
}
