package dev.misstep.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a list of the history.
 *
 * @param builtAt when it began; without a clock when it was kept
 * @param outcome as in reports
 * @param hits steps that were cached or pulled
 * @param decided steps that were hits or ran
 * @param seconds on the wall, or {@code null}
 * @param lostSeconds what its misses cost, or {@code null} where no time is known
 */
public record HistoryRow(
        long id,
        BuildSeries series,
        Instant builtAt,
        String source,
        String outcome,
        BuildState state,
        @Nullable String commit,
        @Nullable String branch,
        @Nullable String machine,
        int hits,
        int decided,
        @Nullable Double seconds,
        @Nullable Double lostSeconds) {}
