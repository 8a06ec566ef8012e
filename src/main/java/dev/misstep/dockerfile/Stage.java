package dev.misstep.dockerfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code FROM} and what follows it.
 *
 * @param index from 0
 * @param name in lower case, or {@code null} for a stage without one
 * @param base as written: an image, a stage, {@code scratch}, or words with variables
 * @param platform of {@code --platform}, as written, or {@code null}
 * @param from the FROM itself
 * @param instructions all but the FROM, in order
 */
public record Stage(
        int index,
        @Nullable String name,
        String base,
        @Nullable String platform,
        Instruction from,
        List<Instruction> instructions) {
    public Stage {
        instructions = List.copyOf(instructions);
    }

    /** What BuildKit calls it in the names of steps: its name, or {@code stage-0}. */
    public String displayName() {
        return name == null ? "stage-" + index : name;
    }
}
