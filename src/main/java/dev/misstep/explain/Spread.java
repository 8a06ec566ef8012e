package dev.misstep.explain;

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
        double mean = seconds.stream().mapToDouble(Double::doubleValue).sum() / seconds.size();
        double squares = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double each : seconds) {
            squares += (each - mean) * (each - mean);
            least = Math.min(least, each);
            most = Math.max(most, each);
        }
        return Optional.of(new Spread(seconds.size(), mean, Math.sqrt(squares / (seconds.size() - 1)), least, most));
    }
}
