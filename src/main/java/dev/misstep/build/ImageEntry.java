package dev.misstep.build;

import org.jspecify.annotations.Nullable;

/**
 * One path of an image, without its times.
 *
 * @param mode the permission bits, {@code 07777} at most
 * @param owner the number of the user
 * @param group the number of the group
 * @param content the SHA-256 of a file, the target of a link, the numbers of a device; {@code null} for a directory
 * @param attributes its extended attributes, as one text; empty where it has none
 */
public record ImageEntry(
        Kind kind,
        int mode,
        long owner,
        long group,
        @Nullable String content,
        String attributes) {
    /** What it is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        OTHER
    }

    public ImageEntry {
        if ((kind == Kind.DIRECTORY) != (content == null)) {
            throw new IllegalArgumentException(kind + " with content " + content);
        }
        if ((mode & ~07777) != 0) {
            throw new IllegalArgumentException("no permission bits: " + Integer.toOctalString(mode));
        }
    }
}
