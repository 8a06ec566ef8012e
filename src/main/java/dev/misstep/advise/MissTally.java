package dev.misstep.advise;

import dev.misstep.explain.Fate;
import dev.misstep.explain.ForeseenStep;
import dev.misstep.explain.StepTimes;
import org.jspecify.annotations.Nullable;

/**
 * Steps that would have missed, in some commits.
 *
 * @param commits how many there are
 * @param missing in how many of them at least one step misses
 * @param depends steps of which only a build could tell
 * @param seconds what the misses of known times take, each for itself; {@code null} where none is known
 * @param untimed misses of which no time is known
 */
public record MissTally(
        int commits,
        int missing,
        int misses,
        int depends,
        @Nullable Double seconds,
        int untimed) {
    /** Of no commit. */
    static final MissTally NONE = new MissTally(0, 0, 0, 0, null, 0);

    MissTally with(ReplayedCommit commit, StepTimes times) {
        Double sum = seconds;
        int unknown = untimed;
        for (ForeseenStep step : commit.steps()) {
            if (step.fate() == Fate.MISS) {
                Double one = times.of(step.step());
                unknown += one == null ? 1 : 0;
                sum = one == null ? sum : Double.valueOf(sum == null ? one : sum + one);
            }
        }
        int more = commit.count(Fate.MISS);
        return new MissTally(
                commits + 1,
                missing + (more > 0 ? 1 : 0),
                misses + more,
                depends + commit.count(Fate.DEPENDS),
                sum,
                unknown);
    }
}
