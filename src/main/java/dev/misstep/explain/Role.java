package dev.misstep.explain;

import java.util.Locale;

/** A miss of its own, or the consequence of one above. */
public enum Role {
    ROOT,
    CASCADE;

    /** The name used in reports, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
