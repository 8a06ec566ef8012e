package dev.misstep.explain;

import dev.misstep.dockerfile.BuildArguments;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.Expansion;
import dev.misstep.dockerfile.ExpansionException;
import dev.misstep.dockerfile.ImageSettings;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Step names with the names of build arguments in place of their values: {@code RUN fetch ${TOKEN}}. The builder expands the
 * variables of an instruction to name its step; here they are expanded once more, with each given value replaced by its
 * name. So a value of any length is gone, also one that came by way of an ENV, and an equal word of the Dockerfile stays.
 */
final class MaskedNames {
    private final BuildArguments real;
    private final BuildArguments named;
    private final Expansion expansion;

    /**
     * @param given build arguments by name
     * @param platform what the builder sets by itself
     * @param images what images set, by the names the Dockerfile has for them
     */
    MaskedNames(
            Dockerfile dockerfile,
            Map<String, String> given,
            Map<String, String> platform,
            Map<String, ImageSettings> images) {
        Map<String, String> names = new TreeMap<>();
        // an empty value is no secret, and ${NAME:-default} would read otherwise with a name in its place
        given.forEach((name, value) -> names.put(name, value.isEmpty() ? value : "${" + name + "}"));
        this.real = new BuildArguments(dockerfile, given, platform, images, true);
        this.named = new BuildArguments(dockerfile, names, platform, images, true);
        // as the names are made: quotes, escapes and what nobody set stay (dockerfile2llb/convert.go, processCmdEnv)
        this.expansion = new Expansion(dockerfile.directives().escape(), true, true, true);
    }

    /** The name that the builder will give an instruction, without values; as it is written where that cannot be told. */
    String of(Stage stage, Instruction instruction) {
        try {
            return expansion.expand(instruction.text(), named.variablesAt(stage, instruction));
        } catch (ExpansionException e) {
            return instruction.text();
        }
    }

    /**
     * A step's command without values.
     *
     * @param command as the builder has it
     * @return empty where the builder's own command cannot be had from the instruction, so that nothing is proven
     */
    Optional<String> of(Stage stage, Instruction instruction, String command) {
        String text = instruction.text();
        if (command.equals(text)) {
            return Optional.of(text); // the classic builder expands nothing, BuildKit not what it cannot
        }
        try {
            String expanded = expansion.expand(text, real.variablesAt(stage, instruction));
            return command.equals(expanded)
                    ? Optional.of(expansion.expand(text, named.variablesAt(stage, instruction)))
                    : Optional.empty();
        } catch (ExpansionException e) {
            return Optional.empty();
        }
    }
}
