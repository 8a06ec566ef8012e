package dev.misstep.explain;

import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.CopiedTree;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.SelectedPaths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Steps that take what a tree of git does not have: something made before the build, a submodule's, or what a variable of an
 * image names. Whether that changed from one commit to the next is in none of them.
 */
final class UntrackedSources {
    private UntrackedSources() {}

    /** The ids of such steps. */
    static Set<String> of(BuildInputs inputs, Snapshot tree, boolean classic) {
        Set<String> untracked = new TreeSet<>();
        Map<CopySelection, Boolean> known = new HashMap<>();
        inputs.steps().forEach((id, source) -> {
            boolean elsewhere = !source.others().isEmpty(); // another context, of which no commit tells
            CopySelection selection = source.selection();
            if (elsewhere
                    || selection == null
                    || known.computeIfAbsent(selection, some -> isUntracked(some, tree, classic))) {
                untracked.add(id);
            }
        });
        return untracked;
    }

    private static boolean isUntracked(CopySelection selection, Snapshot tree, boolean classic) {
        if (!selection.fromContext()) {
            return false;
        }
        List<List<CopiedTree>> trees = selection.trees(SelectedChanges.tree(tree));
        if (trees != null) {
            return trees.stream().allMatch(List::isEmpty);
        }
        SelectedPaths selected = SelectedChanges.selected(selection, classic, tree);
        return !selected.missing().isEmpty()
                || (selected.whole().isEmpty() && selected.single().isEmpty());
    }
}
