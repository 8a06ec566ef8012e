package dev.misstep.context;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
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
        boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        return unix ? unixStamp(path) : basicStamp(path);
    }

    private static FileStamp unixStamp(Path path) throws IOException {
        Map<String, Object> unix = Files.readAttributes(
                path,
                "unix:mode,size,ino,lastModifiedTime,ctime,isDirectory,isRegularFile,isSymbolicLink",
                LinkOption.NOFOLLOW_LINKS);
        ContextEntry.Kind kind = kind(
                value(unix, "isRegularFile", Boolean.class),
                value(unix, "isDirectory", Boolean.class),
                value(unix, "isSymbolicLink", Boolean.class));
        return new FileStamp(
                kind,
                value(unix, "mode", Integer.class) & PERMISSIONS,
                value(unix, "size", Long.class),
                value(unix, "lastModifiedTime", FileTime.class).to(TimeUnit.NANOSECONDS),
                value(unix, "ctime", FileTime.class).to(TimeUnit.NANOSECONDS),
                value(unix, "ino", Long.class));
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

    @Override
    public boolean readable(Path path) {
        return Files.isReadable(path);
    }

    @Override
    public boolean leadsSomewhere(Path path) {
        return Files.exists(path);
    }
}
