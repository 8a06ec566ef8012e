package dev.misstep.engine.session;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A directory of this machine that is written as the builder tells (tonistiigi/fsutil, diskwriter.go). It may be told anything,
 * and writes nothing outside: each path lies in a directory that was told before, which it is sure to be and no link, and
 * a hard link leads to a file that was told before. Files belong to the user, as all that the docker command writes.
 */
final class WrittenTree {
    private final Path root;
    private final boolean hasUnix;
    private final Map<String, FileStat> directories = new LinkedHashMap<>();
    private final Set<String> files = new HashSet<>();
    private final Set<String> all = new HashSet<>();

    WrittenTree(Path root) throws IOException {
        this.root = root;
        this.hasUnix = root.getFileSystem().supportedFileAttributeViews().contains("unix");
        Files.createDirectories(root);
    }

    /**
     * Makes what was told of.
     *
     * @return what takes the content, {@code null} where there is none to come
     */
    @Nullable
    File add(FileStat stat) throws IOException {
        Path path = checked(stat.path());
        if (stat.isDirectory()) {
            directory(path, stat);
            return null;
        }
        if (stat.isLink()) {
            Path link = unused(path);
            Files.createSymbolicLink(link, link.getFileSystem().getPath(stat.link()));
            put(link, path);
            return null;
        }
        if (!stat.hasContent()) {
            throw new IOException(stat.path() + ": is a device or a pipe, which Java cannot make; use type=tar");
        }
        Path file = unused(path);
        files.add(stat.path());
        if (stat.link().isEmpty()) {
            Files.createFile(file);
            put(file, path);
            return new File(path, stat);
        }
        if (stat.link().equals(stat.path()) || !files.contains(stat.link())) {
            throw new IOException(stat.path() + ": is to be a link to a file that did not come: " + stat.link());
        }
        checkParents(stat.link());
        Files.createLink(file, root.resolve(stat.link()));
        put(file, path);
        return null; // its content is that of the other
    }

    /** Where names are equal that differ in case, a link may have come in place of a directory. */
    private void checkParents(String path) throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (!Files.isDirectory(root.resolve(path.substring(0, slash)), LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(path + ": lies in what is no directory any more");
            }
        }
    }

    private Path checked(String path) throws IOException {
        List<String> names = Arrays.asList(path.split("/", -1));
        int slash = path.lastIndexOf('/');
        boolean clean = names.stream()
                .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("\\"));
        boolean inside = slash < 0 || directories.containsKey(path.substring(0, slash));
        if (!clean || !inside || !all.add(path)) {
            throw new IOException(path + ": is no path that a builder may write");
        }
        try {
            Path resolved = root.resolve(path);
            checkParents(path);
            return resolved;
        } catch (InvalidPathException e) {
            throw new IOException(path + ": " + DirectoryTree.UNWRITABLE, e);
        }
    }

    private void directory(Path path, FileStat stat) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
            Files.createDirectory(path);
        }
        mode(path, stat.mode() | 0700);
        directories.put(stat.path(), stat);
    }

    /** A name beside a path that is taken, else the path itself. */
    private static Path unused(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return path;
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.delete(path);
            } catch (IOException e) {
                throw new FileAlreadyExistsException(
                        path.toString(), null, "a directory that holds something is where a file is to be");
            }
            return path;
        }
        return path.resolveSibling(".tmp." + UUID.randomUUID());
    }

    private static void put(Path made, Path path) throws IOException {
        if (!made.equals(path)) {
            Files.move(made, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void mode(Path path, int mode) throws IOException {
        if (hasUnix) {
            Files.setAttribute(path, "unix:mode", FileStat.unixPermissions(mode), LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void time(Path path, FileStat stat) throws IOException {
        FileTime modified = FileTime.from(stat.modified(), TimeUnit.NANOSECONDS);
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(modified, null, null);
    }

    /** All has come; directories get their modes and times, which would have hindered, or changed with each file. */
    void finish() throws IOException {
        List<Map.Entry<String, FileStat>> told = List.copyOf(directories.entrySet());
        for (int i = told.size() - 1; i >= 0; i--) {
            Path path = root.resolve(told.get(i).getKey());
            mode(path, told.get(i).getValue().mode());
            time(path, told.get(i).getValue());
        }
    }

    /** A file whose content comes. It is open from its first bytes to its last. */
    final class File {
        private final Path path;
        private final FileStat stat;
        private @Nullable OutputStream out;

        private File(Path path, FileStat stat) {
            this.path = path;
            this.stat = stat;
        }

        void write(byte[] data) throws IOException {
            OutputStream open = out;
            if (open == null) {
                checkParents(stat.path());
                open = Files.newOutputStream(
                        path,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        LinkOption.NOFOLLOW_LINKS);
                out = open;
            }
            open.write(data);
        }

        void finish() throws IOException {
            close();
            mode(path, stat.mode());
            time(path, stat);
        }

        void close() throws IOException {
            OutputStream open = out;
            out = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
