package dev.misstep.explain;

import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The results of steps that the engine may have: those of the baseline, and those that other builds left in its cache. */
final class KeptResults {
    private final Set<String> keys = new HashSet<>();
    private final Set<String> rough = new HashSet<>();

    private KeptResults(Plans plans) {
        EngineCache cache = plans.cache();
        keys.addAll(cache.built());
        Planned then = plans.then();
        if (then != null && cache.sameEngine()) {
            for (Vertex step : then.steps().build().steps()) {
                String key = then.key(step);
                if (key != null && (step.status().isHit() || step.status() == Status.EXECUTED)) {
                    keys.add(key);
                }
            }
        }
        keys.removeAll(cache.lost());
        keys.forEach(key -> rough.add(StepKeys.rough(key)));
    }

    static KeptResults of(Plans plans) {
        return new KeptResults(plans);
    }

    /** Whether of any step something is known. */
    boolean areKnown() {
        return !keys.isEmpty();
    }

    /** Whether a result was made of all that goes into a step now. */
    boolean have(@Nullable String key) {
        return key != null && keys.contains(key);
    }

    /**
     * Whether one was made of the same, but for what comes from other stages and images: it will do if what is taken there is equal.
     * Without one the step runs, for nothing in the cache has the rest.
     */
    boolean mayHave(@Nullable String key) {
        return key == null || rough.contains(StepKeys.rough(key));
    }
}
