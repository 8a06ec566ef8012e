package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
                roots.put(step, root(step, graph, roots));
            }
        }
        return roots;
    }

    /** @param known the roots of steps that were looked at; what builds on one of them follows from the same */
    private static Vertex root(Vertex step, StepGraph graph, Map<Vertex, Vertex> known) {
        Set<String> visited = new HashSet<>();
        Vertex root = step;
        Vertex next = step;
        while (next != null) {
            root = next;
            next = null;
            for (Vertex input : graph.stepInputs(root)) {
                if (input.status().isMiss() && visited.add(input.id())) {
                    next = input;
                    break;
                }
            }
            if (next != null && known.containsKey(next)) {
                return known.get(next);
            }
        }
        return root;
    }
}
