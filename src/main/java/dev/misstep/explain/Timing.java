package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Span;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of a build went. Only a source with a clock tells, and only what it tells of everything that worked: a
 * part of it would look like the whole.
 *
 * @param path the longest chain of work each piece of which waited for the one before it, first to last, without what
 *     took no time; {@code null} without a clock, or where it is not known what a step builds on
 * @param pathSeconds what that chain took, or {@code null} as above
 * @param queuedSeconds for how long vertices could have worked and did not, summed over them: what they build on was there.
 *     {@code null} as above
 * @param idleSeconds for how long no vertex worked: the builder computed cache keys, waited for a slot or for the network,
 *     or the client was busy. {@code null} without a clock
 */
public record Timing(
        @Nullable List<Vertex> path,
        @Nullable Double pathSeconds,
        @Nullable Double queuedSeconds,
        @Nullable Double idleSeconds) {
    /** Of a build without a clock. */
    public static final Timing NONE = new Timing(null, null, null, null);

    public Timing {
        path = path == null ? null : List.copyOf(path);
    }

    /** What the build's clock tells. */
    static Timing of(Build build, StepGraph graph) {
        Double wall = build.seconds();
        if (build.clock() == Clock.NONE
                || wall == null
                || !build.vertices().stream().allMatch(Timing::isPlaced)) {
            return NONE;
        }
        double idle = Math.max(0, wall - union(build.vertices()));
        if (!graph.isComplete()) {
            return new Timing(null, null, null, idle);
        }
        WorkOrder order = new WorkOrder(build, graph);
        CriticalPath path = CriticalPath.of(order, vertex -> false);
        return new Timing(path.vertices(), union(path.vertices()), Queueing.seconds(build, order), idle);
    }

    /** Whether it is known when it worked, if it did. */
    private static boolean isPlaced(Vertex vertex) {
        return vertex.status() != Status.UNFINISHED
                && (!vertex.spans().isEmpty() || vertex.status() == Status.CACHED || vertex.status() == Status.SKIPPED);
    }

    /** Seconds in which at least one of them worked. */
    static double union(List<Vertex> vertices) {
        List<Span> spans = new ArrayList<>();
        vertices.forEach(vertex -> spans.addAll(vertex.spans()));
        spans.sort((one, other) -> Double.compare(one.start(), other.start()));
        double sum = 0;
        double end = 0;
        for (Span span : spans) {
            sum += Math.max(0, span.end() - Math.max(end, span.start()));
            end = Math.max(end, span.end());
        }
        return sum;
    }
}
