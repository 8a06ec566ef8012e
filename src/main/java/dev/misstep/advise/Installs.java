package dev.misstep.advise;

import dev.misstep.build.Vertex;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.ExpansionException;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps of a Dockerfile that install what a manifest names. */
public final class Installs {
    private Installs() {}

    /**
     * One of them.
     *
     * @param line of its instruction
     * @param program {@code npm}
     * @param names of its manifests and lock files, without directories
     * @param copied what it, or what stands above it, takes from the context
     */
    public record Install(int line, String program, Set<String> names, List<CopySelection> copied) {
        public Install {
            names = Set.copyOf(names);
            copied = List.copyOf(copied);
        }

        boolean is(Vertex step) {
            return Objects.equals(step.dockerfileLine(), line);
        }

        /** Whether it may read that path as a manifest; one of a workspace lies further down. */
        boolean reads(String path) {
            return names.contains(path.substring(path.lastIndexOf('/') + 1))
                    && copied.stream().anyMatch(selection -> selection.selects(path));
        }
    }

    /** In the order of the file. */
    public static List<Install> of(Dockerfile dockerfile) {
        List<Install> installs = new ArrayList<>();
        for (Stage stage : dockerfile.stages()) {
            for (Instruction instruction : stage.instructions()) {
                if (instruction.keyword().equals("RUN")) {
                    for (ShellCommand command : RunText.of(instruction).commands()) {
                        PackageManager manager = PackageManager.of(command);
                        List<String> manifests = manager == null ? null : manager.manifests(command.words());
                        if (manager != null && manifests != null) {
                            installs.add(new Install(
                                    instruction.line(),
                                    manager.program,
                                    names(manifests),
                                    copied(dockerfile, stage, instruction)));
                        }
                    }
                }
            }
        }
        return List.copyOf(installs);
    }

    private static Set<String> names(List<String> manifests) {
        Set<String> names = new HashSet<>();
        manifests.forEach(manifest -> names.add(manifest.substring(manifest.lastIndexOf('/') + 1)));
        return names;
    }

    private static List<CopySelection> copied(Dockerfile dockerfile, Stage of, Instruction install) {
        List<CopySelection> copied = new ArrayList<>();
        int end = install.line();
        for (Stage stage = of; stage != null; stage = below(dockerfile, stage)) {
            for (Instruction instruction : stage.instructions()) {
                CopySelection selection = instruction.line() <= end ? selection(instruction) : null;
                if (selection != null && selection.fromContext()) {
                    copied.add(selection);
                }
            }
        }
        return copied;
    }

    private static @Nullable Stage below(Dockerfile dockerfile, Stage stage) {
        return dockerfile.stages().stream()
                .filter(other -> other.index() < stage.index() && stage.base().equalsIgnoreCase(other.name()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable CopySelection selection(Instruction instruction) {
        try {
            return CopySelection.of(instruction, Map.of());
        } catch (ExpansionException e) {
            return null; // the builder refuses it
        }
    }
}
