package dev.misstep.history;

import dev.misstep.explain.Cause;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import dev.misstep.explain.Summary;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a trend has to know of a build before it counts its hits. */
public enum BuildState {
    /** No step was a hit, and none that ran did so because something it builds on had changed. */
    COLD,
    /** Each miss has a known cause, or there is none. */
    EXPLAINED,
    /** At least one step ran, and nobody knows why. */
    UNEXPLAINED;

    /** Causes that have nothing to do with what was built. */
    private static final Set<Cause> OF_THE_CACHE =
            EnumSet.of(Cause.COLD, Cause.NO_CACHE, Cause.EVICTED, Cause.BUILDER, Cause.CACHE_IMPORT);

    static BuildState of(Summary summary, List<Miss> misses) {
        boolean hit = summary.cached() + summary.pulled() > 0;
        boolean ran = summary.executed() + summary.failed() > 0;
        List<Miss> roots =
                misses.stream().filter(miss -> miss.role() == Role.ROOT).toList();
        if (!hit && ran && roots.stream().allMatch(root -> OF_THE_CACHE.contains(root.cause()))) {
            return COLD;
        }
        return roots.stream().anyMatch(root -> root.cause() == Cause.UNKNOWN) ? UNEXPLAINED : EXPLAINED;
    }

    /** The name used in reports and in the tables, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
