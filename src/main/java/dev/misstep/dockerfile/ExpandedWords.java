package dev.misstep.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of an instruction in which the builder replaces variables (instructions/commands.go, Expand). */
final class ExpandedWords {
    private static final Set<String> ARGUMENTS =
            Set.of("COPY", "ADD", "WORKDIR", "USER", "ENV", "LABEL", "EXPOSE", "STOPSIGNAL", "VOLUME", "ARG");

    private ExpandedWords() {}

    static List<String> of(Instruction instruction) {
        List<String> words = new ArrayList<>();
        if (ARGUMENTS.contains(instruction.keyword())) {
            words.addAll(instruction.arguments());
        }
        for (String flag : List.of("chown", "chmod", "checksum")) {
            words.addAll(instruction.flagValues(flag));
        }
        words.addAll(instruction.flagValues("mount"));
        if (!instruction.keyword().equals("RUN")) {
            instruction.heredocs().stream()
                    .filter(Heredoc::expand)
                    .map(Heredoc::text)
                    .forEach(words::add);
        }
        return words;
    }
}
