package dev.misstep.context;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The disk of this machine. */
final class LocalDisk implements Disk {
    private static final int PERMISSIONS = 07777;
    private static final int KIND = 0170000;
    private static final int READ_BY_ALL = 0444;
    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    @Override
    public List<Path> list(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return children;
    }

    @Override
    public FileStamp stamp(Path path) throws IOException {
        FileStamp quick = InodeFields.stamp(path);
        return quick != null ? quick : UNIX ? unixStamp(path) : basicStamp(path);
    }

    // Only this view has the change time and the bits above 0777. It is asked of each file, so for no more than needed.
    static FileStamp unixStamp(Path path) throws IOException {
        Map<String, Object> unix =
                Files.readAttributes(path, "unix:mode,size,ino,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
        return stamp(
                value(unix, "mode", Integer.class),
                value(unix, "size", Long.class),
                value(unix, "lastModifiedTime", FileTime.class).to(TimeUnit.NANOSECONDS),
                value(unix, "ctime", FileTime.class).to(TimeUnit.NANOSECONDS),
                value(unix, "ino", Long.class));
    }

    /** @param mode with what kind of file it is */
    static FileStamp stamp(int mode, long size, long modified, long changed, long inode) {
        return new FileStamp(kind(mode), mode & PERMISSIONS, size, modified, changed, inode);
    }

    private static ContextEntry.Kind kind(int mode) {
        return switch (mode & KIND) {
            case 0100000 -> ContextEntry.Kind.FILE;
            case 0040000 -> ContextEntry.Kind.DIRECTORY;
            case 0120000 -> ContextEntry.Kind.SYMLINK;
            default -> ContextEntry.Kind.OTHER;
        };
    }

    private static <T> T value(Map<String, Object> attributes, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(attributes.get(name), name));
    }

    /** Where there are no permission bits the builder's client sends 0755 for all (fsutil, stat_windows.go). */
    private static FileStamp basicStamp(Path path) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        ContextEntry.Kind kind = kind(basic.isRegularFile(), basic.isDirectory(), basic.isSymbolicLink());
        return new FileStamp(kind, 0755, basic.size(), basic.lastModifiedTime().to(TimeUnit.NANOSECONDS), 0, 0);
    }

    private static ContextEntry.Kind kind(boolean file, boolean directory, boolean link) {
        if (link) {
            return ContextEntry.Kind.SYMLINK;
        }
        if (directory) {
            return ContextEntry.Kind.DIRECTORY;
        }
        return file ? ContextEntry.Kind.FILE : ContextEntry.Kind.OTHER;
    }

    @Override
    public String linkTarget(Path link) throws IOException {
        return Files.readSymbolicLink(link)
                .toString()
                .replace(link.getFileSystem().getSeparator(), "/");
    }

    /**
     * To ask the system of every file would take as long as the rest of the walk. What the bits let all read, only an access
     * list or a security module can still refuse, and that is told when the file is read.
     */
    @Override
    public boolean readable(Path path, FileStamp stamp) {
        return (UNIX && (stamp.mode() & READ_BY_ALL) == READ_BY_ALL) || Files.isReadable(path);
    }

    @Override
    public boolean leadsSomewhere(Path path) {
        return Files.exists(path);
    }
}
