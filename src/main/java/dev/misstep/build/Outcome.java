package dev.misstep.build;

import java.util.Locale;

/** How a whole build ended. */
public enum Outcome {
    SUCCEEDED,
    FAILED,
    /** Stopped by the user or by a sibling's failure. */
    CANCELED,
    /** The source ends before the build does. */
    INCOMPLETE;

    /** The name used in reports, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
