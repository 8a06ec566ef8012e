package dev.misstep.context;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A build context at one moment, as a builder hashes it.
 *
 * @param entries by path relative to the context, with {@code /}; sorted
 */
public record Snapshot(SortedMap<String, SnapshotEntry> entries) {
    /** A context that holds nothing. */
    public static final Snapshot EMPTY = new Snapshot(new TreeMap<>());

    public Snapshot {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** Makes one of entries in any order. */
    public static Snapshot of(Map<String, SnapshotEntry> entries) {
        return new Snapshot(new TreeMap<>(entries));
    }

    /** The same with a file more, or with another content of it. */
    public Snapshot with(String path, int mode, byte[] content) {
        SortedMap<String, SnapshotEntry> more = new TreeMap<>(entries);
        more.put(
                path,
                new SnapshotEntry(ContextEntry.Kind.FILE, mode, content.length, FileDigests.sha256(content), null));
        return new Snapshot(more);
    }

    /** What differs from an earlier state, sorted by path. */
    public List<FileChange> changesFrom(Snapshot earlier) {
        TreeSet<String> paths = new TreeSet<>(entries.keySet());
        paths.addAll(earlier.entries.keySet());
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            SnapshotEntry before = earlier.entries.get(path);
            SnapshotEntry after = entries.get(path);
            if (before == null) {
                changes.add(new FileChange(path, Change.ADDED));
            } else if (after == null) {
                changes.add(new FileChange(path, Change.REMOVED));
            } else {
                after.since(before).ifPresent(change -> changes.add(new FileChange(path, change)));
            }
        }
        return List.copyOf(changes);
    }
}
