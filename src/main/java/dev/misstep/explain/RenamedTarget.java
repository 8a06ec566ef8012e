package dev.misstep.explain;

import dev.misstep.build.ShortHash;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a build of another target is one of the same stage, which was called otherwise then. */
public final class RenamedTarget {
    private RenamedTarget() {}

    /**
     * How many instructions of what is built now that build had, word for word. 0 for one that was no build of this: its target
     * is a stage still, or was the last one whatever its name.
     *
     * @param target of the earlier build
     */
    public static int resemblance(DockerfileFacts now, @Nullable String target, Planned earlier) {
        if (target == null || now.hasStage(target)) {
            return 0;
        }
        List<String> left = new ArrayList<>(earlier.steps().inputs().written().values());
        int common = 0;
        for (Stage stage : now.stages()) {
            for (Instruction instruction : stage.instructions()) {
                common += left.remove(ShortHash.of(instruction.meaning())) ? 1 : 0;
            }
        }
        return common;
    }
}
