package dev.misstep.explain;

import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.Instruction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went into a build, as far as it is known besides what its log says.
 *
 * @param snapshot the context as the builder saw it, or {@code null}
 * @param instructions the Dockerfile instruction of each step, by vertex id; a step that is missing here is not known
 * @param arguments the build arguments each RUN sees, by vertex id; a step that is missing here is not known
 * @param noCache whether the cache was not to be used
 */
public record BuildInputs(
        @Nullable Snapshot snapshot,
        Map<String, Instruction> instructions,
        Map<String, List<SeenArgument>> arguments,
        boolean noCache) {
    /** Nothing is known but the log. */
    public static final BuildInputs NONE = new BuildInputs(null, Map.of(), Map.of(), false);

    public BuildInputs {
        instructions = Map.copyOf(instructions);
        arguments = Map.copyOf(arguments);
    }
}
