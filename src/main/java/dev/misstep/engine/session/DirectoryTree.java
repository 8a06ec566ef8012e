package dev.misstep.engine.session;

import dev.misstep.context.ExtendedAttributes;
import dev.misstep.context.FileName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A directory of this machine as it is when the builder asks, but for what it is shown in place of some files.
 */
public final class DirectoryTree implements SyncedTree {
    private static final String UNIX = "unix:mode,size,lastModifiedTime,ino,dev,rdev,nlink";
    private static final int WINDOWS_PERMISSIONS = 0755; // as fsutil, stat.go
    private static final int FILE = 0100000;
    private static final int ADDED_DIRECTORY = FileStat.DIRECTORY | ShownFile.ADDED_DIRECTORY;

    private static final Comparator<FileStat.Found> BY_BYTES = (a, b) -> Arrays.compareUnsigned(
            a.stat().path().getBytes(StandardCharsets.UTF_8), b.stat().path().getBytes(StandardCharsets.UTF_8));

    /** Said of a name that cannot be told to the builder. */
    static final String UNWRITABLE =
            "its name is not valid UTF-8, or Java runs under a locale that cannot write it (LC_ALL=C.UTF-8)";

    private final Path root;
    private final Map<String, ShownFile> shown;
    private final Watch watch;
    private final boolean hasUnix;
    private final ExtendedAttributes attributes;

    /** Sees what is sent of each file. */
    public interface Watch {
        /** Nobody looks. */
        Watch NONE = (stat, content) -> content;

        /** The content as it is sent. */
        InputStream watched(FileStat stat, InputStream content);
    }

    /** @param shown by path relative to the directory, with {@code /} */
    public DirectoryTree(Path root, Map<String, ShownFile> shown, Watch watch) {
        this.root = root;
        this.shown = new TreeMap<>(shown);
        this.watch = watch;
        this.hasUnix = root.getFileSystem().supportedFileAttributeViews().contains("unix");
        this.attributes = ExtendedAttributes.in(root);
    }

    @Override
    public List<FileStat.Found> list(String directory) throws IOException {
        List<FileStat.Found> children = new ArrayList<>();
        Set<String> onDisk = new HashSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(resolve(directory))) {
            for (Path child : stream) {
                String name = FileName.of(child);
                String path = directory.isEmpty() ? name : directory + "/" + name;
                FileStat.Found found = retouched(path, read(child, path));
                onDisk.add(path);
                if (found != null) {
                    children.add(found);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException | NotDirectoryException e) {
            if (directory.indexOf('\uFFFD') >= 0) {
                throw new IOException(directory + ": " + UNWRITABLE, e);
            }
            // it went away meanwhile, or is only shown
        }
        for (String path : shownIn(directory)) {
            FileStat.Found found = onDisk.contains(path) ? null : retouched(path, null);
            if (found != null) {
                children.add(found);
            }
        }
        children.sort(BY_BYTES);
        return children;
    }

    private Path resolve(String path) throws IOException {
        try {
            return root.resolve(path);
        } catch (InvalidPathException e) {
            throw new IOException(path + ": " + UNWRITABLE, e);
        }
    }

    /** What is shown in a directory: files, and the directories that others lie in. */
    private Set<String> shownIn(String directory) {
        String below = directory.isEmpty() ? "" : directory + "/";
        Set<String> paths = new TreeSet<>();
        for (String path : shown.keySet()) {
            if (path.startsWith(below)) {
                int slash = path.indexOf('/', below.length());
                paths.add(slash < 0 ? path : path.substring(0, slash));
            }
        }
        return paths;
    }

    @Override
    public FileStat.@Nullable Found find(String path) throws IOException {
        return retouched(path, read(resolve(path), path));
    }

    private FileStat.@Nullable Found read(Path file, String path) throws IOException {
        try {
            return hasUnix ? readUnix(file, path) : readBasic(file, path);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            // below a file there is nothing either, which Java has no exception of its own for
            Path parent = file.getParent();
            if (e instanceof NoSuchFileException || (parent != null && !Files.isDirectory(parent))) {
                return null;
            }
            throw e;
        }
    }

    private static FileStat.Found readUnix(Path file, String path) throws IOException {
        Map<String, Object> unix = Files.readAttributes(file, UNIX, LinkOption.NOFOLLOW_LINKS);
        int mode = FileStat.goMode((Integer) Objects.requireNonNull(unix.get("mode")));
        long device = (mode & FileStat.DEVICE) == 0 ? 0 : (Long) Objects.requireNonNull(unix.get("rdev"));
        FileStat stat = new FileStat(
                path,
                mode,
                (mode & FileStat.DIRECTORY) != 0 ? 0 : (Long) Objects.requireNonNull(unix.get("size")),
                ((FileTime) Objects.requireNonNull(unix.get("lastModifiedTime"))).to(TimeUnit.NANOSECONDS),
                (mode & FileStat.SYMLINK) != 0 ? target(file) : "",
                device >> 8 & 0xFFF,
                device & 0xFF | device >> 12 & 0xFFF00,
                Map.of());
        boolean shared = (Integer) Objects.requireNonNull(unix.get("nlink")) > 1;
        return new FileStat.Found(stat, shared ? List.of(unix.get("dev"), unix.get("ino")) : null);
    }

    private static FileStat.Found readBasic(Path file, String path) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        int mode = WINDOWS_PERMISSIONS
                | (basic.isDirectory() ? FileStat.DIRECTORY : basic.isSymbolicLink() ? FileStat.SYMLINK : 0);
        FileStat stat = new FileStat(
                path,
                mode,
                basic.isDirectory() ? 0 : basic.size(),
                basic.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                basic.isSymbolicLink() ? target(file) : "",
                0,
                0,
                Map.of());
        return new FileStat.Found(stat, null);
    }

