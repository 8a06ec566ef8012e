package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a miss cost on the wall. */
final class Cost {
    private Cost() {}

    /**
     * How much shorter the longest chain of work would have been, had the root and its cascades been hits. Work that ran
     * beside a longer chain cost nothing. {@code null} where one of them has no seconds.
     *
     * @param roots each step that ran with its root
     */
    static @Nullable Double of(Build build, StepGraph graph, Vertex root, Map<Vertex, Vertex> roots) {
        boolean timed = roots.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(root.id()))
                .map(Map.Entry::getKey)
                .filter(step -> step.status() == Status.EXECUTED)
                .map(Vertex::seconds)
                .allMatch(Objects::nonNull);
        if (!timed || root.seconds() == null) {
            return null;
        }
        WorkOrder order = new WorkOrder(build, graph);
        double all = CriticalPath.of(order, vertex -> false).seconds();
        double without = CriticalPath.of(order, vertex -> {
                    Vertex of = roots.get(vertex);
                    return of != null && of.id().equals(root.id());
                })
                .seconds();
        return Math.max(0, all - without);
    }
}
