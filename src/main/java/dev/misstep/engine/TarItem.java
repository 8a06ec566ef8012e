package dev.misstep.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a build context.
 *
 * @param path its path below the context's root, with slashes, without a leading or trailing one
 * @param mode permission bits, 0 to 07777
 * @param size bytes of content; 0 unless it is a file
 * @param modified the file's time; no part of any cache key, but a copied file keeps it
 * @param linkTarget where a symbolic link points, else {@code null}
 * @param content opens the content of a file; not asked of others
 */
public record TarItem(
        String path,
        Kind kind,
        int mode,
        long size,
        Instant modified,
        @Nullable String linkTarget,
        Content content) {
    /** What an entry is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK
    }

    /** Opens the content of a file anew. */
    public interface Content {
        InputStream open() throws IOException;
    }

    private static final Content NOTHING = InputStream::nullInputStream;

    public TarItem {
        boolean inside = !path.isEmpty()
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (!inside || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("no path below a context: " + path);
        }
        if (mode < 0 || mode > 07777) {
            throw new IllegalArgumentException("mode of " + path + ": " + Integer.toOctalString(mode));
        }
        if (size < 0 || (size > 0 && kind != Kind.FILE)) {
            throw new IllegalArgumentException("size of " + path + ": " + size);
        }
        if ((kind == Kind.SYMLINK) != (linkTarget != null)) {
            throw new IllegalArgumentException("a symbolic link, and only that, has a target: " + path);
        }
    }

    /** A file whose content is opened when it is written. */
    public static TarItem file(String path, int mode, long size, Instant modified, Content content) {
        return new TarItem(path, Kind.FILE, mode, size, modified, null, content);
    }

    /** A file with this content. */
    public static TarItem file(String path, int mode, Instant modified, byte[] content) {
        byte[] copy = content.clone();
        return file(path, mode, copy.length, modified, () -> new ByteArrayInputStream(copy));
    }

    public static TarItem directory(String path, int mode, Instant modified) {
        return new TarItem(path, Kind.DIRECTORY, mode, 0, modified, null, NOTHING);
    }

    public static TarItem symlink(String path, String target, Instant modified) {
        return new TarItem(path, Kind.SYMLINK, 0777, 0, modified, target, NOTHING);
    }
}
