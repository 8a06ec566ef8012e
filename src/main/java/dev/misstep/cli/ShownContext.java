package dev.misstep.cli;

import dev.misstep.context.ContextEntry;
import dev.misstep.context.FileDigests;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.engine.session.ShownFile;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the context is to the builder when it is shown some files otherwise than they are. */
final class ShownContext {
    private static final int NEW_FILE = 0644;
    private static final int NEW_DIRECTORY = 0755;

    private ShownContext() {}

    /** The snapshot as the builder would hash it. */
    static Snapshot of(Snapshot snapshot, Map<String, ShownFile> shown) {
        TreeMap<String, SnapshotEntry> entries = new TreeMap<>(snapshot.entries());
        new TreeMap<>(shown).forEach((path, file) -> show(path, file, entries));
        return Snapshot.of(entries);
    }

    private static void show(String path, ShownFile file, TreeMap<String, SnapshotEntry> entries) {
        SnapshotEntry own = entries.get(path);
        byte[] content = file.content();
        if (file.removed()) {
            entries.remove(path);
        } else if (content != null) {
            int mode = own == null ? NEW_FILE : own.mode();
            put(path, Objects.requireNonNullElse(file.permissions(), mode), content, entries);
        } else if (own != null) {
            int mode = Objects.requireNonNullElse(file.permissions(), own.mode());
            entries.put(path, new SnapshotEntry(own.kind(), mode, own.size(), own.sha256(), own.linkTarget()));
        }
    }

    private static void put(String path, int mode, byte[] content, TreeMap<String, SnapshotEntry> entries) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            entries.putIfAbsent(
                    path.substring(0, slash),
                    new SnapshotEntry(ContextEntry.Kind.DIRECTORY, NEW_DIRECTORY, 0, null, null));
        }
        entries.put(
                path,
                new SnapshotEntry(ContextEntry.Kind.FILE, mode, content.length, FileDigests.sha256(content), null));
    }
}
