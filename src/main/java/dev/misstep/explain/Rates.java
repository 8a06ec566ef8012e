package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts and rates of builds in a series. Remembers what each step took when it last ran, to price the hits. */
final class Rates {
    private final Map<StepKey, Double> lastRun = new HashMap<>();

    /** Lets a build that is in no report tell what its steps took. */
    void learn(Build build) {
        for (Vertex step : build.steps()) {
            Double seconds = step.seconds();
            if (step.status() == Status.EXECUTED && seconds != null) {
                lastRun.put(StepKey.of(step), seconds);
            }
        }
    }

    /** The numbers of the next build of the series. */
    Summary next(Build build, Timing timing) {
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        build.steps().forEach(step -> counts.merge(step.status(), 1, Integer::sum));
        int hits = count(counts, Status.CACHED) + count(counts, Status.PULLED);
        int decided = hits + count(counts, Status.EXECUTED) + count(counts, Status.FAILED);
        Double executed = executedSeconds(build);
        List<Double> known = knownCosts(build);
        Double saved = hits > 0 && known.isEmpty() ? null : Double.valueOf(sum(known));
        learn(build);
        return new Summary(
                build.steps().size(),
                count(counts, Status.CACHED),
                count(counts, Status.PULLED),
                count(counts, Status.EXECUTED),
                count(counts, Status.FAILED),
                count(counts, Status.CANCELED),
                count(counts, Status.SKIPPED),
                count(counts, Status.UNFINISHED),
                decided == 0 ? null : (double) hits / decided,
                executed,
                saved,
                timeHitRate(executed, saved),
                hits - known.size(),
                timing);
    }

    private static @Nullable Double timeHitRate(@Nullable Double executed, @Nullable Double saved) {
        if (executed == null || saved == null || executed + saved <= 0) {
            return null;
        }
        return saved / (saved + executed);
    }

    private static @Nullable Double executedSeconds(Build build) {
        double sum = 0;
        for (Vertex step : build.steps()) {
            Double seconds = step.seconds();
            if (step.status() == Status.EXECUTED) {
                if (seconds == null) {
                    return null;
                }
                sum += seconds;
            }
        }
        return sum;
    }

    private List<Double> knownCosts(Build build) {
        List<Double> costs = new ArrayList<>();
        for (Vertex step : build.steps()) {
            Double cost = step.status().isHit() ? lastRun.get(StepKey.of(step)) : null;
            if (cost != null) {
                costs.add(cost);
            }
        }
        return costs;
    }

    private static int count(Map<Status, Integer> counts, Status status) {
        return counts.getOrDefault(status, 0);
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
