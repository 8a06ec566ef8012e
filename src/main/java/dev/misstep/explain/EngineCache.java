package dev.misstep.explain;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the engine's cache when a build begins.
 *
 * @param built what earlier builds left there: by the key of a step ({@link Planned#keys()}) the ids of the records that
 *     hold its result, parted by blanks, with {@link #NOT_KNOWN} among them where there may be others
 * @param records the ids of the records that are there now; {@code null} where the engine does not tell
 * @param sameEngine whether the baseline was built by this very engine
 */
public record EngineCache(
        Map<String, String> built, @Nullable Set<String> records, boolean sameEngine) {
    /** In place of the id of a record. */
    public static final String NOT_KNOWN = "?";

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
        String held = key == null ? null : built.get(key);
        if (held == null || records == null) {
            return null;
        }
        List<String> ids = List.of(held.split(" "));
        if (ids.contains(NOT_KNOWN) || ids.stream().anyMatch(records::contains)) {
            return null;
        }
        return Reason.of(
                Cause.EVICTED,
                Certainty.PROVEN,
                "All that goes into it is as it was, but the engine's cache has lost the record of its result: it was"
                        + " pruned, or made room for others.");
    }
}
