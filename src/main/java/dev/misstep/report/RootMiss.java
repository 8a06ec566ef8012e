package dev.misstep.report;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A root miss with what a reader wants to see beside it.
 *
 * @param step the step that missed
 * @param cascades the steps that ran because of it, in vertex order
 */
record RootMiss(Miss miss, Build build, Vertex step, List<Vertex> cascades) {
    RootMiss {
        cascades = List.copyOf(cascades);
    }

    /** The root misses with something to compare with, costliest first; without a known cost last. */
    static List<RootMiss> of(Analysis analysis) {
        List<RootMiss> roots = new ArrayList<>();
        Map<String, List<Miss>> byBuild = analysis.missesByBuild();
        for (Analysis.Analysed analysed : analysis.builds()) {
            Build build = analysed.build();
            Map<String, Vertex> vertices = new HashMap<>();
            build.vertices().forEach(vertex -> vertices.putIfAbsent(vertex.id(), vertex));
            List<Miss> misses = byBuild.getOrDefault(build.id(), List.of());
            Map<String, List<Vertex>> cascades = cascades(misses, vertices);
            for (Miss miss : misses) {
                Vertex step = vertices.get(miss.vertex());
                if (miss.role() == Role.ROOT && !isFirstRun(miss) && step != null) {
                    roots.add(new RootMiss(miss, build, step, cascades.getOrDefault(miss.vertex(), List.of())));
                }
            }
        }
        roots.sort((a, b) -> Double.compare(b.sortingCost(), a.sortingCost()));
        return List.copyOf(roots);
    }

    /** Whether a miss only says that there was nothing before: told once a build, not once a step. */
    static boolean isFirstRun(Miss miss) {
        return miss.cause() == Cause.COLD && miss.baseline() == null;
    }

    private static Map<String, List<Vertex>> cascades(List<Miss> misses, Map<String, Vertex> vertices) {
        Map<String, List<Vertex>> byRoot = new HashMap<>();
        for (Miss miss : misses) {
            Vertex step = vertices.get(miss.vertex());
            if (miss.role() == Role.CASCADE && step != null) {
                byRoot.computeIfAbsent(miss.root(), root -> new ArrayList<>()).add(step);
            }
        }
        return byRoot;
    }

    private double sortingCost() {
        return miss.costSeconds() == null ? -1 : miss.costSeconds();
    }
}
