package dev.misstep.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the builds of a choice were like over time.
 *
 * @param points the builds, the oldest first
 * @param steps what became of each step, in order of what its misses cost, the dearest first
 * @param files the files whose changes made steps run, the dearest first, at most {@link #FILES}
 */
public record TrendData(List<Point> points, List<StepTrend> steps, List<FileTrend> files) {
    /** How many files are told. */
    public static final int FILES = 100;

    public TrendData {
        points = List.copyOf(points);
        steps = List.copyOf(steps);
        files = List.copyOf(files);
    }

    /**
     * One build.
     *
     * @param hits steps that were cached or pulled
     * @param decided steps that were hits or ran
     * @param executedSeconds what the steps that ran took, or {@code null} without times
     * @param savedSeconds what the hits would have taken, as far as known, or {@code null}
     * @param lostSeconds what the misses cost on the wall, or {@code null}
     * @param cacheSeconds what importing, pulling and exporting the cache took, or {@code null} without times
     */
    public record Point(
            long id,
            BuildSeries series,
            Instant builtAt,
            boolean timed,
            BuildState state,
            String outcome,
            @Nullable String commit,
            @Nullable String branch,
            @Nullable String machine,
            int hits,
            int decided,
            @Nullable Double seconds,
            @Nullable Double executedSeconds,
            @Nullable Double savedSeconds,
            @Nullable Double lostSeconds,
            @Nullable Double cacheSeconds) {}

    /**
     * One step over the builds of its series.
     *
     * @param name as a report calls it: {@code [builder] RUN make}
     * @param hits how often it was cached or pulled
     * @param ran how often it was executed or failed
     * @param roots how often it was the root of misses
     * @param meanSeconds what it took when it ran, or {@code null} without times
     * @param lostSeconds what the misses of which it was the root cost, or {@code null} without times
     * @param causes of which it was a root, the most frequent first
     */
    public record StepTrend(
            BuildSeries series,
            String name,
            int hits,
            int ran,
            int roots,
            @Nullable Double meanSeconds,
            @Nullable Double lostSeconds,
            List<CauseCount> causes) {
        public StepTrend {
            causes = List.copyOf(causes);
        }
    }

    /**
     * How often a step missed for one cause.
     *
     * @param lastBuild the newest build in which it did
     * @param lastDetail what was said of it then
     */
    public record CauseCount(String cause, int count, long lastBuild, String lastDetail) {}

    /**
     * One file.
     *
     * @param builds in how many builds its change made steps run
     * @param lostSeconds what those misses cost, shared with the other files that changed; {@code null} without times
     */
    public record FileTrend(
            BuildSeries series,
            String path,
            int builds,
            @Nullable Double lostSeconds) {}
}
