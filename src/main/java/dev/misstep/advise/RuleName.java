package dev.misstep.advise;

import java.util.Locale;

/** The rules there are, by the names reports have for them. */
public enum RuleName {
    COPY_BEFORE_INSTALL,
    CONTEXT_TOO_WIDE,
    CACHE_MOUNT,
    VOLATILE_ARG,
    UNPINNED_INSTALL,
    CI_COLD_CACHE,
    SINGLE_STAGE,
    LEGACY_BUILDER,
    CACHE_NOT_WORTH_IT,
    NON_REPRODUCIBLE_STEP,
    FILE_MODE_FLIPS;

    /** {@code copy-before-install}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
