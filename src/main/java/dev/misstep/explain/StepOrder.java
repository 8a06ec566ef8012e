package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The order a reader expects: stages as they appear, and each stage's steps by their number. */
final class StepOrder {
    private StepOrder() {}

    /** The steps of a build; BuildKit itself shows them as they finish. */
    static List<Vertex> of(Build build) {
        Map<StepKey.Place, List<Vertex>> stages = new LinkedHashMap<>();
        for (Vertex step : build.steps()) {
            stages.computeIfAbsent(StepKey.place(step), place -> new ArrayList<>())
                    .add(step);
        }
        List<Vertex> ordered = new ArrayList<>();
        for (List<Vertex> steps : stages.values()) {
            steps.sort(Comparator.comparing(
                    step -> Objects.requireNonNullElse(step.name().index(), 0)));
            ordered.addAll(steps);
        }
        return ordered;
    }
}
