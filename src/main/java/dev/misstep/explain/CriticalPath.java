package dev.misstep.explain;

import dev.misstep.build.Vertex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The longest chain of work each piece of which waited for the one before it: what a build takes when everything else runs
 * beside it.
 *
 * @param seconds of all in the chain
 * @param vertices from first to last; what took no time is left out
 */
record CriticalPath(double seconds, List<Vertex> vertices) {
    CriticalPath {
        vertices = List.copyOf(vertices);
    }

    /** @param free vertices to be taken as costing nothing */
    static CriticalPath of(WorkOrder order, Predicate<Vertex> free) {
        Search search = new Search(order, free);
        for (int phase = 0; phase < WorkOrder.PHASES; phase++) {
            List<Vertex> inPhase = order.inPhase(phase);
            WorkOrder.Gate gate = inPhase.isEmpty() ? null : order.gate(phase, search::end);
            for (Vertex vertex : inPhase) {
                search.walk(vertex, gate);
            }
        }
        return search.longest();
    }

    /** The chains found so far. */
    private static final class Search {
        private final WorkOrder order;
        private final Predicate<Vertex> free;
        /** Seconds from the beginning of its longest chain to the end of a vertex; not a number while that is open. */
        private final Map<String, Double> ends = new HashMap<>();

        private final Map<String, Vertex> before = new HashMap<>();
        private @Nullable Vertex last;

        Search(WorkOrder order, Predicate<Vertex> free) {
            this.order = order;
            this.free = free;
        }

        double end(Vertex vertex) {
            double end = ends.getOrDefault(vertex.id(), 0.0);
            return Double.isNaN(end) ? 0 : end;
        }

        /** Finds the chain that ends with this vertex; without recursion, for deep hostile graphs. */
        void walk(Vertex target, WorkOrder.@Nullable Gate gate) {
            Deque<Vertex> open = new ArrayDeque<>();
            open.push(target);
            while (!open.isEmpty()) {
                Vertex vertex = open.peek();
                if (ends.containsKey(vertex.id())) {
                    if (Double.isNaN(ends.getOrDefault(vertex.id(), 0.0))) {
                        finish(vertex, gate);
                    }
                    open.pop();
                    continue;
                }
                ends.put(vertex.id(), Double.NaN); // visited; a cycle ends here
                for (Vertex input : order.inputs(vertex)) {
                    if (!ends.containsKey(input.id())) {
                        open.push(input);
                    }
                }
            }
        }

        private void finish(Vertex vertex, WorkOrder.@Nullable Gate gate) {
            List<Vertex> inputs = order.inputs(vertex);
            Vertex longest = inputs.isEmpty() && gate != null ? gate.before(vertex) : null;
            for (Vertex input : inputs) {
                boolean ended = !Double.isNaN(ends.getOrDefault(input.id(), Double.NaN)); // else it waits for this one
                longest = ended && (longest == null || end(input) > end(longest)) ? input : longest;
            }
            Double own = free.test(vertex) ? null : vertex.seconds();
            ends.put(vertex.id(), (longest == null ? 0 : end(longest)) + (own == null ? 0 : own));
            if (longest != null) {
                before.put(vertex.id(), longest);
            }
            last = last == null || end(vertex) > end(last) ? vertex : last;
        }

        CriticalPath longest() {
            List<Vertex> chain = new ArrayList<>();
            for (Vertex vertex = last; vertex != null; vertex = before.get(vertex.id())) {
                Double seconds = vertex.seconds();
                if (seconds != null && seconds > 0) {
                    chain.add(vertex);
                }
            }
            Collections.reverse(chain);
            return new CriticalPath(last == null ? 0 : end(last), chain);
        }
    }
}
