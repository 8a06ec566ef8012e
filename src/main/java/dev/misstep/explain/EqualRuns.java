package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds of one thing, made in one way, in which every step fared alike: what differs between their times is chance. The
 * first of several runs is often not equal to the others, since it fills the cache for them.
 *
 * @param builds their ids, two or more
 * @param wall the times of the builds; {@code null} where they are not known
 * @param steps those that ran in each of them, as far as their times are known
 */
public record EqualRuns(List<String> builds, @Nullable Spread wall, List<Step> steps) {
    public EqualRuns {
        builds = List.copyOf(builds);
        steps = List.copyOf(steps);
        if (builds.size() < 2) {
            throw new IllegalArgumentException("one run is equal to nothing");
        }
    }

    /**
     * A step that ran each time.
     *
     * @param last as it was in the last of the builds
     */
    public record Step(Vertex last, Spread spread) {}

    /** Those among builds that were made in one way. */
    static List<EqualRuns> among(List<Build> alike) {
        List<Build> good = alike.stream()
                .filter(build -> build.outcome() == Outcome.SUCCEEDED)
                .toList();
        List<StepRow> rows = StepRow.of(good);
        Map<List<@Nullable Status>, List<Integer>> byFate = new LinkedHashMap<>();
        for (int b = 0; b < good.size(); b++) {
            List<@Nullable Status> fate = new ArrayList<>();
            for (StepRow row : rows) {
                Vertex step = row.cells().get(b);
                fate.add(step == null ? null : step.status());
            }
            byFate.computeIfAbsent(fate, statuses -> new ArrayList<>()).add(b);
        }
        return byFate.values().stream()
                .filter(places -> places.size() > 1)
                .map(places -> of(places, good, rows))
                .filter(equal -> equal.wall() != null || !equal.steps().isEmpty())
                .toList();
    }

    private static EqualRuns of(List<Integer> places, List<Build> builds, List<StepRow> rows) {
        List<Step> steps = new ArrayList<>();
        for (StepRow row : rows) {
            Vertex last = row.cells().get(places.get(places.size() - 1));
            if (last != null && last.status() == Status.EXECUTED) {
                all(places.stream()
                                .map(place -> seconds(row.cells().get(place)))
                                .toList())
                        .ifPresent(spread -> steps.add(new Step(last, spread)));
            }
        }
        return new EqualRuns(
                places.stream().map(place -> builds.get(place).id()).toList(),
                all(places.stream()
                                .map(place ->
                                        Optional.ofNullable(builds.get(place).seconds()))
                                .toList())
                        .orElse(null),
                steps);
    }

    private static Optional<Double> seconds(@Nullable Vertex step) {
        return Optional.ofNullable(step == null ? null : step.seconds());
    }

    /** Empty where one of them is not known: a mean over the others would be that of other runs. */
    private static Optional<Spread> all(List<Optional<Double>> seconds) {
        return seconds.stream().allMatch(Optional::isPresent)
                ? Spread.of(seconds.stream().map(Optional::get).toList())
                : Optional.empty();
    }
}
