package dev.misstep.advise;

import java.util.Collections;
import java.util.List;

/**
 * How long builds took after one edit, each after another one of that kind.
 *
 * @param edit what was edited, as {@code src/app.js}
 * @param before seconds of each build with the files as they are
 * @param after seconds of each build with the patch
 */
public record EditTimes(String edit, List<Double> before, List<Double> after) {
    /** Builds differ by this much for no reason. */
    private static final double USUAL_SECONDS = 0.5;

    private static final double USUAL_SHARE = 0.1;

    public EditTimes {
        before = List.copyOf(before);
        after = List.copyOf(after);
        if (before.isEmpty() || after.isEmpty()) {
            throw new IllegalArgumentException("no build with " + edit);
        }
    }

    /** Of the medians; below 0 where the patch costs time. */
    public double saved() {
        return median(before) - median(after);
    }

    /** By how much the builds of one kind differ among themselves, or might if there were more of them. */
    public double spread() {
        double usual = Math.max(USUAL_SECONDS, USUAL_SHARE * median(before));
        return Math.max(usual, Math.max(range(before), range(after)));
    }

    /** Whether the patch costs time, and more than by chance. */
    public boolean isSlower() {
        return saved() < -spread();
    }

    /** The middle one. */
    public static double median(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static double range(List<Double> seconds) {
        return Collections.max(seconds) - Collections.min(seconds);
    }
}
