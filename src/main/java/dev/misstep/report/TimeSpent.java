package dev.misstep.report;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Timing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Where a build's time went, in a sentence: {@code 5.5s of 6.0s on the critical path, most of it in RUN make (3.0s); 0.4s idle}. */
final class TimeSpent {
    private static final int NAMED = 3;
    private static final double WORTH_NAMING = 0.1;

    private TimeSpent() {}

    /** The sentence; empty where the source has no clock. */
    static String sentence(Analysis.Analysed analysed) {
        Build build = analysed.build();
        Timing timing = analysed.summary().timing();
        List<String> parts = new ArrayList<>();
        List<Vertex> path = timing.path();
        if (path != null && !path.isEmpty() && timing.pathSeconds() != null) {
            parts.add(Durations.text(timing.pathSeconds())
                    + (build.seconds() == null ? "" : " of " + Durations.text(build.seconds()))
                    + " on the critical path, most of it in " + longest(path, timing.pathSeconds()));
        }
        if (timing.queuedSeconds() != null) {
            parts.add(Durations.text(timing.queuedSeconds()) + " queued");
        }
        if (timing.idleSeconds() != null) {
            parts.add(Durations.text(timing.idleSeconds()) + " idle");
        }
        return String.join("; ", parts);
    }

    private static String longest(List<Vertex> path, double all) {
        List<Vertex> sorted = path.stream()
                .sorted(Comparator.comparingDouble(TimeSpent::seconds).reversed())
                .toList();
        return sorted.stream()
                .limit(NAMED)
                .filter(vertex -> vertex.equals(sorted.get(0)) || seconds(vertex) >= all * WORTH_NAMING)
                .map(vertex -> Elision.middle(Words.command(vertex), 60) + " (" + Durations.text(seconds(vertex)) + ")")
                .collect(Collectors.joining(", "));
    }

    private static double seconds(Vertex vertex) {
        return vertex.seconds() == null ? 0 : vertex.seconds();
    }
}
