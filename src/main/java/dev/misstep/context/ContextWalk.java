package dev.misstep.context;

import dev.misstep.build.PathPatterns;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a context as the builder's client does (tonistiigi/fsutil, filter.go): directory by directory in the order
 * of names, never through a link, skipping what the rules skip. An excluded directory is told of as soon as something
 * below it is taken back. Opens no file; one bad path is told and passed by.
 */
public final class ContextWalk {
    private final Disk disk;
    private final Path root;
    private final IgnoreRules rules;
    private final Consumer<ContextEntry> entries;
    private final Consumer<ContextProblem> problems;
    /** Excluded directories above the current path that have not been told yet, the outermost first. */
    private final Deque<ContextEntry> untold = new ArrayDeque<>();

    private ContextWalk(
            Disk disk,
            Path root,
            IgnoreRules rules,
            Consumer<ContextEntry> entries,
            Consumer<ContextProblem> problems) {
        this.disk = disk;
        this.root = root;
        this.rules = rules;
        this.entries = entries;
        this.problems = problems;
    }

    /** Walks a directory and hands over each entry and each problem as it is found. */
    public static void walk(
            Path root, IgnoreRules rules, Consumer<ContextEntry> entries, Consumer<ContextProblem> problems) {
        walk(new LocalDisk(), root, rules, entries, problems);
    }

    static void walk(
            Disk disk,
            Path root,
            IgnoreRules rules,
            Consumer<ContextEntry> entries,
            Consumer<ContextProblem> problems) {
        new ContextWalk(disk, root, rules, entries, problems).directory(root, "", null, false);
    }

    private record Child(Path path, String name, String relative) {}

    private void directory(Path directory, String relative, PathPatterns.@Nullable Match parent, boolean excluded) {
        List<Path> paths;
        try {
            paths = disk.list(directory);
        } catch (IOException e) {
            // fsutil passes an excluded directory that it may not open
            if (!excluded) {
                problem(relative.isEmpty() ? "." : relative, e);
            }
            return;
        }
        List<Child> children = new ArrayList<>(paths.size());
        for (Path path : paths) {
            child(path, relative).ifPresentOrElse(children::add, () -> badName(path, relative));
        }
        children.sort(Comparator.comparing(Child::name));
        for (Child child : children) {
            visit(child, parent);
        }
    }

    private Optional<Child> child(Path path, String parent) {
        String name = FileName.of(path);
        String relative = parent.isEmpty() ? name : parent + "/" + name;
        try {
            boolean usable = !name.contains("\uFFFD") && root.resolve(relative).equals(path);
            return usable ? Optional.of(new Child(path, name, relative)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void badName(Path path, String parent) {
        String name = FileName.of(path);
        String relative = parent.isEmpty() ? name : parent + "/" + name;
        if (!rules.excludes(relative)) {
            problems.accept(new ContextProblem(
                    relative,
                    ContextProblem.Kind.NAME,
                    "its name is not valid UTF-8, or Java runs under a locale that cannot write it (LC_ALL=C.UTF-8)"));
        }
    }

    private void visit(Child child, PathPatterns.@Nullable Match parent) {
        PathPatterns.Match match = rules.match(child.relative, parent);
        FileStamp stamp;
        try {
            stamp = disk.stamp(child.path);
        } catch (IOException e) {
            if (!match.matched()) {
                problem(child.relative, e);
            }
            return;
        }
        boolean isDirectory = stamp.kind() == ContextEntry.Kind.DIRECTORY;
        if (match.matched() && (!isDirectory || rules.skipsBelow(child.relative))) {
            return;
        }
        ContextEntry entry = match.matched() ? plain(child, stamp) : read(child, stamp);
        if (entry == null) {
            return;
        }
        if (match.matched()) {
            untold.addLast(entry);
        } else {
            untold.forEach(entries);
            untold.clear();
            entries.accept(entry);
        }
        if (isDirectory) {
            directory(child.path, child.relative, match, match.matched());
            // still there: nothing below it was taken back
            untold.removeIf(waiting -> waiting.path().equals(child.relative));
        }
    }

    private static ContextEntry plain(Child child, FileStamp stamp) {
        return new ContextEntry(
                child.relative,
                stamp.kind(),
                stamp.mode(),
                stamp.kind() == ContextEntry.Kind.FILE ? stamp.size() : 0,
                null);
    }

    private @Nullable ContextEntry read(Child child, FileStamp stamp) {
        if (stamp.kind() == ContextEntry.Kind.SYMLINK) {
            return link(child, stamp);
        }
        if (stamp.kind() == ContextEntry.Kind.FILE && !disk.readable(child.path)) {
            problems.accept(
                    new ContextProblem(child.relative, ContextProblem.Kind.UNREADABLE, "this user may not read it"));
        }
        return plain(child, stamp);
    }

    private @Nullable ContextEntry link(Child child, FileStamp stamp) {
        try {
            String target = disk.linkTarget(child.path);
            if (!disk.leadsSomewhere(child.path)) {
                problems.accept(new ContextProblem(
                        child.relative, ContextProblem.Kind.DANGLING_LINK, "it points to nothing: " + target));
            }
            return new ContextEntry(child.relative, stamp.kind(), stamp.mode(), 0, target);
        } catch (IOException e) {
            problem(child.relative, e);
            return null;
        }
    }

    private void problem(String relative, IOException e) {
        boolean gone = e instanceof NoSuchFileException || e instanceof NotDirectoryException;
        problems.accept(new ContextProblem(
                relative, gone ? ContextProblem.Kind.VANISHED : ContextProblem.Kind.UNREADABLE, IoSentence.of(e)));
    }
}
