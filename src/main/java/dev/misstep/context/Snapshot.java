package dev.misstep.context;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A build context at one moment, as a builder hashes it.
 *
 * @param entries by path relative to the context, with {@code /}; sorted
 */
public record Snapshot(SortedMap<String, SnapshotEntry> entries) {
    /** A context that holds nothing. */
    public static final Snapshot EMPTY = new Snapshot(new TreeMap<>());

    public Snapshot {
        entries = Collections.unmodifiableNavigableMap(new TreeMap<>(entries));
    }

    /** The paths of all entries, sorted: a view, not a copy. */
    public SortedSet<String> paths() {
        return entries instanceof NavigableMap<String, SnapshotEntry> sorted
                ? sorted.navigableKeySet()
                : new TreeSet<>(entries.keySet());
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
        if (entries == earlier.entries) {
            return List.of();
        }
        List<FileChange> changes = new ArrayList<>();
        Iterator<Map.Entry<String, SnapshotEntry>> befores =
                earlier.entries.entrySet().iterator();
        Iterator<Map.Entry<String, SnapshotEntry>> afters = entries.entrySet().iterator();
        Map.Entry<String, SnapshotEntry> before = next(befores);
        Map.Entry<String, SnapshotEntry> after = next(afters);
        while (before != null || after != null) {
            int order =
                    before == null ? 1 : after == null ? -1 : before.getKey().compareTo(after.getKey());
            if (before != null && order < 0) {
                changes.add(new FileChange(before.getKey(), Change.REMOVED));
            } else if (after != null && order > 0) {
                changes.add(new FileChange(after.getKey(), Change.ADDED));
            } else if (before != null && after != null) {
                String path = after.getKey();
                after.getValue()
                        .since(before.getValue())
                        .ifPresent(change -> changes.add(new FileChange(path, change)));
            }
            before = order <= 0 ? next(befores) : before;
            after = order >= 0 ? next(afters) : after;
        }
        return List.copyOf(changes);
    }

    private static Map.@Nullable Entry<String, SnapshotEntry> next(Iterator<Map.Entry<String, SnapshotEntry>> entries) {
        return entries.hasNext() ? entries.next() : null;
    }
}
