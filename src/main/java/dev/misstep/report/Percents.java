package dev.misstep.report;

import org.jspecify.annotations.Nullable;

/** Rates as whole percents. {@code 100%} and {@code 0%} mean all and nothing: 299 of 300 is {@code 99%}. */
public final class Percents {
    private Percents() {}

    /** The text of a rate from 0 to 1, or a dash where nothing was decided. */
    public static String text(@Nullable Double rate) {
        if (rate == null) {
            return "–";
        }
        long rounded = Math.round(rate * 100);
        if (rate > 0 && rate < 1) {
            rounded = Math.max(1, Math.min(99, rounded));
        }
        return rounded + "%";
    }
}
