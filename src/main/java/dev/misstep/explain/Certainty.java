package dev.misstep.explain;

import java.util.Locale;

/** How sure a cause is. */
public enum Certainty {
    /** By the builder's own rules the evidence must cause the miss, and it was seen. */
    PROVEN,
    LIKELY,
    UNKNOWN;

    /** The name used in reports, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
