package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.ShortHash;
import dev.misstep.build.Vertex;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.BuildArguments;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.DeclaredArg;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.ExpansionException;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import dev.misstep.dockerfile.StageGraph;
import dev.misstep.dockerfile.StepLines;
import dev.misstep.engine.BuilderKind;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.SeenArgument;
import dev.misstep.explain.SeenSetting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What a Dockerfile tells about the steps of a build that was made from it. */
final class DockerfileFacts {
    private final Dockerfile dockerfile;
    private final BuildArguments arguments;
    private final MaskedNames masked;
    private final StageGraph graph;
    private final BuilderKind builder;
    private final @Nullable String target;
    private final IdentityHashMap<Instruction, Stage> stageOf = new IdentityHashMap<>();

    /**
     * @param given build arguments by name
     * @param platform what the builder sets by itself
     * @param target the stage built, or {@code null} for the last
     */
    DockerfileFacts(
            Dockerfile dockerfile,
            Map<String, String> given,
            Map<String, String> platform,
            @Nullable String target,
            BuilderKind builder) {
        this.dockerfile = dockerfile;
        this.arguments = new BuildArguments(dockerfile, given, platform);
        this.masked = new MaskedNames(dockerfile, given, platform);
        this.graph = new StageGraph(dockerfile, arguments, Set.of());
        this.builder = builder;
        this.target = target;
        for (Stage stage : dockerfile.stages()) {
            stage.instructions().forEach(instruction -> stageOf.put(instruction, stage));
        }
    }

    /** The images the builder will ask for. */
    SortedSet<String> images() {
        return builder == BuilderKind.CLASSIC ? graph.imagesOfClassic(target) : graph.images(target);
    }

    /** The instruction that selects a path of the context in a stage that is built, if there is one. */
    @Nullable
    Instruction selecting(String path) {
        List<Stage> stages =
                builder == BuilderKind.CLASSIC ? graph.reachableByClassic(target) : graph.reachable(target);
        for (Stage stage : stages) {
            for (Instruction instruction : stage.instructions()) {
                CopySelection selection = selection(stage, instruction);
                if (selection != null && selection.selects(path)) {
                    return instruction;
                }
            }
        }
        return null;
    }

    /** The build with the Dockerfile line of each step that can be told for sure. */
    Build withLines(Build build) {
        Map<String, Instruction> lines = locate(build);
        List<Vertex> vertices = new ArrayList<>();
        for (Vertex vertex : build.vertices()) {
            Instruction instruction = lines.get(vertex.id());
            vertices.add(instruction == null ? vertex : vertex.atDockerfileLine(instruction.line()));
        }
        return build.withVertices(vertices);
    }

    /** What went into the build's steps. */
    BuildInputs inputs(Build build, Snapshot snapshot, boolean noCache) {
        Map<String, BuildInputs.StepSource> steps = new HashMap<>();
        Map<String, String> written = new HashMap<>();
        Map<String, List<SeenArgument>> seen = new HashMap<>();
        Map<String, List<SeenSetting>> settings = new HashMap<>();
        locate(build).forEach((id, instruction) -> {
            Stage stage = stageOf.get(instruction);
            if (stage != null) {
                steps.put(id, new BuildInputs.StepSource(instruction, selection(stage, instruction)));
                written.put(id, ShortHash.of(instruction.meaning()));
                seen.put(id, seen(arguments.argumentsSeenBy(stage, instruction).values()));
                settings.put(id, settings(stage, instruction));
            }
        });
        return new BuildInputs(snapshot, steps, written, seen, settings, noCache);
    }

    /** The commands of steps without the values of build arguments, by vertex id, where that can be told for sure. */
    Map<String, String> maskedCommands(Build build) {
        Map<String, Instruction> located = locate(build);
        Map<String, String> commands = new HashMap<>();
        for (Vertex vertex : build.vertices()) {
            Instruction instruction = located.get(vertex.id());
            Stage stage = instruction == null ? null : stageOf.get(instruction);
            if (instruction != null && stage != null && vertex.step()) {
                masked.of(stage, instruction, vertex.name().command())
                        .ifPresent(command -> commands.put(vertex.id(), command));
            }
        }
        return commands;
    }

    private Map<String, Instruction> locate(Build build) {
        return StepLines.locate(dockerfile, build.vertices(), builder == BuilderKind.CLASSIC);
    }

    /** The classic builder has a step for each instruction, so that there nothing is set unseen. */
    private List<SeenSetting> settings(Stage stage, Instruction instruction) {
        if (builder == BuilderKind.CLASSIC) {
            return List.of();
        }
        return arguments.settingsSeenBy(stage, instruction).stream()
                .map(setting -> new SeenSetting(
                        setting.name(),
                        setting.line(),
                        setting.text(),
                        ShortHash.of(setting.value()),
                        seen(setting.arguments())))
                .toList();
    }

    private static List<SeenArgument> seen(Collection<DeclaredArg> arguments) {
        List<SeenArgument> seen = new ArrayList<>();
        for (DeclaredArg argument : arguments) {
            String value = argument.value();
            if (value != null) {
                seen.add(new SeenArgument(argument.name(), argument.line(), ShortHash.of(value)));
            }
        }
        return seen;
    }

    /** {@code null} where a variable the base image may set decides what is selected. */
    private @Nullable CopySelection selection(Stage stage, Instruction instruction) {
        try {
            CopySelection selection = CopySelection.of(
                    instruction,
                    arguments.variablesAt(stage, instruction),
                    dockerfile.directives().escape());
            return selection.unknownVariables().isEmpty() ? selection : null;
        } catch (ExpansionException e) {
            return null; // the builder refuses it
        }
    }
}
