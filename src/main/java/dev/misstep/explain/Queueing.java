package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Span;
import dev.misstep.build.Vertex;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long vertices waited although all that they build on was there. */
final class Queueing {
    private Queueing() {}

    /** The sum over all vertices that worked and of whose inputs one did. */
    static double seconds(Build build, WorkOrder order) {
        double sum = 0;
        for (Vertex vertex : build.vertices()) {
            Double start = vertex.start();
            if (vertex.status().isHit() || vertex.seconds() == null || start == null) {
                continue;
            }
            Double ready = ready(vertex, start, order);
            double waited = ready == null ? 0 : start - ready;
            sum += waited > order.tolerance() ? waited : 0;
        }
        return sum;
    }

    /**
     * When the last of its inputs was there. An input that the builder announced as cached because this vertex began is no
     * witness: it has no length, and was there as soon as what it builds on was. {@code null} where nothing tells.
     */
    private static @Nullable Double ready(Vertex vertex, double start, WorkOrder order) {
        Double ready = null;
        Set<String> visited = new HashSet<>();
        Deque<Vertex> open = new ArrayDeque<>(order.inputs(vertex));
        while (!open.isEmpty()) {
            Vertex input = open.pop();
            if (!visited.add(input.id())) {
                continue;
            }
            boolean announced = input.status().isHit() && input.spans().stream().allMatch(span -> span.seconds() == 0);
            if (announced) {
                open.addAll(order.inputs(input));
            }
            for (Span span : input.spans()) {
                // an image goes on working under its vertex after the first layers are there
                if (!announced && span.end() <= start + order.tolerance()) {
                    ready = ready == null ? Double.valueOf(span.end()) : Double.valueOf(Math.max(ready, span.end()));
                }
            }
        }
        return ready;
    }
}
