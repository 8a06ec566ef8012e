package dev.misstep.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the digests of files, so that an unchanged tree is not read twice, not even by the next run. A file counts as
 * unchanged while its size, its times and its inode are. One that was touched less than two seconds before it was read
 * is read again next time: a further change within the same tick of the file system's clock would not show (what git
 * calls racy).
 */
public final class FileDigests {
    private static final long RACY_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A remembered digest and the state of the file it is true for. */
    record Known(long size, long modified, long changed, long inode, String sha256) {
        boolean isTrueFor(FileStamp stamp) {
            return size == stamp.size()
                    && modified == stamp.modified()
                    && changed == stamp.changed()
                    && inode == stamp.inode();
        }
    }

    /**
     * A file's content.
     *
     * @param size the bytes that were hashed
     * @param sha256 64 hex digits
     */
    public record Digested(long size, String sha256) {}

    private final InstantSource clock;
    private final Disk disk = new LocalDisk();
    private final @Nullable Path origin;
    private final Map<String, Known> remembered;
    /** What was asked for, by path; empty where nothing could be remembered of it. */
    private final Map<String, Optional<Known>> used = new ConcurrentHashMap<>();

    private final AtomicLong filesRead = new AtomicLong();

    private FileDigests(InstantSource clock, @Nullable Path origin, Map<String, Known> remembered) {
        this.clock = clock;
        this.origin = origin;
        this.remembered = remembered;
    }

    /** Remembers nothing yet. */
    public static FileDigests empty(InstantSource clock) {
        return new FileDigests(clock, null, Map.of());
    }

    /**
     * What an earlier run saved. A file that is missing, damaged or not ours is as good as none.
     *
     * @throws IOException when it is there and cannot be read
     */
    public static FileDigests load(Path file, InstantSource clock) throws IOException {
        try {
            return new FileDigests(clock, file, DigestFile.read(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return empty(clock);
        }
    }

    /**
     * Saves what was asked for since this was made or loaded; paths nobody asked for are forgotten. A file that holds just
     * that already is left alone.
     *
     * @throws IOException when it cannot be written; the old file is then left as it was
     */
    public void save(Path file) throws IOException {
        boolean same = filesRead.get() == 0 && used.size() == remembered.size();
        if (same && file.equals(origin) && Files.exists(file)) {
            return;
        }
        Map<String, Known> known = new TreeMap<>();
        used.forEach((path, one) -> one.ifPresent(value -> known.put(path, value)));
        DigestFile.write(file, known);
    }

    /** How many files were opened so far. */
    public long filesRead() {
        return filesRead.get();
    }

    /**
     * The digest of a file, read only if nothing is known of its present state. May be asked on several threads.
     *
     * @param path the file's path in the context, which it is remembered by
     * @param stamp what the disk told of it a moment ago
     */
    Digested digest(String path, Path root, FileStamp stamp) throws IOException {
        Optional<Known> asked = used.get(path);
        Known known = asked == null ? remembered.get(path) : asked.orElse(null);
        if (known != null && known.isTrueFor(stamp)) {
            if (asked == null) {
                used.put(path, Optional.of(known));
            }
            return new Digested(known.size(), known.sha256());
        }
        Path file = root.resolve(path);
        Instant before = clock.instant();
        filesRead.incrementAndGet();
        Digested digested = FileContent.read(file);
        boolean still = stamp.isAsIn(disk.stamp(file)) && stamp.size() == digested.size();
        used.put(
                path,
                still && isSettled(stamp, before)
                        ? Optional.of(new Known(
                                stamp.size(), stamp.modified(), stamp.changed(), stamp.inode(), digested.sha256()))
                        : Optional.empty());
        return digested;
    }

    private static boolean isSettled(FileStamp stamp, Instant now) {
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return Math.max(stamp.modified(), stamp.changed()) < nanos - RACY_NANOS;
    }

    /** The digest of some bytes, 64 hex digits. */
    public static String sha256(byte[] bytes) {
        return HexDigest.of(FileContent.sha256().digest(bytes));
    }
}
