package dev.misstep.explain;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the engine's cache when a build begins.
 *
 * @param built what earlier builds left there: by the key of a step ({@link Planned#keys()}) the id of the record that holds
 *     its result, empty where that is not known
 * @param records the ids of the records that are there now; {@code null} where the engine does not tell
 * @param sameEngine whether the baseline was built by this very engine
 */
public record EngineCache(
        Map<String, String> built, @Nullable Set<String> records, boolean sameEngine) {
    /** Nothing is known of it. */
    public static final EngineCache UNKNOWN = new EngineCache(Map.of(), null, true);

    public EngineCache {
        built = Map.copyOf(built);
        records = records == null ? null : Set.copyOf(records);
    }

    /** Whether an earlier build left the result of a step there, and nothing says that it is gone. */
    boolean has(@Nullable String key) {
        return key != null && built.containsKey(key) && lost(key) == null;
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
        String record = key == null ? null : built.get(key);
        if (record == null || record.isEmpty() || records == null || records.contains(record)) {
            return null;
        }
        return Reason.of(
                Cause.EVICTED,
                Certainty.PROVEN,
                "All that goes into it is as it was, but the engine's cache has lost the record of its result: it was"
                        + " pruned, or made room for others.");
    }
}
