package dev.misstep.context;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory as the builder is given it.
 *
 * @param root the directory itself
 * @param entries in the order of a walk: by directory, then by name
 * @param problems what could not be read, and links to nothing
 */
public record BuildContext(Path root, IgnoreRules rules, List<ContextEntry> entries, List<ContextProblem> problems) {
    public BuildContext {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }

    /** Walks a directory. Opens no file, and tells of a missing directory as of any other problem. */
    public static BuildContext read(Path root, IgnoreRules rules) {
        List<ContextEntry> entries = new ArrayList<>();
        List<ContextProblem> problems = new ArrayList<>();
        ContextWalk.walk(root, rules, entries::add, problems::add);
        return new BuildContext(root, rules, entries, problems);
    }

    /** Where an entry lies on the disk. */
    public Path file(ContextEntry entry) {
        return root.resolve(entry.path());
    }

    /** What is there, without digests: no file is opened. */
    public Snapshot outline() {
        TreeMap<String, SnapshotEntry> outline = new TreeMap<>();
        for (ContextEntry entry : entries) {
            outline.put(
                    entry.path(),
                    new SnapshotEntry(entry.kind(), entry.mode(), entry.size(), null, entry.linkTarget()));
        }
        return new Snapshot(outline);
    }

    /** What the builder hashes, problems dropped: they are for {@link #snapshot(FileDigests, Overlay, Consumer)}. */
    public Snapshot snapshot(FileDigests digests, Overlay overlay) {
        return snapshot(digests, overlay, problem -> {});
    }

    /**
     * What the builder hashes.
     *
     * @param digests remembers what need not be read again
     * @param overlay content the builder sees in place of a file's own
     * @param problems told of each file that cannot be read, which then has no digest
     */
    public Snapshot snapshot(FileDigests digests, Overlay overlay, Consumer<ContextProblem> problems) {
        TreeMap<String, SnapshotEntry> snapshot = new TreeMap<>();
        for (ContextEntry entry : entries) {
            byte @Nullable [] replaced = overlay.contentOf(entry.path()).orElse(null);
            if (entry.kind() != ContextEntry.Kind.FILE) {
                snapshot.put(entry.path(), new SnapshotEntry(entry.kind(), entry.mode(), 0, null, entry.linkTarget()));
            } else if (replaced != null) {
                snapshot.put(
                        entry.path(),
                        new SnapshotEntry(
                                entry.kind(), entry.mode(), replaced.length, FileDigests.sha256(replaced), null));
            } else {
                snapshot.put(entry.path(), file(entry, digests, problems));
            }
        }
        return new Snapshot(snapshot);
    }

    private SnapshotEntry file(ContextEntry entry, FileDigests digests, Consumer<ContextProblem> problems) {
        try {
            FileDigests.Digested digested = digests.digest(entry.path(), file(entry));
            return new SnapshotEntry(entry.kind(), entry.mode(), digested.size(), digested.sha256(), null);
        } catch (IOException e) {
            problems.accept(new ContextProblem(entry.path(), ContextProblem.Kind.UNREADABLE, IoSentence.of(e)));
            return new SnapshotEntry(entry.kind(), entry.mode(), entry.size(), null, null);
        }
    }
}
