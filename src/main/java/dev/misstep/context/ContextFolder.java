package dev.misstep.context;

import dev.misstep.build.PathPatterns;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountedCompleter;
import org.jspecify.annotations.Nullable;

/**
 * One directory of a walk, which is looked into as soon as a processor is free; what lies in a long one is shared out.
 * Complete when everything below it is.
 */
final class ContextFolder extends CountedCompleter<Void> {
    /** So many paths are worth a task of their own. */
    private static final int STRETCH = 256;

    private final transient ContextWalk walk;
    private final transient Path directory;
    private final String relative;
    private final transient PathPatterns.@Nullable Match match;

    private transient List<Child> children = List.of();
    private transient @Nullable Found[] found = new Found[0];
    private final transient List<ContextProblem> problems = new ArrayList<>();

    /**
     * A directory to look into.
     *
     * @param relative its path in the context; empty for the context itself
     * @param match what the rules say of it, or {@code null} for the context itself
     */
    ContextFolder(
            @Nullable CountedCompleter<?> above,
            ContextWalk walk,
            Path directory,
            String relative,
            PathPatterns.@Nullable Match match) {
        super(above);
        this.walk = walk;
        this.directory = directory;
        this.relative = relative;
        this.match = match;
    }

    /**
     * What became of one path.
     *
     * @param entry {@code null} where it is none, for the problem alone
     * @param below what lies in it, for a directory
     * @param excluded whether the entry is one only if something below it is
     */
    private record Found(
            @Nullable ContextEntry entry,
            @Nullable FileStamp stamp,
            @Nullable ContextProblem problem,
            @Nullable ContextFolder below,
            boolean excluded) {}

    private record Child(Path path, String name, String relative) {}

    /** A run of what lies in a directory. */
    private final class Stretch extends CountedCompleter<Void> {
        private final int from;
        private final int to;

        Stretch(int from, int to) {
            super(ContextFolder.this);
            this.from = from;
            this.to = to;
        }

        @Override
        public void compute() {
            look(from, to, this);
            tryComplete();
        }
    }

    @Override
    public void compute() {
        list();
        found = new Found[children.size()];
        int from = 0;
        for (; children.size() - from > STRETCH; from += STRETCH) {
            addToPendingCount(1);
            new Stretch(from, from + STRETCH).fork();
        }
        look(from, children.size(), this);
        tryComplete();
    }

    private void list() {
        List<Path> paths;
        try {
            paths = walk.disk().list(directory);
        } catch (IOException e) {
            // fsutil passes an excluded directory that it may not open
            if (match == null || !match.matched()) {
                problems.add(problem(relative.isEmpty() ? "." : relative, e));
            }
            return;
        }
        children = new ArrayList<>(paths.size());
        for (Path path : paths) {
            String name = FileName.of(path);
            Child child = new Child(path, name, relative.isEmpty() ? name : relative + "/" + name);
            if (isUsable(child)) {
                children.add(child);
            } else if (!walk.rules().excludes(child.relative)) {
                problems.add(
                        new ContextProblem(
                                child.relative,
                                ContextProblem.Kind.NAME,
                                "its name is not valid UTF-8, or Java runs under a locale that cannot write it (LC_ALL=C.UTF-8)"));
            }
        }
        children.sort(Comparator.comparing(Child::name));
        problems.sort(Comparator.comparing(ContextProblem::path));
    }

    private boolean isUsable(Child child) {
        if (isAscii(child.name)) { // which every locale can write
            return true;
        }
        try {
            return !child.name.contains("\uFFFD")
                    && walk.root().resolve(child.relative).equals(child.path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private void look(int from, int to, CountedCompleter<?> task) {
        for (int i = from; i < to; i++) {
            found[i] = look(children.get(i), task);
        }
    }

    private @Nullable Found look(Child child, CountedCompleter<?> task) {
        PathPatterns.Match own = walk.rules().match(child.relative, match);
        FileStamp stamp;
        try {
            stamp = walk.disk().stamp(child.path);
        } catch (IOException e) {
            return own.matched() ? null : new Found(null, null, problem(child.relative, e), null, false);
        }
        boolean isDirectory = stamp.kind() == ContextEntry.Kind.DIRECTORY;
        if (own.matched() && (!isDirectory || walk.rules().skipsBelow(child.relative))) {
            return null;
        }
        if (isDirectory) {
            task.addToPendingCount(1);
            ContextFolder below = new ContextFolder(task, walk, child.path, child.relative, own);
            below.fork();
            return new Found(plain(child, stamp), stamp, null, below, own.matched());
        }
        return stamp.kind() == ContextEntry.Kind.SYMLINK ? link(child, stamp) : file(child, stamp);
    }

    private static ContextEntry plain(Child child, FileStamp stamp) {
        return new ContextEntry(
                child.relative,
                stamp.kind(),
                stamp.mode(),
                stamp.kind() == ContextEntry.Kind.FILE ? stamp.size() : 0,
                null);
    }

    private Found file(Child child, FileStamp stamp) {
        boolean readable = stamp.kind() != ContextEntry.Kind.FILE || walk.disk().readable(child.path, stamp);
        ContextProblem problem = readable
                ? null
                : new ContextProblem(child.relative, ContextProblem.Kind.UNREADABLE, "this user may not read it");
        return new Found(plain(child, stamp), stamp, problem, null, false);
    }

    private Found link(Child child, FileStamp stamp) {
        try {
            String target = walk.disk().linkTarget(child.path);
            ContextProblem problem = walk.disk().leadsSomewhere(child.path)
                    ? null
                    : new ContextProblem(
                            child.relative, ContextProblem.Kind.DANGLING_LINK, "it points to nothing: " + target);
            ContextEntry entry = new ContextEntry(child.relative, stamp.kind(), stamp.mode(), 0, target);
            return new Found(entry, stamp, problem, null, false);
        } catch (IOException e) {
            return new Found(null, null, problem(child.relative, e), null, false);
        }
    }

    private static ContextProblem problem(String relative, IOException e) {
        boolean gone = e instanceof NoSuchFileException || e instanceof NotDirectoryException;
        return new ContextProblem(
                relative, gone ? ContextProblem.Kind.VANISHED : ContextProblem.Kind.UNREADABLE, IoSentence.of(e));
    }

    /** Adds all that was found in it and below, in the order of names. */
    void gather(
            List<ContextEntry> entries, List<FileStamp> stamps, List<WalkedFolder> folders, List<ContextProblem> told) {
        told.addAll(problems);
        List<String> names = new ArrayList<>(found.length);
        List<Integer> places = new ArrayList<>(found.length);
        for (int i = 0; i < found.length; i++) {
            Found one = found[i];
            if (one == null) {
                continue;
            }
            if (one.problem != null) {
                told.add(one.problem);
            }
            int at = entries.size();
            if (one.entry != null && one.stamp != null) {
                entries.add(one.entry);
                stamps.add(one.stamp);
            }
            if (one.below != null) {
                one.below.gather(entries, stamps, folders, told);
                if (one.excluded && entries.size() == at + 1) { // nothing below it was taken back
                    entries.remove(at);
                    stamps.remove(at);
                }
            }
            if (entries.size() > at) {
                names.add(children.get(i).name);
                places.add(at);
            }
        }
        folders.add(new WalkedFolder(relative, names, places));
    }
}
