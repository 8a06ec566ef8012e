package dev.misstep.explain;

import java.util.Locale;

/** What will become of a step in a build that nobody has made yet. */
public enum Fate {
    /** The cache will serve it. */
    HIT,
    /** It will run. */
    MISS,
    /** It takes files from a stage that will run: a hit if they come out equal. */
    DEPENDS;

    /** The name used in reports, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
