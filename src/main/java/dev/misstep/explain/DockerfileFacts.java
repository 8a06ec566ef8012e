package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import dev.misstep.context.GitLimits;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.BuildArguments;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.ImageSettings;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.NamedContexts;
import dev.misstep.dockerfile.Stage;
import dev.misstep.dockerfile.StageGraph;
import dev.misstep.dockerfile.StepLines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What a Dockerfile tells about the steps of a build that was made from it. */
public final class DockerfileFacts {
    private final Dockerfile dockerfile;
    private final BuildArguments arguments;
    private final MaskedNames masked;
    private final StageGraph graph;
    private final BuilderRules rules;
    private final @Nullable String target;
    private final StepIngredients ingredients;
    private final IdentityHashMap<Instruction, Stage> stageOf = new IdentityHashMap<>();

    /**
     * Of a build whose arguments are known.
     *
     * @param given build arguments by name
     * @param platform what the builder sets by itself
     * @param target the stage built, or {@code null} for the last
     * @param rules those of the builder
     */
    public DockerfileFacts(
            Dockerfile dockerfile,
            Map<String, String> given,
            Map<String, String> platform,
            @Nullable String target,
            BuilderRules rules) {
        this(dockerfile, given, platform, target, rules, Map.of(), Map.of(), NamedContexts.NONE);
    }

    /**
     * Of a build whose arguments and images are known.
     *
     * @param images by the names the Dockerfile has for them; one that is missing is not known
     * @param settings what they set, by the same names; never kept
     * @param contexts those besides the first
     */
    public DockerfileFacts(
            Dockerfile dockerfile,
            Map<String, String> given,
            Map<String, String> platform,
            @Nullable String target,
            BuilderRules rules,
            Map<String, SeenImage> images,
            Map<String, ImageSettings> settings,
            NamedContexts contexts) {
        this(
                dockerfile,
                new BuildArguments(dockerfile, given, platform, settings, !rules.classic()),
                new MaskedNames(dockerfile, given, platform, settings),
                target,
                rules,
                images,
                contexts,
                true);
    }

    /** Of builds whose arguments nobody knows, not even which were given: what depends on one is not told. */
    public static DockerfileFacts withoutArguments(Dockerfile dockerfile, BuilderRules rules) {
        return new DockerfileFacts(
                dockerfile,
                new BuildArguments(dockerfile, Map.of(), Map.of()),
                new MaskedNames(dockerfile, Map.of(), Map.of(), Map.of()),
                null,
                rules,
                Map.of(),
                NamedContexts.NONE,
                false);
    }

    private DockerfileFacts(
            Dockerfile dockerfile,
            BuildArguments arguments,
            MaskedNames masked,
            @Nullable String target,
            BuilderRules rules,
            Map<String, SeenImage> images,
            NamedContexts contexts,
            boolean argumentsKnown) {
        this.dockerfile = dockerfile;
        this.arguments = arguments;
        this.masked = masked;
        this.graph = new StageGraph(dockerfile, arguments, contexts);
        this.rules = rules;
        this.target = target;
        this.ingredients = new StepIngredients(
                arguments, graph, dockerfile.directives().escape(), rules, argumentsKnown, images, contexts);
        for (Stage stage : dockerfile.stages()) {
            stage.instructions().forEach(instruction -> stageOf.put(instruction, stage));
        }
    }

    /** The images the builder will ask for. */
    public SortedSet<String> images() {
        return rules.classic() ? graph.imagesOfClassic(target) : graph.images(target);
    }

    /** The image that reads the Dockerfile where a registry may have another one under its name by the next build. */
    public Optional<String> remoteFrontend() {
        return Optional.ofNullable(rules.classic() ? null : graph.frontend())
                .filter(name -> !name.contains("@") && !ingredients.knows(name));
    }

    /** The stages that are built, in the order of the file. */
    List<Stage> stages() {
        return rules.classic()
                ? graph.reachableByClassic(target)
                : graph.reachable(target).stream()
                        .filter(stage -> !graph.isContext(stage))
                        .toList();
    }

    /** Whether a target is one of its stages, by its name or its number. */
    boolean hasStage(String target) {
        return dockerfile.hasStage(target);
    }

