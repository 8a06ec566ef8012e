package dev.misstep.report;

import dev.misstep.explain.EqualRuns;
import dev.misstep.explain.Spread;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The spread of equal runs in words: {@code 1.24s ± 0.05s}, {@code 1.19s to 1.31s}. */
final class SpreadText {
    private static final double WHOLE_TENTHS = 60;

    private SpreadText() {}

    /** {@code runs 2 and 3}, {@code runs 1, 2 and 3}, {@code 12 equal runs, 1 to 14}. */
    static String runs(EqualRuns equal) {
        List<String> ids = equal.builds().stream().map(SafeText::oneLine).toList();
        String last = ids.get(ids.size() - 1);
        return ids.size() > 8
                ? ids.size() + " equal runs, " + ids.get(0) + " to " + last
                : "runs " + String.join(", ", ids.subList(0, ids.size() - 1)) + " and " + last;
    }

    static String mean(Spread spread) {
        return seconds(spread.mean()) + " ± " + seconds(spread.deviation());
    }

    static String range(Spread spread) {
        return seconds(spread.least()) + " to " + seconds(spread.most());
    }

    /** Hundredths, where tenths would hide what is between the runs. */
    private static String seconds(double seconds) {
        return seconds >= WHOLE_TENTHS
                ? Durations.text(seconds)
                : BigDecimal.valueOf(seconds).setScale(2, RoundingMode.HALF_UP) + "s";
    }
}
