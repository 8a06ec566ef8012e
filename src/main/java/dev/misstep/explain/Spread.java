package dev.misstep.explain;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;

/**
 * How far measurements of one thing lie apart, in seconds.
 *
 * @param count of the measurements, 2 or more
 * @param deviation the standard deviation of the sample, with n − 1
 */
public record Spread(int count, double mean, double deviation, double least, double most) {
    public Spread {
        if (count < 2 || deviation < 0 || least > most) {
            throw new IllegalArgumentException("no spread: " + count + " from " + least + " to " + most);
        }
    }

    /** Empty for fewer than two measurements, of which nothing can be said. */
    static Optional<Spread> of(List<Double> seconds) {
        if (seconds.size() < 2) {
            return Optional.empty();
        }
        DoubleSummaryStatistics all =
                seconds.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        double mean = all.getAverage();
        double squares = seconds.stream()
                .mapToDouble(each -> (each - mean) * (each - mean))
                .sum();
        double deviation = Math.sqrt(squares / (seconds.size() - 1));
        return Optional.of(new Spread(seconds.size(), mean, deviation, all.getMin(), all.getMax()));
    }
}
