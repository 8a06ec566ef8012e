package dev.misstep.context;

import dev.misstep.build.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
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

    /**
     * A file's content.
     *
     * @param size the bytes that were hashed
     * @param sha256 64 hex digits
     */
    public record Digested(long size, String sha256) {}

    /**
     * What was read of a file.
     *
     * @param attributes a digest of its extended attributes; {@code null} where it has none
     * @param lasting whether another content of it, or others of these, would show by what the disk tells of it
     */
    record Reading(Digested content, @Nullable String attributes, boolean lasting) {}

    /** The same of a directory, of which nothing but the attributes is read. */
    record AttributesReading(@Nullable String attributes, boolean lasting) {}

    private final InstantSource clock;
    private final Disk disk = new LocalDisk();
    private final @Nullable Path origin;
    private final DigestFile remembered;
    /** What was asked for of that, by the paths of directories. */
    private final Map<String, KnownFolder> loaded = new ConcurrentHashMap<>();
    /** What was found since. */
    private final Map<String, KnownFolder> found = new ConcurrentHashMap<>();

    private final AtomicLong filesRead = new AtomicLong();

    private FileDigests(InstantSource clock, @Nullable Path origin, DigestFile remembered) {
        this.clock = clock;
        this.origin = origin;
        this.remembered = remembered;
    }

    /** Remembers nothing yet. */
    public static FileDigests empty(InstantSource clock) {
        return new FileDigests(clock, null, DigestFile.NONE);
    }

    /**
     * What an earlier run saved. A file that is missing, damaged or not ours is as good as none.
     *
     * @throws IOException when it is there and cannot be read
     */
    public static FileDigests load(Path file, InstantSource clock) throws IOException {
        try {
            return new FileDigests(clock, file, DigestFile.of(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return empty(clock);
        }
    }

    /**
     * Saves what was found since this was made or loaded; directories that nobody came across are forgotten. A file that holds
     * just that already is left alone.
     *
     * @throws IOException when it cannot be written; the old file is then left as it was
     */
    public void save(Path file) throws IOException {
        if (file.equals(origin) && Files.exists(file) && isAsLoaded()) {
            return;
        }
        DigestFile.write(file, new TreeMap<>(found));
    }

    @SuppressWarnings("ReferenceEquality") // what did not change is remembered as it was loaded
    private boolean isAsLoaded() {
        return found.size() == remembered.size()
                && found.entrySet().stream().allMatch(folder -> loaded.get(folder.getKey()) == folder.getValue());
    }

    /** How many files were opened so far. */
    public long filesRead() {
        return filesRead.get();
    }

    /** What is known of a directory by its path in the context. May be asked on several threads. */
    @Nullable
    KnownFolder known(String folder) {
        KnownFolder now = found.get(folder);
        return now != null ? now : loaded.computeIfAbsent(folder, remembered::folder);
    }

    /** Takes a directory's state in place of what was known of it. May be called on several threads. */
    void remember(String path, KnownFolder folder) {
        found.put(path, folder);
    }

    /**
     * Reads a file. May be called on several threads.
     *
     * @param stamp what the disk told of it a moment ago
     */
    Reading read(Path file, FileStamp stamp, ExtendedAttributes attributes) throws IOException {
        Instant before = clock.instant();
        filesRead.incrementAndGet();
        Digested digested = FileContent.read(file);
        String attached = attributes.digest(file);
        boolean still = stamp.isAsIn(disk.stamp(file)) && stamp.size() == digested.size();
        return new Reading(digested, attached, still && isSettled(stamp, before));
    }

    /** Reads the attributes of a directory, as {@link #read} does a file. */
    AttributesReading readAttributes(Path directory, FileStamp stamp, ExtendedAttributes attributes) {
        Instant before = clock.instant();
        String attached = attributes.digest(directory);
        try {
            return new AttributesReading(attached, stamp.isAsIn(disk.stamp(directory)) && isSettled(stamp, before));
        } catch (IOException e) { // it went away since the walk, as it also may just after
            return new AttributesReading(attached, false);
        }
    }

    private static boolean isSettled(FileStamp stamp, Instant now) {
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return Math.max(stamp.modified(), stamp.changed()) < nanos - RACY_NANOS;
    }

    /** The digest of some bytes, 64 hex digits. */
    public static String sha256(byte[] bytes) {
        return HexDigest.of(Sha256.begin().digest(bytes));
    }
}
