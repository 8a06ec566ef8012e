package dev.misstep.explain;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of one build, over its steps.
 *
 * @param steps all of them, whatever their status
 * @param hitRate (cached + pulled) / (cached + pulled + executed + failed), or {@code null} where nothing was decided
 * @param executedSeconds what the steps that ran took, or {@code null} where the source has no times
 * @param savedSeconds what the hits would have taken, as far as known, or {@code null} where none is
 * @param timeHitRate saved / (saved + executed), or {@code null}
 * @param unknownCost hits left out of {@code savedSeconds} because nobody saw them run
 * @param timing where its time went
 */
public record Summary(
        int steps,
        int cached,
        int pulled,
        int executed,
        int failed,
        int canceled,
        int skipped,
        int unfinished,
        @Nullable Double hitRate,
        @Nullable Double executedSeconds,
        @Nullable Double savedSeconds,
        @Nullable Double timeHitRate,
        int unknownCost,
        Timing timing) {}
