package dev.misstep.engine.session;

import dev.misstep.build.PathPatterns;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a tree in the order the builder wants, and tells what is selected: a directory that is not itself as soon as
 * something below it is (tonistiigi/fsutil, filter.go, hardlinks.go).
 */
final class SyncWalk {
    private final SyncedTree tree;
    private final Selection selection;
    private final Visitor visitor;
    private final Map<Object, String> told = new HashMap<>();
    private final Deque<Visited> parents = new ArrayDeque<>();

    /** Hears of each path. */
    interface Visitor {
        void visit(FileStat stat) throws IOException;
    }

    private static final class Visited {
        private final FileStat stat;
        private boolean told;

        Visited(FileStat stat, boolean told) {
            this.stat = stat;
            this.told = told;
        }
    }

    SyncWalk(SyncedTree tree, Selection selection, Visitor visitor) {
        this.tree = tree;
        this.selection = selection;
        this.visitor = visitor;
    }

    void run() throws IOException {
        walk(tree.list(""), null, null);
    }

    private void walk(
            List<FileStat.Found> children, PathPatterns.@Nullable Match included, PathPatterns.@Nullable Match excluded)
            throws IOException {
        for (FileStat.Found found : children) {
            FileStat stat = found.stat();
            boolean skip = false;
            PathPatterns.Match include = null;
            if (!selection.includes().isEmpty()) {
                include = selection.includes().match(stat.path(), included);
                skip = !include.matched();
                if (skip && stat.isDirectory() && !selection.includes().mayMatchBelow(stat.path())) {
                    continue;
                }
            }
            PathPatterns.Match exclude = null;
            if (!selection.excludes().isEmpty()) {
                exclude = selection.excludes().match(stat.path(), excluded);
                if (exclude.matched()
                        && stat.isDirectory()
                        && !selection.excludes().mayTakeBackBelow(stat.path())) {
                    continue;
                }
                skip |= exclude.matched();
            }
            if (!skip) {
                tellParents();
                tell(found);
            }
            if (stat.isDirectory()) {
                parents.addLast(new Visited(stat, !skip));
                descend(stat, skip, include, exclude);
                parents.removeLast();
            }
        }
    }

    private void descend(
            FileStat directory,
            boolean skipped,
            PathPatterns.@Nullable Match include,
            PathPatterns.@Nullable Match exclude)
            throws IOException {
        List<FileStat.Found> children;
        try {
            children = tree.list(directory.path());
        } catch (AccessDeniedException e) {
            if (skipped) {
                return; // what is not asked for need not be readable
            }
            throw e;
        }
        walk(children, include, exclude);
    }

    private void tellParents() throws IOException {
        for (Iterator<Visited> all = parents.iterator(); all.hasNext(); ) {
            Visited parent = all.next();
            if (!parent.told) {
                parent.told = true;
                visit(withAttributes(parent.stat));
            }
        }
    }

    private void tell(FileStat.Found found) throws IOException {
        FileStat stat = withAttributes(found.stat());
        Object file = found.file();
        if (file != null && !stat.isDirectory() && !stat.isLink()) {
            String earlier = told.putIfAbsent(file, stat.path());
            stat = earlier == null ? stat : stat.linkedTo(earlier);
        }
        visit(stat);
    }

    /** The builder takes only UTF-8; another name in place of it would be a lie. */
    private void visit(FileStat stat) throws IOException {
        if (stat.path().indexOf('\uFFFD') >= 0 || stat.link().indexOf('\uFFFD') >= 0) {
            throw new IOException(stat.path() + ": " + DirectoryTree.UNWRITABLE);
        }
        visitor.visit(stat);
    }

    private FileStat withAttributes(FileStat stat) {
        return new FileStat(
                stat.path(),
                stat.mode(),
                stat.size(),
                stat.modified(),
                stat.link(),
                stat.deviceMajor(),
                stat.deviceMinor(),
                tree.attributes(stat));
    }
}
