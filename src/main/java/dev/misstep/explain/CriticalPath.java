package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The longest chain of dependent work: what a build takes when everything else runs beside it. */
final class CriticalPath {
    private CriticalPath() {}

    /**
     * Seconds of the longest chain.
     *
     * @param free vertices to be taken as costing nothing
     */
    static double seconds(Build build, StepGraph graph, Predicate<Vertex> free) {
        Map<String, Double> ends = new HashMap<>();
        double longest = 0;
        for (Vertex vertex : build.vertices()) {
            longest = Math.max(longest, end(vertex, graph, free, ends));
        }
        return longest;
    }

    /** Seconds from the beginning of a chain to the end of this vertex; without recursion, for deep hostile graphs. */
    private static double end(Vertex last, StepGraph graph, Predicate<Vertex> free, Map<String, Double> ends) {
        Deque<Vertex> open = new ArrayDeque<>();
        open.push(last);
        while (!open.isEmpty()) {
            Vertex vertex = open.peek();
            if (ends.containsKey(vertex.id())) {
                if (Double.isNaN(ends.getOrDefault(vertex.id(), 0.0))) {
                    ends.put(vertex.id(), finish(vertex, graph, free, ends));
                }
                open.pop();
                continue;
            }
            ends.put(vertex.id(), Double.NaN); // visited; a cycle ends here
            for (Vertex input : graph.inputs(vertex)) {
                if (!ends.containsKey(input.id())) {
                    open.push(input);
                }
            }
        }
        return ends.getOrDefault(last.id(), 0.0);
    }

    private static double finish(Vertex vertex, StepGraph graph, Predicate<Vertex> free, Map<String, Double> ends) {
        double before = 0;
        for (Vertex input : graph.inputs(vertex)) {
            double end = ends.getOrDefault(input.id(), 0.0);
            before = Math.max(before, Double.isNaN(end) ? 0 : end);
        }
        Double own = vertex.seconds();
        return before + (own == null || free.test(vertex) ? 0 : own);
    }
}
