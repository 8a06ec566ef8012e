package dev.misstep.explain;

import dev.misstep.build.Vertex;
import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.context.GitLimits;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files a step selects from the context, and what happened to them between two builds. */
final class ChangedFiles {
    private final BuildInputs now;
    private final BuildInputs then;
    private final boolean classic;
    /** All that changed in the context; {@code null} until somebody asks. */
    private @Nullable List<FileChange> changes;

    private final Map<CopySelection, List<FileChange>> selected = new HashMap<>();

    /** @param classic whether the classic builder says what is selected */
    ChangedFiles(BuildInputs now, BuildInputs then, boolean classic) {
        this.now = now;
        this.then = then;
        this.classic = classic;
    }

    /** The changes that made a step miss; {@code null} where there are none, or not enough is known to tell. */
    @Nullable
    Reason of(Vertex step) {
        BuildInputs.StepSource source = now.steps().get(step.id());
        Snapshot after = now.snapshot();
        Snapshot before = then.snapshot();
        if (source == null || source.selection() == null || after == null || before == null) {
            return null;
        }
        List<FileChange> files = selected.get(source.selection());
        if (files == null) {
            files = changes(source.selection(), before, after);
            selected.put(source.selection(), files);
        }
        if (!source.others().isEmpty()) {
            files = new ArrayList<>(files);
            files.addAll(inOthers(source));
        }
        if (files.isEmpty()) {
            return null;
        }
        boolean proven = files.stream().allMatch(change -> isProven(change, now.git()) && isProven(change, then.git()));
        Instruction instruction = source.instruction();
        String detail = what(files) + ", and " + instruction.keyword() + " on line " + instruction.line() + " selects "
                + (files.size() == 1 ? "it." : "them.");
        return new Reason(Cause.CONTEXT_FILES, proven ? Certainty.PROVEN : Certainty.LIKELY, files, null, null, detail);
    }

    private static String what(List<FileChange> files) {
        long attributes = files.stream()
                .filter(file -> file.change() == Change.ATTRIBUTES)
                .count();
        if (files.size() == 1) {
            return files.get(0).path() + (attributes == 0 ? " changed" : " has other extended attributes");
        }
        return files.size() + " files changed"
                + (attributes == 0 ? "" : " (of " + attributes + " the extended attributes)");
    }

    /** Those in other contexts, {@code NAME:path}. */
    private List<FileChange> inOthers(BuildInputs.StepSource source) {
        List<FileChange> files = new ArrayList<>();
        source.others().forEach((name, selection) -> {
            Snapshot after = now.others().get(name);
            Snapshot before = then.others().get(name);
            if (after != null && before != null) {
                SelectedChanges.of(selection, classic, before, after, after.changesFrom(before)).stream()
                        .map(change -> new FileChange(name + ":" + change.path(), change.change()))
                        .forEach(files::add);
            }
        });
        return files;
    }

    private List<FileChange> changes(CopySelection selection, Snapshot before, Snapshot after) {
        if (changes == null) {
            changes = after.changesFrom(before);
        }
        return SelectedChanges.of(selection, classic, before, after, changes).stream()
                .filter(change -> !isHidden(change, now.git()) && !isHidden(change, then.git()))
                .toList();
    }

    private static boolean isHidden(FileChange change, @Nullable GitLimits git) {
        return git != null && git.hides(change.path());
    }

    private static boolean isProven(FileChange change, @Nullable GitLimits git) {
        return git == null || git.proves(change);
    }
}
