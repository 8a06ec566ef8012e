package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What misses of one build cost on the wall. */
final class Cost {
    private final WorkOrder order;
    private final double all;
    private final Map<Vertex, Vertex> roots;
    /** Steps that ran, by the root they ran for. */
    private final Map<String, List<Vertex>> ran = new HashMap<>();

    /** @param roots each step that ran with its root */
    Cost(Build build, StepGraph graph, Map<Vertex, Vertex> roots) {
        this.order = new WorkOrder(build, graph);
        this.all = CriticalPath.of(order, vertex -> false).seconds();
        this.roots = roots;
        roots.forEach((step, root) ->
                ran.computeIfAbsent(root.id(), id -> new ArrayList<>()).add(step));
    }

    /**
     * How much shorter the longest chain of work would have been, had the root and its cascades been hits. Work that ran
     * beside a longer chain cost nothing. {@code null} where one of them has no seconds.
     */
    @Nullable
    Double of(Vertex root) {
        boolean untimed = root.seconds() == null;
        for (Vertex step : ran.getOrDefault(root.id(), List.of())) {
            untimed |= step.status() == Status.EXECUTED && step.seconds() == null;
        }
        if (untimed) {
            return null;
        }
        double without = CriticalPath.of(order, vertex -> {
                    Vertex of = roots.get(vertex);
                    return of != null && of.id().equals(root.id());
                })
                .seconds();
        return Math.max(0, all - without);
    }
}
