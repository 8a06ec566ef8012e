package dev.misstep.build;

import java.util.Locale;

/** Where the instants of a build come from, and so how far to trust them. */
public enum Clock {
    /** The builder's own, or ours while watching a live build. */
    EXACT,
    /** The time a CI system stamped on each printed line: right to about 150 ms, for terminal lines only. */
    WRAPPER,
    /** The source has no clock; only durations, if any. */
    NONE;

    /** The name used in reports, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
