package dev.misstep.engine.session;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the builder is shown in place of a file; the file itself stays as it is.
 *
 * @param content or {@code null} for the file's own
 * @param permissions as {@code chmod} takes them, or {@code null} for the file's own
 * @param modified nanoseconds since 1970, or {@code null} for the file's own
 * @param removed whether it is not there at all
 */
public record ShownFile(
        byte @Nullable [] content,
        @Nullable Integer permissions,
        @Nullable Long modified,
        boolean removed) {
    /** What a file that is added has, unless it says otherwise. */
    public static final int ADDED_FILE = 0644;

    /** What a directory that is added with it has. */
    public static final int ADDED_DIRECTORY = 0755;

    /** No such file. */
    public static final ShownFile REMOVED = new ShownFile(null, null, null, true);

    public ShownFile {
        content = content == null ? null : content.clone();
        if (permissions != null && (permissions & ~07777) != 0) {
            throw new IllegalArgumentException("no permission bits: " + Integer.toOctalString(permissions));
        }
    }

    /** Content that was read of the file before, and is to be what the builder sees. */
    public static ShownFile asRead(byte[] content) {
        return new ShownFile(content, null, null, false);
    }

    /** Other permissions, as {@code chmod} takes them. */
    public static ShownFile withPermissions(int permissions) {
        return new ShownFile(null, permissions, null, false);
    }

    /** Another time, in nanoseconds since 1970. */
    public static ShownFile writtenAt(long modified) {
        return new ShownFile(null, null, modified, false);
    }

    /** Other content, written at that time. */
    public static ShownFile withContent(byte[] content, long modified) {
        return new ShownFile(content, null, modified, false);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ShownFile file
                && Arrays.equals(content, file.content)
                && Objects.equals(permissions, file.permissions)
                && Objects.equals(modified, file.modified)
                && removed == file.removed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(content), permissions, modified, removed);
    }

    @Override
    public byte @Nullable [] content() {
        return content == null ? null : content.clone();
    }
}
