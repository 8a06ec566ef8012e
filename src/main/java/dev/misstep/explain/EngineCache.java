package dev.misstep.explain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the engine's cache.
 *
 * @param built the keys of steps ({@link Planned#keys()}) whose results earlier builds left there
 * @param lost those of them whose results are not there any more
 * @param sameEngine whether the baseline was built by this very engine
 */
public record EngineCache(Set<String> built, Set<String> lost, boolean sameEngine) {
    /** Nothing is known of it. */
    public static final EngineCache UNKNOWN = new EngineCache(Set.of(), Set.of(), true);

    public EngineCache {
        built = Set.copyOf(built);
        lost = Set.copyOf(lost);
    }

    /** Whether an earlier build left the result of a step there, and nothing says that it is gone. */
    boolean has(@Nullable String key) {
        return key != null && built.contains(key) && !lost.contains(key);
    }

    /** Whether it lost a result that may have been this step's, whatever comes from other stages. */
    boolean mayHaveLost(@Nullable String key) {
        return key != null
                && lost.stream().anyMatch(other -> StepKeys.rough(other).equals(StepKeys.rough(key)));
    }

    /** Why a step's result is not there though all that goes into it is as it was; {@code null} where nothing tells. */
    @Nullable
    Reason lost(@Nullable String key) {
        if (!sameEngine) {
            return Reason.of(
                    Cause.BUILDER,
                    Certainty.LIKELY,
                    "All that goes into it is as in the baseline, but that was built by another engine, whose cache this"
                            + " one does not have.");
        }
        return key == null || !lost.contains(key)
                ? null
                : Reason.of(
                        Cause.EVICTED,
                        Certainty.PROVEN,
                        "All that goes into it is as it was, but the engine's cache has lost the record of its result: it"
                                + " was pruned, or made room for others.");
    }
}
