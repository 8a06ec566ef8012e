package dev.misstep.explain;

import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.dockerfile.ContextTree;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.SelectedPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The changes of a context that one instruction selects: the only ones that can have made it miss. */
final class SelectedChanges {
    private SelectedChanges() {}

    /**
     * Sorted by path; a directory that came or went with what is in it is not listed beside that.
     *
     * @param changes all that changed between the two
     */
    static List<FileChange> of(
            CopySelection selection, boolean classic, Snapshot before, Snapshot after, List<FileChange> changes) {
        if (changes.isEmpty()) {
            return changes;
        }
        if (selection.isByName() && !before.hasLinks() && !after.hasLinks()) {
            return withoutImplied(changes.stream()
                    .filter(change -> selection.selects(change.path()))
                    .toList());
        }
        SelectedPaths earlier = selected(selection, classic, before);
        SelectedPaths later = selected(selection, classic, after);
        List<FileChange> relevant = new ArrayList<>();
        for (FileChange change : changes) {
            boolean selected = earlier.contains(change.path()) || later.contains(change.path());
            if (selected && !(classic && leadsWhereItDid(change.path(), before, after))) {
                relevant.add(change);
            }
        }
        return withoutImplied(relevant);
    }

    private static boolean leadsWhereItDid(String path, Snapshot before, Snapshot after) {
        return isLink(path, before)
                && isLink(path, after)
                && CopySelection.followedInClassic(tree(before), path)
                        .equals(CopySelection.followedInClassic(tree(after), path));
    }

    private static boolean isLink(String path, Snapshot snapshot) {
        SnapshotEntry entry = snapshot.entry(path);
        return entry != null && entry.linkTarget() != null;
    }

    /** What an instruction selects. */
    static SelectedPaths selected(CopySelection selection, boolean classic, Snapshot snapshot) {
        ContextTree tree = tree(snapshot);
        return classic ? selection.inClassic(tree) : selection.in(tree);
    }

    private static List<FileChange> withoutImplied(List<FileChange> changes) {
        List<FileChange> kept = new ArrayList<>();
        TreeSet<String> paths = new TreeSet<>();
        changes.forEach(change -> paths.add(change.path()));
        for (FileChange change : changes) {
            String inside = change.path() + "/";
            String next = paths.ceiling(inside);
            boolean implied = next != null
                    && next.startsWith(inside)
                    && (change.change() == Change.ADDED || change.change() == Change.REMOVED);
            if (!implied) {
                kept.add(change);
            }
        }
        return List.copyOf(kept);
    }

    static ContextTree tree(Snapshot snapshot) {
        return new ContextTree() {
            @Override
            public SortedSet<String> paths() {
                return snapshot.paths();
            }

            @Override
            public List<String> namesIn(String directory) {
                return snapshot.namesIn(directory);
            }

            @Override
            public boolean contains(String path) {
                return snapshot.entry(path) != null;
            }

            @Override
            public @Nullable String linkTarget(String path) {
                SnapshotEntry entry = snapshot.entry(path);
                return entry == null ? null : entry.linkTarget();
            }
        };
    }
}
