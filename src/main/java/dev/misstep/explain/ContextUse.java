package dev.misstep.explain;

import dev.misstep.context.ContextEntry;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a build context holds, and which instruction takes what of it.
 *
 * @param all all that its ignore file leaves in it
 * @param unused what no instruction of a stage that is built takes
 * @param directories how many there are
 * @param links how many there are
 * @param selections in the order of the Dockerfile; an instruction that takes nothing from the context is not among them
 * @param commits how many commits were looked at for what changes often; {@code null} where there is no history
 * @param open lines of instructions of which it cannot be told what they take
 */
public record ContextUse(
        Amount all,
        Amount unused,
        int directories,
        int links,
        List<Selection> selections,
        @Nullable Integer commits,
        List<Integer> open) {
    public ContextUse {
        selections = List.copyOf(selections);
        open = List.copyOf(open);
    }

    /** Some files and what they hold in bytes. */
    public record Amount(int files, long bytes) {}

    /**
     * What one instruction takes.
     *
     * @param paths of the context, of files, directories and links
     * @param changed how often that changed; {@code null} where there is no history
     */
    public record Selection(
            int line,
            String stage,
            String text,
            Set<String> paths,
            Amount amount,
            @Nullable ChangeFrequency changed) {
        public Selection {
            paths = Set.copyOf(paths);
        }
    }

    /**
     * Looks at a context with the eyes of a Dockerfile.
     *
     * @param snapshot its digests are not looked at
     * @param commits the paths that each of the last commits changed; {@code null} where there is no history
     */
    public static ContextUse of(DockerfileFacts facts, Snapshot snapshot, @Nullable List<Set<String>> commits) {
        List<Selection> selections = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        Set<String> used = new TreeSet<>();
        for (Stage stage : facts.stages()) {
            for (Instruction instruction : facts.arguments().carriedOut(stage)) {
                CopySelection selection = facts.selection(stage, instruction);
                if (selection == null) {
                    open.add(instruction.line());
                } else if (selection.fromContext()) {
                    Set<String> paths = SelectedChanges.selected(selection, facts.classic(), snapshot)
                            .paths();
                    used.addAll(paths);
                    selections.add(new Selection(
                            instruction.line(),
                            stage.displayName(),
                            instruction.text(),
                            paths,
                            amount(paths, snapshot),
                            commits == null ? null : ChangeFrequency.of(selection, commits)));
                }
            }
        }
        Set<String> unused = new TreeSet<>(snapshot.entries().keySet());
        unused.removeAll(used);
        return new ContextUse(
                amount(snapshot.entries().keySet(), snapshot),
                amount(unused, snapshot),
                count(snapshot, ContextEntry.Kind.DIRECTORY),
                count(snapshot, ContextEntry.Kind.SYMLINK),
                selections,
                commits == null ? null : commits.size(),
                open);
    }

    private static Amount amount(Collection<String> paths, Snapshot snapshot) {
        int files = 0;
        long bytes = 0;
        for (String path : paths) {
            SnapshotEntry entry = snapshot.entries().get(path);
            if (entry != null && entry.kind() == ContextEntry.Kind.FILE) {
                files++;
                bytes += entry.size();
            }
        }
        return new Amount(files, bytes);
    }

    private static int count(Snapshot snapshot, ContextEntry.Kind kind) {
        return (int) snapshot.entries().values().stream()
                .filter(entry -> entry.kind() == kind)
                .count();
    }
}
