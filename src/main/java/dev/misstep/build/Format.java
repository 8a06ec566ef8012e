package dev.misstep.build;

import java.util.Locale;

/** The form a build was read from. */
public enum Format {
    /** BuildKit's {@code --progress=plain}. */
    PLAIN,
    /** BuildKit's {@code --progress=rawjson}. */
    RAWJSON,
    /** BuildKit's terminal display, saved to a file. */
    TTY,
    /** The builder before BuildKit, saved or live. */
    CLASSIC,
    BUILDAH,
    KANIKO,
    /** A {@code .dockerbuild} archive. */
    DOCKERBUILD,
    /** BuildKit's status stream, live from an engine. */
    ENGINE;

    /** The name used in reports, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
