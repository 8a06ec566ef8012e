package dev.misstep.context;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A build context at one moment, as a builder hashes it.
 *
 * @param entries by path relative to the context, with {@code /}; sorted. To ask it for one path costs little, the first to go
 *     through it has it put together
 */
public record Snapshot(SortedMap<String, SnapshotEntry> entries) {
    /** A context that holds nothing. */
    public static final Snapshot EMPTY = new Snapshot(new TreeMap<>());

    public Snapshot {
        entries = FolderedEntries.of(entries);
    }

    /** The paths of all entries, sorted: a view, not a copy. */
    public SortedSet<String> paths() {
        return foldered().all().navigableKeySet();
    }

    /** Makes one of entries in any order. */
    public static Snapshot of(Map<String, SnapshotEntry> entries) {
        return new Snapshot(new TreeMap<>(entries));
    }

    /** Makes one of what lies straight in each directory, by its path; the context's own is empty. */
    public static Snapshot ofFolders(Map<String, ? extends SortedMap<String, SnapshotEntry>> folders) {
        return new Snapshot(FolderedEntries.ofEntries(folders));
    }

    /** Goes through it directory by directory, sorted by path: what lies straight in each, by name. */
    public void forEachFolder(BiConsumer<String, Map<String, SnapshotEntry>> action) {
        foldered().forEachFolder(action);
    }

    /** The same, with directories that are remembered as they are here taken from what remembers them. */
    public Snapshot sharing(FileDigests digests) {
        return new Snapshot(foldered().sharing(digests));
    }

    /** The same with a file more, or with another content of it. */
    public Snapshot with(String path, int mode, byte[] content) {
        SnapshotEntry file =
                new SnapshotEntry(ContextEntry.Kind.FILE, mode, content.length, FileDigests.sha256(content), null);
        return with(Map.of(path, file));
    }

    /** The same with some entries in place of those at their paths, or beside them. */
    public Snapshot with(Map<String, SnapshotEntry> more) {
        return more.isEmpty() ? this : new Snapshot(foldered().with(more));
    }

    /**
     * What lies straight in a directory.
     *
     * @param entries by their names
     * @param digestBelow what {@link Snapshot#digestBelow} is to tell of it: equal for directories below which all is the same.
     *     It is to be compared with no other than those that whoever made it made too
     */
    public record Folder(SortedMap<String, SnapshotEntry> entries, String digestBelow) {}

    /** The same with other content of some directories, by their paths; one that holds nothing is gone. */
    public Snapshot withFolders(Map<String, Folder> folders) {
        return folders.isEmpty() ? this : new Snapshot(foldered().withFolders(folders));
    }

    /** The names of what lies straight in a directory, sorted; none where there is no such. */
    public List<String> namesIn(String directory) {
        return foldered().namesIn(directory);
    }

    /** Whether there is a link in it. */
    public boolean hasLinks() {
        return foldered().hasLinks();
    }

    /** The same to a builder that does not look at extended attributes. */
    public Snapshot withoutAttributes() {
        return with(foldered().withoutAttributes());
    }

    /** What is at a path; {@code null} where nothing is. */
    public @Nullable SnapshotEntry entry(String path) {
        return entries.get(path);
    }

    /**
     * Equal for directories below which a builder finds the same: all paths, and what it hashes of each. Nothing of the directory
     * itself is in it. Empty where something there could not be read.
     *
     * @param directory its path; empty for the whole context
     */
    public Optional<String> digestBelow(String directory) {
        return Optional.ofNullable(foldered().digestBelow(directory));
    }

    /** What differs from an earlier state, sorted by path. */
    public List<FileChange> changesFrom(Snapshot earlier) {
        return entries == earlier.entries ? List.of() : foldered().changesFrom(earlier.foldered());
    }

    private FolderedEntries foldered() {
        return FolderedEntries.of(entries);
    }
}
