package dev.misstep.cli;

import dev.misstep.context.ContextEntry;
import dev.misstep.context.FileDigests;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.engine.session.ShownFile;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the context is to the builder when it is shown some files otherwise than they are. */
final class ShownContext {
    private ShownContext() {}

    /** The snapshot as the builder would hash it. */
    static Snapshot of(Snapshot snapshot, Map<String, ShownFile> shown) {
        Map<String, SnapshotEntry> differing = new TreeMap<>();
        Set<String> removed = new TreeSet<>();
        new TreeMap<>(shown).forEach((path, file) -> {
            if (file.removed()) {
                removed.add(path);
            } else {
                show(path, file, snapshot, differing);
            }
        });
        Snapshot with = snapshot.with(differing);
        if (removed.isEmpty()) {
            return with;
        }
        TreeMap<String, SnapshotEntry> left = new TreeMap<>(with.entries());
        left.keySet().removeAll(removed);
        return Snapshot.of(left);
    }

    private static void show(String path, ShownFile file, Snapshot snapshot, Map<String, SnapshotEntry> differing) {
        SnapshotEntry own = snapshot.entry(path);
        byte[] content = file.content();
        SnapshotEntry seen = own;
        if (content != null) {
            int mode = Objects.requireNonNullElse(file.permissions(), own == null ? ShownFile.ADDED_FILE : own.mode());
            String digest = FileDigests.sha256(content);
            String attributes = own == null ? null : own.attributes();
            seen = new SnapshotEntry(ContextEntry.Kind.FILE, mode, content.length, digest, null, attributes);
            addDirectories(path, snapshot, differing);
        } else if (own != null) {
            int mode = Objects.requireNonNullElse(file.permissions(), own.mode());
            seen = new SnapshotEntry(own.kind(), mode, own.size(), own.sha256(), own.linkTarget(), own.attributes());
        }
        if (seen != null && !seen.equals(own)) {
            differing.put(path, seen);
        }
    }

    private static void addDirectories(String path, Snapshot snapshot, Map<String, SnapshotEntry> differing) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String directory = path.substring(0, slash);
            if (snapshot.entry(directory) == null) {
                differing.put(
                        directory,
                        new SnapshotEntry(ContextEntry.Kind.DIRECTORY, ShownFile.ADDED_DIRECTORY, 0, null, null));
            }
        }
    }
}
