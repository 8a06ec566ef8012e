package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells root misses from cascades. */
final class Roots {
    private Roots() {}

    /**
     * For each step that ran, the root it follows from: itself, unless a step it builds on directly ran too. A hit in
     * between ends a chain, since its result is the same whatever ran above it.
     *
     * @return in vertex order; key and value are the same vertex for a root
     */
    static Map<Vertex, Vertex> of(Build build, StepGraph graph) {
        Map<Vertex, Vertex> roots = new LinkedHashMap<>();
        for (Vertex step : build.steps()) {
            if (step.status().isMiss()) {
                roots.put(step, root(step, graph, new HashSet<>()));
            }
        }
        return roots;
    }

    private static Vertex root(Vertex step, StepGraph graph, Set<String> visited) {
        List<Vertex> above = graph.stepInputs(step);
        for (Vertex input : above) {
            if (input.status().isMiss() && visited.add(input.id())) {
                return root(input, graph, visited);
            }
        }
        return step;
    }
}