    /**
     * What steps of a stage bear in their names; {@code null} where there is but one. To BuildKit each image that files are
     * taken from is a stage too (dockerfile2llb/convert.go, unregistered).
     */
    @Nullable
    String nameOf(Stage stage) {
        boolean alone = dockerfile.stages().size() == 1
                && (rules.classic()
                        || stage.instructions().stream()
                                .flatMap(instruction -> graph.sources(instruction).stream())
                                .allMatch(source -> source.stage() != null));
        return alone ? null : stage.displayName();
    }

    /** The number the classic builder gives an instruction; {@code null} for one it does not number. */
    @Nullable
    Integer number(Instruction instruction) {
        int index = dockerfile.instructions().indexOf(instruction);
        return index < 0 ? null : index + 1;
    }

    /** How many instructions there are. */
    int count() {
        return dockerfile.instructions().size();
    }

    StageGraph graph() {
        return graph;
    }

    BuildArguments arguments() {
        return arguments;
    }

    boolean classic() {
        return rules.classic();
    }

    BuilderRules rules() {
        return rules;
    }

    /** What it takes from the context; {@code null} where a variable the base image may set decides that. */
    @Nullable
    CopySelection selection(Stage stage, Instruction instruction) {
        return ingredients.selection(stage, instruction);
    }

    /** An instruction with its variables replaced, but those that are given by the names of what gives them. */
    String maskedText(Stage stage, Instruction instruction) {
        return rules.classic() ? instruction.text() : masked.of(stage, instruction);
    }

    /** The instruction that selects a path of the context in a stage that is built, if there is one. */
    public @Nullable Instruction selecting(String path) {
        for (Stage stage : stages()) {
            for (Instruction instruction : stage.instructions()) {
                CopySelection selection = selection(stage, instruction);
                if (selection != null && selection.selects(path)) {
                    return instruction;
                }
            }
        }
        return null;
    }

    /** Where each step of a build stands in the Dockerfile, by vertex id; one that cannot be told is missing. */
    public Map<String, Instruction> located(Build build) {
        return StepLines.locate(dockerfile, build.vertices(), rules.classic());
    }

    /** The build with the Dockerfile line of each step that is {@link #located}. */
    public static Build withLines(Build build, Map<String, Instruction> lines) {
        List<Vertex> vertices = new ArrayList<>();
        for (Vertex vertex : build.vertices()) {
            Instruction instruction = lines.get(vertex.id());
            vertices.add(instruction == null ? vertex : vertex.atDockerfileLine(instruction.line()));
        }
        return build.withVertices(vertices);
    }

    /**
     * What went into steps.
     *
     * @param located the instruction of each, by vertex id
     * @param git see {@link BuildInputs#git()}
     */
    public BuildInputs inputs(
            Map<String, Instruction> located, Snapshot snapshot, boolean noCache, @Nullable GitLimits git) {
        Map<String, PlacedInstruction> placed = new HashMap<>();
        located.forEach((id, instruction) -> {
            Stage stage = stageOf.get(instruction);
            if (stage != null) {
                placed.put(id, new PlacedInstruction(stage, instruction));
            }
        });
        return ingredients.of(placed, snapshot, noCache, git);
    }

    /** The same of instructions in the stages that carry them out. */
    BuildInputs inputsOf(
            Map<String, PlacedInstruction> placed, Snapshot snapshot, boolean noCache, @Nullable GitLimits git) {
        return ingredients.of(placed, snapshot, noCache, git);
    }

    /**
     * Which instruction here is which of another state of the Dockerfile: in the stage of the same name, the same one
     * counted among its equals.
     *
     * @param there the other state
     * @param located instructions of that, by vertex id
     * @return those that are here too
     */
    public Map<String, Instruction> counterparts(DockerfileFacts there, Map<String, Instruction> located) {
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

    /**
     * The commands of steps without the values of build arguments, by vertex id, where that can be told for sure.
     *
     * @param located where they stand, by vertex id
     */
    public Map<String, String> maskedCommands(Build build, Map<String, Instruction> located) {
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
}
