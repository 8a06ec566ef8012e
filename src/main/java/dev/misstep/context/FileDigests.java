package dev.misstep.context;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

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
    private final Map<String, Known> remembered;
    private final Map<String, Known> used = new TreeMap<>();
    private long filesRead;

    private FileDigests(InstantSource clock, Map<String, Known> remembered) {
        this.clock = clock;
        this.remembered = remembered;
    }

    /** Remembers nothing yet. */
    public static FileDigests empty(InstantSource clock) {
        return new FileDigests(clock, new TreeMap<>());
    }

    /**
     * What an earlier run saved. A file that is missing, damaged or not ours is as good as none.
     *
     * @throws IOException when it is there and cannot be read
     */
    public static FileDigests load(Path file, InstantSource clock) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new FileDigests(clock, DigestFile.read(in));
        } catch (NoSuchFileException e) {
            return empty(clock);
        }
    }

    /**
     * Saves what was asked for since this was made or loaded; paths nobody asked for are forgotten.
     *
     * @throws IOException when it cannot be written; the old file is then left as it was
     */
    public void save(Path file) throws IOException {
        DigestFile.write(file, used);
    }

    /** How many files were opened so far. */
    public long filesRead() {
        return filesRead;
    }

    /**
     * The digest of a file, read only if nothing is known of its present state.
     *
     * @param key what the file is remembered by: its path in the context
     */
    public Digested digest(String key, Path file) throws IOException {
        FileStamp stamp = disk.stamp(file);
        Known known = used.containsKey(key) ? used.get(key) : remembered.get(key);
        if (known != null && known.isTrueFor(stamp)) {
            used.put(key, known);
            return new Digested(known.size(), known.sha256());
        }
        Instant before = clock.instant();
        filesRead++;
        Digested digested = read(file);
        FileStamp after = disk.stamp(file);
        if (stamp.equals(after) && stamp.size() == digested.size() && isSettled(stamp, before)) {
            used.put(key, new Known(stamp.size(), stamp.modified(), stamp.changed(), stamp.inode(), digested.sha256()));
        } else {
            used.remove(key);
            remembered.remove(key);
        }
        return digested;
    }

    private static boolean isSettled(FileStamp stamp, Instant now) {
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return Math.max(stamp.modified(), stamp.changed()) < nanos - RACY_NANOS;
    }

    private static Digested read(Path file) throws IOException {
        MessageDigest digest = sha256();
        long size = 0;
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                size += n;
            }
        }
        return new Digested(size, HexFormat.of().formatHex(digest.digest()));
    }

    /** The digest of some bytes, 64 hex digits. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
