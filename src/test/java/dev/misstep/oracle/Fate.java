package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must become of a step. */
enum Fate {
    HIT,
    MISS,
    /** Nobody can tell. */
    OPEN;

    /**
     * Of each step.
     *
     * @param certain whether it is known what the cache has
     * @param lost whether it was lost just now
     */
    static List<Fate> of(List<Step> steps, Cache cache, boolean noCache, boolean certain, boolean lost) {
        // the classic builder's steps bear the image they are
        Map<String, Integer> same = new HashMap<>();
        steps.forEach(step -> same.merge(step.key(), 1, Integer::sum));
        List<Fate> fates = new ArrayList<>();
        for (Step step : steps) {
            boolean has = cache.has(step.key()) && !(noCache && step.stoppedByNoCache());
            boolean loose = noCache && !step.stoppedByNoCache() && !step.chain().isEmpty();
            boolean gone =
                    cache.lost(step.key()) && !lost; // 20.10 was seen to find a step it had pruned two builds before
            if (!certain || loose || gone || (!has && same.getOrDefault(step.key(), 0) > 1)) {
                fates.add(
                        OPEN); // a WORKDIR below a RUN without cache was seen to hit and to run; of two steps with one
                // key either may wait for the other
            } else {
                fates.add(has ? HIT : MISS);
            }
        }
        return fates;
    }
}
