package dev.misstep.explain;

import java.util.Locale;

/** Why a step missed. */
public enum Cause {
    CONTEXT_FILES,
    INSTRUCTION,
    BUILD_ARG,
    BASE_IMAGE,
    FRONTEND,
    STAGE_OUTPUT,
    NO_CACHE,
    COLD,
    EVICTED,
    CACHE_IMPORT,
    BUILDER,
    PLATFORM,
    UNKNOWN;

    /** The name used in reports: {@code context-files}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
