package dev.misstep.context;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file, directory or link of the build context.
 *
 * @param path relative to the context, with {@code /}
 * @param mode permission bits, with setuid 04000, setgid 02000 and sticky 01000
 * @param size in bytes; 0 for all but files
 * @param linkTarget as written in the link, or {@code null} for all but links
 */
public record ContextEntry(
        String path,
        Kind kind,
        int mode,
        long size,
        @Nullable String linkTarget) {
    /** What a path is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        /** Another repository of git, of which a tree has nothing but the commit. */
        SUBMODULE,
        /** A pipe, a socket or a device. */
        OTHER;

        /** The name used in reports, in lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ContextEntry {
        if (path.isEmpty() || path.startsWith("/") || mode < 0 || mode > 07777 || size < 0) {
            throw new IllegalArgumentException("not an entry of a context: " + path);
        }
        if ((kind == Kind.SYMLINK) != (linkTarget != null)) {
            throw new IllegalArgumentException("only a link has a target: " + path);
        }
    }
}