    private static String target(Path link) throws IOException {
        return Files.readSymbolicLink(link)
                .toString()
                .replace(link.getFileSystem().getSeparator(), "/");
    }

    private static boolean isAddedBelow(String directory, Map.Entry<String, ShownFile> file) {
        return file.getKey().startsWith(directory + "/") && file.getValue().content() != null;
    }

    /** What the builder is to see of a path. */
    private FileStat.@Nullable Found retouched(String path, FileStat.@Nullable Found found) {
        ShownFile instead = shown.get(path);
        if (instead == null) {
            return found == null && shown.entrySet().stream().anyMatch(file -> isAddedBelow(path, file))
                    ? new FileStat.Found(new FileStat(path, ADDED_DIRECTORY, 0, 0, "", 0, 0, Map.of()), null)
                    : found;
        }
        byte[] content = instead.content();
        if (instead.removed() || (found == null && content == null)) {
            return null;
        }
        FileStat stat = found == null
                ? new FileStat(path, FileStat.goMode(FILE | ShownFile.ADDED_FILE), 0, 0, "", 0, 0, Map.of())
                : found.stat();
        Integer permissions = instead.permissions();
        Long modified = instead.modified();
        int kept = stat.mode() & ~(FileStat.PERMISSIONS | FileStat.SETUID | FileStat.SETGID | FileStat.STICKY);
        FileStat told = new FileStat(
                path,
                permissions == null ? stat.mode() : kept | FileStat.goMode(permissions),
                content == null ? stat.size() : content.length,
                modified == null ? stat.modified() : modified,
                stat.link(),
                stat.deviceMajor(),
                stat.deviceMinor(),
                stat.attributes());
        return new FileStat.Found(told, null);
    }

    @Override
    public Map<String, byte[]> attributes(FileStat stat) {
        if (!stat.isDirectory() && !stat.hasContent()) {
            return Map.of(); // to ask Java opens it, and what opens a pipe waits until somebody writes into it
        }
        try {
            return attributes.of(resolve(stat.path()));
        } catch (IOException e) {
            return Map.of(); // it cannot be named, which is told where it is sent
        }
    }

    @Override
    public InputStream open(String path) throws IOException {
        FileStat.Found found = find(path);
        if (found == null) {
            throw new NoSuchFileException(path);
        }
        ShownFile instead = shown.get(path);
        byte[] content = instead == null ? null : instead.content();
        return watch.watched(found.stat(), content == null ? read(resolve(path)) : new ByteArrayInputStream(content));
    }

    private static InputStream read(Path file) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        // a socket: the builder takes it for an empty file
        return basic.isOther() ? InputStream.nullInputStream() : Files.newInputStream(file);
    }
}
