package dev.misstep.history;

import dev.misstep.explain.Cause;
import dev.misstep.explain.ColdBuild;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import dev.misstep.explain.Summary;
import java.util.List;
import java.util.Locale;

/** What a trend has to know of a build before it counts its hits. */
public enum BuildState {
    /** No step was a hit, and none that ran did so because something it builds on had changed. */
    COLD,
    /** Each miss has a known cause, or there is none. */
    EXPLAINED,
    /** At least one step ran, and nobody knows why. */
    UNEXPLAINED;

    static BuildState of(Summary summary, List<Miss> misses) {
        if (ColdBuild.is(summary, misses)) {
            return COLD;
        }
        boolean unexplained =
                misses.stream().anyMatch(miss -> miss.role() == Role.ROOT && miss.cause() == Cause.UNKNOWN);
        return unexplained ? UNEXPLAINED : EXPLAINED;
    }

    /** The name used in reports and in the tables, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
