package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.ShortHash;
import dev.misstep.build.Vertex;
import dev.misstep.context.GitLimits;
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
    private final boolean argumentsKnown;
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
        this(dockerfile, given, platform, target, builder, true);
    }

    /** Of builds whose arguments nobody knows, not even which were given: what depends on one is not told. */
    static DockerfileFacts withoutArguments(Dockerfile dockerfile, BuilderKind builder) {
        return new DockerfileFacts(dockerfile, Map.of(), Map.of(), null, builder, false);
    }

    private DockerfileFacts(
            Dockerfile dockerfile,
            Map<String, String> given,
            Map<String, String> platform,
            @Nullable String target,
            BuilderKind builder,
            boolean argumentsKnown) {
        this.argumentsKnown = argumentsKnown;
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
        return inputs(locate(build), snapshot, noCache, null);
    }

    /**
     * What went into steps.
     *
     * @param located the instruction of each, by vertex id
     * @param git see {@link BuildInputs#git()}
     */
    BuildInputs inputs(Map<String, Instruction> located, Snapshot snapshot, boolean noCache, @Nullable GitLimits git) {
        Map<String, BuildInputs.StepSource> steps = new HashMap<>();
        Map<String, String> written = new HashMap<>();
        Map<String, List<SeenArgument>> seen = new HashMap<>();
        Map<String, List<SeenSetting>> settings = new HashMap<>();
        located.forEach((id, instruction) -> {
            Stage stage = stageOf.get(instruction);
            if (stage != null) {
                steps.put(id, new BuildInputs.StepSource(instruction, selection(stage, instruction)));
                written.put(id, ShortHash.of(instruction.meaning()));
                if (argumentsKnown) {
                    seen.put(
                            id,
                            seen(arguments.argumentsSeenBy(stage, instruction).values()));
                }
                if (argumentsKnown || !settingsDepend(stage, instruction)) {
                    settings.put(id, settings(stage, instruction));
                }
            }
        });
        return new BuildInputs(snapshot, steps, written, seen, settings, noCache, git);
    }

    /** Whether a build argument may decide what the instructions above one set for it. */
    private boolean settingsDepend(Stage stage, Instruction instruction) {
        return arguments.settingsSeenBy(stage, instruction).stream()
                .anyMatch(setting -> !setting.arguments().isEmpty());
    }

    /** Where each step of a build stands in the Dockerfile, by vertex id; one that cannot be told is missing. */
    Map<String, Instruction> located(Build build) {
        return locate(build);
    }

    /**
     * Which instruction here is which of another state of the Dockerfile: in the stage of the same name, the same one
     * counted among its equals.
     *
     * @param there the other state
     * @param located instructions of that, by vertex id
     * @return those that are here too
     */
    Map<String, Instruction> counterparts(DockerfileFacts there, Map<String, Instruction> located) {
        Map<String, Instruction> here = new HashMap<>();
        for (Stage stage : dockerfile.stages()) {
            number(stage).forEach((key, instruction) -> here.put(stage.displayName() + "\0" + key, instruction));
        }
        IdentityHashMap<Instruction, String> keys = new IdentityHashMap<>();
        for (Stage stage : there.dockerfile.stages()) {
            number(stage).forEach((key, instruction) -> keys.put(instruction, stage.displayName() + "\0" + key));
        }
        Map<String, Instruction> found = new HashMap<>();
        located.forEach((id, instruction) -> {
            Instruction counterpart = here.get(String.valueOf(keys.get(instruction)));
            if (counterpart != null) {
                found.put(id, counterpart);
            }
        });
        return found;
    }

    private static Map<String, Instruction> number(Stage stage) {
        Map<String, Instruction> numbered = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Instruction instruction : stage.instructions()) {
            String meaning = instruction.meaning();
            int count = counts.merge(meaning, 1, Integer::sum);
            numbered.put(count + "\0" + meaning, instruction);
        }
        return numbered;
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

    /** Those of which the value is known. */
    private Map<String, String> variables(Stage stage, Instruction instruction) {
        Map<String, String> variables = new HashMap<>(arguments.variablesAt(stage, instruction));
        if (!argumentsKnown) {
            variables
                    .keySet()
                    .removeAll(arguments.argumentsSeenBy(stage, instruction).keySet());
            arguments.settingsSeenBy(stage, instruction).stream()
                    .filter(setting -> !setting.arguments().isEmpty())
                    .forEach(setting -> variables.remove(setting.variable()));
        }
        return variables;
    }

    /** {@code null} where a variable the base image may set decides what is selected. */
    private @Nullable CopySelection selection(Stage stage, Instruction instruction) {
        try {
            CopySelection selection = CopySelection.of(
                    instruction,
                    variables(stage, instruction),
                    dockerfile.directives().escape());
            return selection.unknownVariables().isEmpty() ? selection : null;
        } catch (ExpansionException e) {
            return null; // the builder refuses it
        }
    }
}
