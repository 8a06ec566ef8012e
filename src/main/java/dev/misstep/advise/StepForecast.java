package dev.misstep.advise;

import dev.misstep.build.Vertex;
import dev.misstep.explain.Cause;
import dev.misstep.explain.ChangeFrequency;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often commits would have made one step run.
 *
 * @param number the same in every commit
 * @param step as it was last
 * @param present whether the last commit has it
 * @param commits how many of those compared have it
 * @param roots misses for a reason of its own
 * @param cascades misses because a step it stands on misses
 * @param depends commits in which only a build could tell
 * @param causes of its misses, those of the root where it is a cascade
 * @param files whose changes were the cause, the most frequent first
 * @param eachSeconds what it took when it was last measured as it is now, or {@code null}
 * @param seconds what all its misses of known times take, or {@code null}
 * @param untimed misses of which no time is known
 */
public record StepForecast(
        int number,
        Vertex step,
        boolean present,
        int commits,
        int roots,
        int cascades,
        int depends,
        SortedMap<Cause, Integer> causes,
        List<ChangeFrequency.Changing> files,
        @Nullable Double eachSeconds,
        @Nullable Double seconds,
        int untimed) {
    public StepForecast {
        files = List.copyOf(files);
        causes = new TreeMap<>(causes);
    }

    /** In how many commits it runs. */
    public int misses() {
        return roots + cascades;
    }
}
