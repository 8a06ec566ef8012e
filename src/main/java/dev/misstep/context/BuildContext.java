package dev.misstep.context;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param folders the same, directory by directory
 * @param problems what could not be read, and links to nothing
 */
public record BuildContext(
        Path root,
        IgnoreRules rules,
        List<ContextEntry> entries,
        List<FileStamp> stamps,
        List<WalkedFolder> folders,
        List<ContextProblem> problems) {
    public BuildContext {
        entries = List.copyOf(entries);
        stamps = List.copyOf(stamps);
        folders = List.copyOf(folders);
        problems = List.copyOf(problems);
        if (entries.size() != stamps.size()) {
            throw new IllegalArgumentException("not one stamp for each entry");
        }
    }

    /** Walks a directory. Opens no file, and tells of a missing directory as of any other problem. */
    public static BuildContext read(Path root, IgnoreRules rules) {
        return new ContextWalk(new LocalDisk(), root, rules).context();
    }

    /** Whether it has a path. */
    public boolean has(String path) {
        return entries.stream().anyMatch(entry -> entry.path().equals(path));
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
        List<FolderDigesting> all = new ArrayList<>();
        List<Runnable> work = new ArrayList<>();
        ExtendedAttributes attributes = ExtendedAttributes.in(root);
        for (WalkedFolder folder : folders) {
            FolderDigesting digesting = new FolderDigesting(this, folder, digests, overlay, attributes);
            all.add(digesting);
            for (int i = 0; i < digesting.stretches(); i++) {
                int stretch = i;
                work.add(() -> digesting.run(stretch));
            }
        }
        runAll(work);
        Map<String, SnapshotFolder> made = new HashMap<>();
        @Nullable ContextProblem[] unreadable = new ContextProblem[entries.size()];
        for (int i = 0; i < all.size(); i++) {
            made.put(folders.get(i).path(), all.get(i).result());
            all.get(i).tell(unreadable);
        }
        for (ContextProblem problem : unreadable) {
            if (problem != null) {
                problems.accept(problem);
            }
        }
        return new Snapshot(FolderedEntries.ofFolders(made));
    }

    /** On all processors, each of which takes what is next. */
    private static void runAll(List<Runnable> work) {
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < work.size(); i = next.getAndIncrement()) {
                work.get(i).run();
            }
        };
        List<ForkJoinTask<?>> workers = new ArrayList<>();
        for (int i = 0; i <= ForkJoinPool.commonPool().getParallelism(); i++) {
            workers.add(ForkJoinTask.adapt(worker));
        }
        ForkJoinTask.invokeAll(workers);
    }
}
