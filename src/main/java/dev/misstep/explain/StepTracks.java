package dev.misstep.explain;

import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which steps of successive builds are one and the same, though their instructions be edited and move. */
final class StepTracks {
    private final List<Vertex> newest = new ArrayList<>();
    private Map<String, Integer> current = Map.of();
    private @Nullable Observed last;
    private @Nullable DockerfileFacts of;

    /** Goes on to the next build. */
    void follow(DockerfileFacts facts, Observed steps) {
        Observed before = last;
        last = steps;
        if (of == facts) {
            return; // the ids of a plan's steps come from its Dockerfile
        }
        of = facts;
        Alignment alignment = before == null ? null : Alignment.of(before, steps);
        Map<String, Integer> numbers = new HashMap<>();
        for (Vertex step : steps.build().steps()) {
            Alignment.Match match = alignment == null ? null : alignment.of(step);
            Integer known = match == null ? null : current.get(match.vertex().id());
            if (known == null || numbers.containsValue(known)) {
                numbers.put(step.id(), newest.size());
                newest.add(step);
            } else {
                numbers.put(step.id(), known);
                newest.set(known, step);
            }
        }
        current = numbers;
    }

    /** The number of a step of the last build, from 0. */
    int number(Vertex step) {
        return Objects.requireNonNull(current.get(step.id()));
    }

    /** By their numbers: all steps there ever were, as they were last. */
    List<Vertex> all() {
        return List.copyOf(newest);
    }
}
