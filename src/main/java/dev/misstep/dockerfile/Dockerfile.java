package dev.misstep.dockerfile;

import java.util.ArrayList;
import java.util.List;

/**
 * A Dockerfile, taken apart by BuildKit's rules.
 *
 * @param directives the {@code # syntax=} and its like
 * @param globalArgs the ARGs in front of the first FROM
 * @param stages at least one
 */
public record Dockerfile(Directives directives, List<Instruction> globalArgs, List<Stage> stages) {
    public Dockerfile {
        globalArgs = List.copyOf(globalArgs);
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a Dockerfile without a stage");
        }
    }

    /**
     * Reads a Dockerfile.
     *
     * @throws DockerfileSyntaxException where the builder would refuse it
     */
    public static Dockerfile parse(String text) throws DockerfileSyntaxException {
        return DockerfileParser.parse(text);
    }

    /** Whether a target is one of its stages, by its name or its number. */
    public boolean hasStage(String target) {
        return stages.stream()
                .anyMatch(
                        stage -> target.equalsIgnoreCase(stage.name()) || target.equals(String.valueOf(stage.index())));
    }

    /** Every instruction in order, ARGs in front of the first FROM and the FROMs included. */
    public List<Instruction> instructions() {
        List<Instruction> all = new ArrayList<>(globalArgs);
        for (Stage stage : stages) {
            all.add(stage.from());
            all.addAll(stage.instructions());
        }
        return List.copyOf(all);
    }
}
