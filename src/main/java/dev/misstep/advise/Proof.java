package dev.misstep.advise;

import java.util.Locale;

/** What stands behind a finding's fix. */
public enum Proof {
    /** It was built, before and after. */
    VERIFIED,
    /** What it saves follows from measured times. */
    SIMULATED,
    /** The rules of the builder alone. */
    NONE;

    /** The name in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
