package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.StepLines;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All steps that a build takes by its Dockerfile, with what goes into each.
 *
 * @param steps the steps as a build; before it is built, every one {@link Status#EXECUTED}
 * @param sources by the id of a step: the steps of other stages that it takes files from, but does not stand on
 * @param keys a digest of all that goes into a step, by its id; a step of which something is not known has none
 */
public record Planned(Observed steps, Map<String, List<String>> sources, Map<String, String> keys) {
    private static final String ONBUILD = "ONBUILD ";

    public Planned {
        sources = Map.copyOf(sources);
        keys = Map.copyOf(keys);
    }

    /** Plans a build that has no context but its own. */
    public static Planned of(DockerfileFacts facts, Snapshot snapshot, boolean noCache, GivenOptions options) {
        return of(facts, snapshot, Map.of(), noCache, options);
    }

    /**
     * Plans a build.
     *
     * @param others see {@link BuildInputs#others}
     */
    public static Planned of(
            DockerfileFacts facts,
            Snapshot snapshot,
            Map<String, Snapshot> others,
            boolean noCache,
            GivenOptions options) {
        BuildPlan plan = new BuildPlan(facts);
        BuildInputs inputs = plan.inputs(snapshot, others, noCache);
        Map<String, String> platforms = plan.platforms(options.platform());
        Observed steps = new Observed(plan.build(), inputs.with(options, platforms, facts.classic()));
        return new Planned(steps, plan.sources(), StepKeys.of(steps, plan.sources(), facts.classic(), platforms));
    }

    /** Whether all that goes into each step is known, and the same as in another plan of one Dockerfile. */
    boolean isEqualTo(Planned other) {
        return keys.size() == steps.build().vertices().size() && keys.equals(other.keys);
    }

    /** The ids of the steps whose files a step has below its own. */
    public List<String> standsOn(Vertex step) {
        List<String> copied = sources.getOrDefault(step.id(), List.of());
        return step.inputs().stream().filter(id -> !copied.contains(id)).toList();
    }

    /** All steps below a step, those of the stages it is built on too, from the top. */
    List<Vertex> chain(Vertex step) {
        Set<String> below = new HashSet<>();
        Deque<Vertex> open = new ArrayDeque<>(List.of(step));
        while (!open.isEmpty()) {
            for (String id : standsOn(open.pop())) {
                if (below.add(id)) {
                    steps.build().vertex(id).ifPresent(open::push);
                }
            }
        }
        return steps.build().steps().stream()
                .filter(vertex -> below.contains(vertex.id()))
                .toList();
    }

    /**
     * The planned step that a step of the build itself is.
     *
     * @param instruction where it stands in the Dockerfile; {@code null} where that cannot be told, as below an ONBUILD
     */
    Optional<Vertex> step(Vertex seen, @Nullable Instruction instruction) {
        List<Vertex> found = steps.build().vertices().stream()
                .filter(vertex -> instruction == null
                        ? isNamedAs(vertex, seen)
                        : isOf(vertex, instruction) && isTriggered(vertex) == isTriggered(seen))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static boolean isTriggered(Vertex vertex) {
        return vertex.name().command().startsWith(ONBUILD);
    }

    /** Older builders do not say ONBUILD, and do not count them for the total. */
    private boolean isNamedAs(Vertex planned, Vertex seen) {
        BuildInputs.StepSource source = steps.inputs().steps().get(planned.id());
        boolean named = planned.name().command().equals(seen.name().command());
        return (named || (source != null && StepLines.mayBe(source.instruction(), seen.name())))
                && Objects.equals(planned.name().stage(), seen.name().stage())
                && Objects.equals(planned.name().index(), seen.name().index());
    }

    /**
     * The planned steps that those of the build are of which the Dockerfile alone does not tell where they stand: what an
     * ONBUILD of an image brings, and with older builders all that comes below that, for they do not count it.
     *
     * @param located where the others stand, by vertex id
     */
    private Map<String, Vertex> unlocated(Build build, Map<String, Instruction> located) {
        Map<String, Vertex> found = new HashMap<>();
        for (Vertex vertex : build.steps()) {
            if (!located.containsKey(vertex.id())) {
                step(vertex, null).ifPresent(step -> found.put(vertex.id(), step));
            }
        }
        return found;
    }

    /**
     * The build with a line for each step that the plan alone has one of: that of the instruction or the ONBUILD in the
     * Dockerfile, or of the FROM whose image has the ONBUILD.
     *
     * @param located where its other steps stand in the Dockerfile, by vertex id
     */
    public Build withLines(Build build, Map<String, Instruction> located) {
        Map<String, Vertex> planned = unlocated(build, located);
        List<Vertex> vertices = new ArrayList<>();
        for (Vertex vertex : build.vertices()) {
            Vertex step = planned.get(vertex.id());
            vertices.add(step == null ? vertex : vertex.atDockerfileLine(step.dockerfileLine()));
        }
        return build.withVertices(vertices);
    }

    /**
     * The commands of the same steps without the values of build arguments, by vertex id.
     *
     * @param located where the other steps of the build stand in the Dockerfile, by vertex id
     */
    public Map<String, String> maskedCommands(Build build, Map<String, Instruction> located) {
        Map<String, String> commands = new HashMap<>();
        unlocated(build, located).forEach((id, step) -> {
            String command = step.name().command();
            boolean unsaid = isTriggered(step)
                    && build.vertex(id).filter(Planned::isTriggered).isEmpty();
            commands.put(id, unsaid ? command.substring(ONBUILD.length()) : command);
        });
        return commands;
    }

    /**
     * The instruction that a step of the build itself is, or {@code null}.
     *
     * @param located where it stands in the Dockerfile; {@code null} where that cannot be told, as below an ONBUILD
     */
    public @Nullable Instruction instruction(Vertex seen, @Nullable Instruction located) {
        if (located != null) {
            return located;
        }
        BuildInputs.StepSource source = step(seen, null)
                .map(step -> steps.inputs().steps().get(step.id()))
                .orElse(null);
        return source == null ? null : source.instruction();
    }

    private boolean isOf(Vertex planned, Instruction instruction) {
        BuildInputs.StepSource source = steps.inputs().steps().get(planned.id());
        return source != null && source.instruction().equals(instruction);
    }

    /**
     * The plan as it was carried out.
     *
     * @param build the build made of it
     * @param located where its steps stand in the Dockerfile, by vertex id
     */
    public Planned carriedOut(Build build, Map<String, Instruction> located) {
        Map<String, Status> seen = new HashMap<>();
        for (Vertex vertex : build.vertices()) {
            step(vertex, located.get(vertex.id())).ifPresent(step -> seen.put(step.id(), vertex.status()));
        }
        // what a good build does not show was not needed, or stands there under the name of its twin
        Status otherwise = build.outcome() == Outcome.SUCCEEDED ? Status.CACHED : Status.UNFINISHED;
        List<Vertex> vertices = new ArrayList<>();
        for (Vertex vertex : steps.build().vertices()) {
            vertices.add(vertex.withStatus(seen.getOrDefault(vertex.id(), otherwise)));
        }
        Build done =
                steps.build().copy().vertices(vertices).outcome(build.outcome()).build();
        return new Planned(new Observed(done, steps.inputs()), sources, keys);
    }

    /**
     * The key of the planned step that a step of the build itself is, or {@code null}.
     *
     * @param instruction where it stands in the Dockerfile; {@code null} where that cannot be told, as below an ONBUILD
     */
    public @Nullable String key(Vertex seen, @Nullable Instruction instruction) {
        return step(seen, instruction).map(this::key).orElse(null);
    }

    /** The key of a step, or {@code null}. */
    @Nullable
    String key(Vertex step) {
        return keys.get(step.id());
    }
}
