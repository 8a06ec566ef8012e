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

    /** @param certain whether it is known what the cache has */
    static List<Fate> of(List<Step> steps, Cache cache, boolean noCache, boolean certain) {
        // the classic builder's steps bear the image they are
        Map<String, Integer> same = new HashMap<>();
        steps.forEach(step -> same.merge(step.key(), 1, Integer::sum));
        List<Fate> fates = new ArrayList<>();
        for (Step step : steps) {
            boolean has = cache.has(step.key()) && !(noCache && step.stoppedByNoCache());
            boolean loose = noCache && !step.stoppedByNoCache() && !step.chain().isEmpty();
            if (!certain || loose || (!has && same.getOrDefault(step.key(), 0) > 1)) {
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
