package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.PlatformName;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.BuildArguments;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import dev.misstep.dockerfile.StageGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The steps a build takes by its Dockerfile, before anybody builds it: as a build of which every step runs. A log leaves out
 * what nobody needed, and shows a step that two stages share once; a plan has them all.
 */
final class BuildPlan {
    private static final String SCRATCH = "scratch";

    private final DockerfileFacts facts;
    private final StageGraph graph;
    private final BuildArguments arguments;
    private final Map<String, PlacedInstruction> placed = new LinkedHashMap<>();
    private final List<Vertex> vertices = new ArrayList<>();
    /** By the index of a stage: the vertices that what comes next in it stands on. */
    private final Map<Integer, List<String>> tops = new HashMap<>();

    private final Map<String, List<String>> sources = new HashMap<>();

    BuildPlan(DockerfileFacts facts) {
        this.facts = facts;
        this.graph = facts.graph();
        this.arguments = facts.arguments();
        List<Stage> stages = facts.stages();
        stages.forEach(this::add);
    }

    /** The steps, every one {@link Status#EXECUTED}. */
    Build build() {
        return new Build(
                "plan",
                "plan",
                1,
                0,
                facts.classic() ? Format.CLASSIC : Format.ENGINE,
                "none",
                Clock.NONE,
                null,
                Outcome.SUCCEEDED,
                null,
                null,
                null,
                vertices,
                List.of());
    }

    /** What goes into them. */
    BuildInputs inputs(Snapshot snapshot, Map<String, Snapshot> others, boolean noCache) {
        return facts.inputsOf(placed, snapshot, noCache, null).withContexts(others);
    }

    /**
     * What each step is built for, by its id.
     *
     * @param wanted what the build is for
     */
    Map<String, String> platforms(String wanted) {
        Map<String, String> platforms = new HashMap<>();
        placed.forEach((id, step) -> platforms.put(
                id,
                PlatformName.of(
                        facts.classic()
                                ? wanted
                                : arguments.platform(step.stage()).orElse(wanted))));
        return platforms;
    }

    /** By the id of a step: the steps of other stages that it takes files from, but does not stand on. */
    Map<String, List<String>> sources() {
        return sources;
    }

    private void add(Stage stage) {
        List<Instruction> steps = new ArrayList<>();
        arguments.inherited(stage).stream().filter(this::isNumbered).forEach(steps::add);
        int triggers = steps.size();
        stage.instructions().stream().filter(this::isNumbered).forEach(steps::add);
        String base = arguments.baseName(stage).orElse("");
        List<String> top = new ArrayList<>();
        boolean onImage = arguments.baseStage(stage).isEmpty() && !base.equals(SCRATCH);
        int total = steps.size() + (onImage ? 1 : 0);
        int index = 0;
        if (onImage) {
            String name =
                    name(stage, ++index, total, named(stage.from(), stage.from().text()));
            top.add(vertex("image " + stage.index(), stage, stage.from(), name, List.of()));
        } else {
            arguments.baseStage(stage).ifPresent(below -> top.addAll(topOf(below)));
        }
        for (int i = 0; i < steps.size(); i++) {
            Instruction step = steps.get(i);
            if (isSilent(stage, step)) {
                continue;
            }
            String text = named(step, facts.maskedText(stage, step));
            boolean inherited = i < triggers;
            String key = stage.index() + "/" + (inherited ? "onbuild " + i : step.line());
            String name = name(stage, ++index, total, inherited ? "ONBUILD " + text : text);
            boolean linked = facts.rules().isApart(step);
            List<String> inputs = new ArrayList<>(linked ? List.of() : top);
            List<String> copied =
                    copiedFrom(step).stream().filter(id -> !inputs.contains(id)).toList();
            inputs.addAll(copied);
            sources.put(key, copied);
            String id = vertex(key, stage, step, name, inputs);
            if (!linked) {
                top.clear();
            }
            top.add(id);
        }
        tops.put(stage.index(), List.copyOf(top));
    }

    private List<String> copiedFrom(Instruction step) {
        List<String> tops = new ArrayList<>();
        for (StageGraph.Source source : graph.sources(step)) {
            if (source.stage() != null) {
                tops.addAll(topOf(source.stage()));
            }
        }
        return tops.stream().distinct().toList();
    }

    private List<String> topOf(Stage stage) {
        return tops.getOrDefault(stage.index(), List.of());
    }

    private boolean isNumbered(Instruction instruction) {
        return facts.classic() || instruction.isStep();
    }

    /** {@code WORKDIR /} makes no layer in BuildKit, and takes no number. */
    private boolean isSilent(Stage stage, Instruction step) {
        return !facts.classic()
                && step.keyword().equals("WORKDIR")
                && arguments.directory(stage, step).orElse("").equals("/");
    }

    /** BuildKit names a step in capitals that is written {@code run make} (dockerfile2llb/convert.go, uppercaseCmd). */
    private String named(Instruction instruction, String text) {
        String keyword = instruction.keyword();
        return facts.classic() || !text.regionMatches(true, 0, keyword, 0, keyword.length())
                ? text
                : keyword + text.substring(keyword.length());
    }

    private String name(Stage stage, int index, int total, String text) {
        String named = facts.nameOf(stage);
        String where = named == null ? "" : named + " ";
        return facts.classic() ? text : "[" + where + index + "/" + total + "] " + text;
    }

    private String vertex(String id, Stage stage, Instruction instruction, String text, List<String> inputs) {
        StepName name = facts.classic()
                ? StepName.ofInstruction(text, facts.nameOf(stage), facts.number(instruction), facts.count())
                : StepName.parse(text);
        placed.put(id, new PlacedInstruction(stage, instruction));
        vertices.add(new Vertex(
                id,
                Objects.requireNonNull(name),
                instruction.line(),
                Status.EXECUTED,
                null,
                null,
                0,
                0,
                inputs,
                null,
                0));
        return id;
    }
}
