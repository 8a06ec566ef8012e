package dev.misstep.engine;

import java.util.Locale;

/** Which of the two builders of an engine is to build. */
public enum BuilderKind {
    BUILDKIT,
    /** The builder before BuildKit. */
    CLASSIC;

    /** The name used for options, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
