package dev.misstep.explain;

import dev.misstep.build.Vertex;
import dev.misstep.context.FileChange;
import dev.misstep.context.GitLimits;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.Instruction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files a step selects from the context, and what happened to them. */
final class ChangedFiles {
    private ChangedFiles() {}

    /**
     * The changes that made a step miss; {@code null} where there are none, or not enough is known to tell.
     *
     * @param classic whether the classic builder says what is selected
     */
    static @Nullable Reason of(Vertex step, BuildInputs now, BuildInputs then, boolean classic) {
        BuildInputs.StepSource source = now.steps().get(step.id());
        Snapshot after = now.snapshot();
        Snapshot before = then.snapshot();
        if (source == null || source.selection() == null || after == null || before == null) {
            return null;
        }
        List<FileChange> files = SelectedChanges.of(source.selection(), classic, before, after).stream()
                .filter(change -> !isHidden(change, now.git()) && !isHidden(change, then.git()))
                .toList();
        if (files.isEmpty()) {
            return null;
        }
        boolean proven = files.stream().allMatch(change -> isProven(change, now.git()) && isProven(change, then.git()));
        Instruction instruction = source.instruction();
        String what = files.size() == 1 ? files.get(0).path() + " changed" : files.size() + " files changed";
        String detail = what + ", and " + instruction.keyword() + " on line " + instruction.line() + " selects "
                + (files.size() == 1 ? "it." : "them.");
        return new Reason(Cause.CONTEXT_FILES, proven ? Certainty.PROVEN : Certainty.LIKELY, files, null, null, detail);
    }

    private static boolean isHidden(FileChange change, @Nullable GitLimits git) {
        return git != null && git.hides(change.path());
    }

    private static boolean isProven(FileChange change, @Nullable GitLimits git) {
        return git == null || git.proves(change);
    }
}
