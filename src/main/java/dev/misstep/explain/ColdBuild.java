package dev.misstep.explain;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Tells builds that had no cache from those whose cache had something else: the time of the former says nothing of a change. */
public final class ColdBuild {
    /** Causes that have nothing to do with what was built. */
    private static final Set<Cause> OF_THE_CACHE =
            EnumSet.of(Cause.COLD, Cause.NO_CACHE, Cause.EVICTED, Cause.BUILDER, Cause.CACHE_IMPORT);

    private ColdBuild() {}

    /**
     * Whether no step was a hit, and none that ran did so because something it builds on had changed.
     *
     * @param misses of that build
     */
    public static boolean is(Summary summary, List<Miss> misses) {
        boolean hit = summary.cached() + summary.pulled() > 0;
        boolean ran = summary.executed() + summary.failed() > 0;
        return !hit
                && ran
                && misses.stream()
                        .filter(miss -> miss.role() == Role.ROOT)
                        .allMatch(root -> OF_THE_CACHE.contains(root.cause()));
    }
}
