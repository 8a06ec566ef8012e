package dev.misstep.explain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The keys of all steps that were built so far, of which there may be very many. */
final class KnownKeys {
    private final Set<String> all = new HashSet<>();
    private final Map<String, String> oneOfRough = new HashMap<>();

    void add(Planned plan) {
        for (String key : plan.keys().values()) {
            if (all.add(key)) {
                oneOfRough.putIfAbsent(StepKeys.rough(key), key);
            }
        }
    }

    /**
     * A cache that has all of them: of these, as few as tell the same of that plan, which are its own, and for any other one
     * that is equal but for what comes from other stages and images.
     */
    EngineCache cacheFor(Planned plan) {
        Set<String> relevant = new HashSet<>();
        for (String key : plan.keys().values()) {
            String known = all.contains(key) ? key : oneOfRough.get(StepKeys.rough(key));
            if (known != null) {
                relevant.add(known);
            }
        }
        return new EngineCache(relevant, Set.of(), true);
    }
}
