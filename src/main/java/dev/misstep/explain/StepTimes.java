package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long steps took when they last ran, by what they are called. */
public final class StepTimes {
    private final Map<String, Double> byPlace = new HashMap<>();
    private final Map<String, Double> byCommand = new HashMap<>();
    private final Set<String> several = new HashSet<>();
    private final Map<String, String> places = new HashMap<>();

    private StepTimes() {}

    /** Of builds, the newest first. */
    public static StepTimes of(List<Build> builds) {
        StepTimes times = new StepTimes();
        builds.forEach(build -> build.steps().forEach(times::add));
        return times;
    }

    private void add(Vertex step) {
        Double seconds = step.seconds();
        if (seconds == null || step.status() != Status.EXECUTED) {
            return;
        }
        String command = step.name().command();
        String place = place(step);
        byPlace.putIfAbsent(place + "\n" + command, seconds);
        byCommand.putIfAbsent(command, seconds);
        if (!place.equals(places.computeIfAbsent(command, first -> place))) {
            several.add(command);
        }
    }

    private static String place(Vertex step) {
        return String.valueOf(step.name().stage());
    }

    /** Seconds; {@code null} where it was not measured. A stage may have been renamed, if only one has such a step. */
    public @Nullable Double of(Vertex step) {
        String command = step.name().command();
        Double exact = byPlace.get(place(step) + "\n" + command);
        return exact != null || several.contains(command) ? exact : byCommand.get(command);
    }

    /** Whether nothing was measured. */
    public boolean isEmpty() {
        return byPlace.isEmpty();
    }
}
