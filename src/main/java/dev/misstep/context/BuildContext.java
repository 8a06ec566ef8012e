package dev.misstep.context;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory as the builder is given it.
 *
 * @param root the directory itself
 * @param entries in the order of a walk: by directory, then by name
 * @param stamps what the disk told of each entry, in the same order
 * @param problems what could not be read, and links to nothing
 */
public record BuildContext(
        Path root,
        IgnoreRules rules,
        List<ContextEntry> entries,
        List<FileStamp> stamps,
        List<ContextProblem> problems) {
    /** So many entries are taken at a time: few, for one of them may be large. */
    private static final int STRETCH = 32;

    public BuildContext {
        entries = List.copyOf(entries);
        stamps = List.copyOf(stamps);
        problems = List.copyOf(problems);
        if (entries.size() != stamps.size()) {
            throw new IllegalArgumentException("not one stamp for each entry");
        }
    }

    /** Walks a directory. Opens no file, and tells of a missing directory as of any other problem. */
    public static BuildContext read(Path root, IgnoreRules rules) {
        return new ContextWalk(new LocalDisk(), root, rules).context();
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
     * What the builder hashes. Files are read on all processors; of one that changed since the walk, what it holds now.
     *
     * @param digests remembers what need not be read again
     * @param overlay content the builder sees in place of a file's own
     * @param problems told of each file that cannot be read, which then has no digest; in the order of the entries
     */
    public Snapshot snapshot(FileDigests digests, Overlay overlay, Consumer<ContextProblem> problems) {
        SnapshotEntry[] hashed = new SnapshotEntry[entries.size()];
        @Nullable ContextProblem[] unreadable = new ContextProblem[entries.size()];
        AtomicInteger next = new AtomicInteger();
        Runnable reader = () -> {
            for (int from = next.getAndAdd(STRETCH); from < hashed.length; from = next.getAndAdd(STRETCH)) {
                for (int i = from; i < Math.min(from + STRETCH, hashed.length); i++) {
                    try {
                        hashed[i] = hashed(i, digests, overlay);
                    } catch (IOException e) {
                        ContextEntry entry = entries.get(i);
                        hashed[i] = new SnapshotEntry(entry.kind(), entry.mode(), entry.size(), null, null);
                        unreadable[i] =
                                new ContextProblem(entry.path(), ContextProblem.Kind.UNREADABLE, IoSentence.of(e));
                    }
                }
            }
        };
        List<ForkJoinTask<?>> readers = new ArrayList<>();
        for (int i = 0; i <= ForkJoinPool.commonPool().getParallelism(); i++) {
            readers.add(ForkJoinTask.adapt(reader));
        }
        ForkJoinTask.invokeAll(readers);
        TreeMap<String, SnapshotEntry> snapshot = new TreeMap<>();
        for (int i = 0; i < hashed.length; i++) {
            snapshot.put(entries.get(i).path(), hashed[i]);
            ContextProblem problem = unreadable[i];
            if (problem != null) {
                problems.accept(problem);
            }
        }
        return new Snapshot(snapshot);
    }

    private SnapshotEntry hashed(int index, FileDigests digests, Overlay overlay) throws IOException {
        ContextEntry entry = entries.get(index);
        if (entry.kind() != ContextEntry.Kind.FILE) {
            return new SnapshotEntry(entry.kind(), entry.mode(), 0, null, entry.linkTarget());
        }
        byte @Nullable [] replaced = overlay.contentOf(entry.path()).orElse(null);
        if (replaced != null) {
            return new SnapshotEntry(entry.kind(), entry.mode(), replaced.length, FileDigests.sha256(replaced), null);
        }
        FileDigests.Digested digested = digests.digest(entry.path(), root, stamps.get(index));
        return new SnapshotEntry(entry.kind(), entry.mode(), digested.size(), digested.sha256(), null);
    }
}
