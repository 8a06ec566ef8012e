package dev.misstep.report;

import dev.misstep.history.TrendData.CauseCount;
import dev.misstep.history.TrendData.Point;
import dev.misstep.history.TrendData.StepTrend;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of a trend, the same in all its reports. Names pass through what makes them safe where they will stand. */
final class TrendWords {
    static final String NONE = "The history has no such build.";

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int COMMIT = 12;
    private static final int NAME = 80;

    private TrendWords() {}

    static String when(Instant instant) {
        return WHEN.format(instant);
    }

    static String day(Instant instant) {
        return DAY.format(instant);
    }

    /** {@code 12 builds, 2026-09-01 to 2026-11-27 (UTC)}. */
    static String range(Trend trend) {
        Instant first = trend.series().stream()
                .map(series -> series.points().get(0).builtAt())
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        Instant last = trend.series().stream()
                .map(series -> series.points().get(series.points().size() - 1).builtAt())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        return Words.count(trend.all().builds(), "build", "builds") + ", " + day(first) + " to " + day(last) + " (UTC)";
    }

    /** {@code Hit rate 71%, time hit rate 64%, 1m 20s a build, 3h 12m lost to misses; 14 cold, 3 unexplained.} */
    static String numbers(TrendNumbers numbers) {
        return "Hit rate " + Percents.text(numbers.hitRate()) + ", time hit rate "
                + Percents.text(numbers.timeHitRate())
                + ", " + Durations.text(numbers.meanSeconds(), "–") + " a build, "
                + Durations.text(numbers.lostSeconds(), "–") + " lost to misses; " + numbers.cold() + " cold, "
                + numbers.unexplained() + " unexplained.";
    }

    /** @param name what makes a name safe */
    static String change(TrendChange change, UnaryOperator<String> name) {
        boolean rate = change.measure() == TrendChange.Measure.HIT_RATE;
        String before = rate ? Percents.text(change.before()) : Durations.text(change.before());
        String after = rate ? Percents.text(change.after()) : Durations.text(change.after());
        return (rate ? "The hit rate" : "The build time")
                + (change.after() > change.before() ? " rose from " : " fell from ")
                + before + " to " + after + " (medians of " + change.buildsBefore() + " and " + change.buildsAfter()
                + " builds) with " + build(change.first(), name) + ", after " + build(change.last(), name) + ".";
    }

    private static String build(Point point, UnaryOperator<String> name) {
        String commit = point.commit();
        return "build " + point.id() + " of " + when(point.builtAt())
                + (commit == null
                        ? ""
                        : ", commit " + name.apply(commit.substring(0, Math.min(COMMIT, commit.length()))))
                + (point.branch() == null ? "" : " on " + name.apply(Elision.middle(point.branch(), NAME)));
    }

    static String worth(CacheWorth worth) {
        String sums = "moving it took " + Durations.text(worth.cacheSeconds()) + " in "
                + Words.count(worth.builds(), "build", "builds") + ", its hits saved at least "
                + Durations.text(worth.savedSeconds());
        return switch (worth.verdict()) {
            case WORTH_IT -> "The cache is worth it: " + sums + ".";
            case NOT_WORTH_IT -> "The cache is not worth it: " + sums + ", and hardly more.";
            case UNKNOWN -> "Whether the cache is worth it is not known: " + sums + ".";
            case NOT_MOVED -> "No build moved a cache.";
        };
    }

    /** {@code context-files 12 times, unknown once}. */
    static String causes(StepTrend step, UnaryOperator<String> name) {
        return step.causes().stream().limit(3).map(cause -> cause(cause, name)).collect(Collectors.joining("; "));
    }

    private static String cause(CauseCount cause, UnaryOperator<String> name) {
        String detail =
                cause.lastDetail().isEmpty() ? "" : ", last: " + name.apply(Elision.middle(cause.lastDetail(), NAME));
        return name.apply(cause.cause()) + " " + cause.count() + "×" + detail;
    }

    static @Nullable Double rate(StepTrend step) {
        int all = step.hits() + step.ran();
        return all == 0 ? null : Double.valueOf((double) step.hits() / all);
    }

    static String group(@Nullable String name) {
        return name == null ? "not known" : name;
    }
}
