package dev.misstep.advise;

import java.util.Locale;

/** How much a finding costs, the worst first. */
public enum Severity {
    HIGH,
    MEDIUM,
    LOW;

    /** The name in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
