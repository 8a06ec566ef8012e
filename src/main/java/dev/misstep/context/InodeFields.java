package dev.misstep.context;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * An inode as the system told it, straight from the object in which the JDK keeps that. Its public way to the change time and
 * to the bits above 0777 makes a map of boxed values for each file, which takes three times as long as to ask the system. It
 * is for those who can open {@code sun.nio.fs} ({@code scripts/misstep} does); all others have to take the public way.
 */
final class InodeFields {
    private static final long NANOS = 1_000_000_000L;
    /** {@code null} where the JDK does not let anybody look, or has no such class. */
    private static final @Nullable InodeFields OF_JDK = ofJdk();

    private final Class<?> owner;
    private final Field mode;
    private final Field size;
    private final Field inode;
    private final Field modified;
    private final Field modifiedNanos;
    private final Field changed;
    private final Field changedNanos;

    private InodeFields(Class<?> owner) throws ReflectiveOperationException {
        this.owner = owner;
        mode = field("st_mode");
        size = field("st_size");
        inode = field("st_ino");
        modified = field("st_mtime_sec");
        modifiedNanos = field("st_mtime_nsec");
        changed = field("st_ctime_sec");
        changedNanos = field("st_ctime_nsec");
    }

    private Field field(String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        if (!field.trySetAccessible()) {
            throw new IllegalAccessException(name);
        }
        return field;
    }

    private static @Nullable InodeFields ofJdk() {
        try {
            return new InodeFields(Class.forName("sun.nio.fs.UnixFileAttributes"));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** What is at a path, a link not followed; {@code null} where it has to be found out in another way. */
    static @Nullable FileStamp stamp(Path path) throws IOException {
        InodeFields fields = OF_JDK;
        if (fields == null) {
            return null;
        }
        Object read = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        try {
            return fields.owner.isInstance(read) ? fields.stamp(read) : null;
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    private FileStamp stamp(Object read) throws IllegalAccessException {
        return LocalDisk.stamp(
                mode.getInt(read),
                size.getLong(read),
                modified.getLong(read) * NANOS + modifiedNanos.getLong(read),
                changed.getLong(read) * NANOS + changedNanos.getLong(read),
                inode.getLong(read));
    }
}
