package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The order a reader expects: each stage below the stages it builds on, and its steps by their number. */
final class StepOrder {
    private StepOrder() {}

    /** The steps of a build; BuildKit itself shows them as they finish. */
    static List<Vertex> of(Build build) {
        Map<StepKey.Place, List<Vertex>> stages = asTold(build);
        StepGraph graph = StepGraph.of(build);
        Set<StepKey.Place> ordered = new LinkedHashSet<>();
        Set<StepKey.Place> visited = new LinkedHashSet<>();
        stages.keySet().forEach(place -> visit(place, stages, graph, visited, ordered));
        List<Vertex> steps = new ArrayList<>();
        stages.values().forEach(StepOrder::sort);
        ordered.forEach(place -> steps.addAll(stages.getOrDefault(place, List.of())));
        return steps;
    }

    /** The steps of each stage by their number. */
    static Map<StepKey.Place, List<Vertex>> byStage(Build build) {
        Map<StepKey.Place, List<Vertex>> stages = asTold(build);
        stages.values().forEach(StepOrder::sort);
        return stages;
    }

    private static Map<StepKey.Place, List<Vertex>> asTold(Build build) {
        Map<StepKey.Place, List<Vertex>> stages = new LinkedHashMap<>();
        for (Vertex step : build.steps()) {
            stages.computeIfAbsent(StepKey.place(step), place -> new ArrayList<>())
                    .add(step);
        }
        return stages;
    }

    private static void sort(List<Vertex> stage) {
        stage.sort((a, b) -> Integer.compare(index(a), index(b)));
    }

    private static int index(Vertex step) {
        return Objects.requireNonNullElse(step.name().index(), 0);
    }

    private static void visit(
            StepKey.Place place,
            Map<StepKey.Place, List<Vertex>> stages,
            StepGraph graph,
            Set<StepKey.Place> visited,
            Set<StepKey.Place> ordered) {
        if (!visited.add(place)) {
            return;
        }
        for (Vertex step : stages.getOrDefault(place, List.of())) {
            for (Vertex input : graph.stepInputs(step)) {
                visit(StepKey.place(input), stages, graph, visited, ordered);
            }
        }
        ordered.add(place);
    }
}
