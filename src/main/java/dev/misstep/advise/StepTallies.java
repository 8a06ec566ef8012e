package dev.misstep.advise;

import dev.misstep.build.Vertex;
import dev.misstep.context.FileChange;
import dev.misstep.explain.Cause;
import dev.misstep.explain.ChangeFrequency.Changing;
import dev.misstep.explain.Fate;
import dev.misstep.explain.ForeseenStep;
import dev.misstep.explain.Role;
import dev.misstep.explain.StepTimes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts, commit by commit, what becomes of each step. */
final class StepTallies {
    /** How many files are named of a step. */
    private static final int FILES = 5;

    private static final class Tally {
        private final SortedMap<Cause, Integer> causes = new TreeMap<>();
        private final Map<String, Integer> files = new HashMap<>();
        private int commits;
        private int roots;
        private int cascades;
        private int depends;
        private int untimed;
        private @Nullable Double seconds;
    }

    private final List<Vertex> steps;
    private final StepTimes times;
    private final List<Tally> tallies = new ArrayList<>();
    private List<ForeseenStep> last = List.of();

    /** @param steps by their numbers */
    StepTallies(List<Vertex> steps, StepTimes times) {
        this.steps = steps;
        this.times = times;
        steps.forEach(step -> tallies.add(new Tally()));
    }

    void add(ReplayedCommit commit) {
        last = commit.steps();
        commit.steps().forEach(this::add);
    }

    private void add(ForeseenStep step) {
        Tally tally = tallies.get(step.number());
        tally.commits++;
        if (step.fate() == Fate.DEPENDS) {
            tally.depends++;
        }
        if (step.fate() != Fate.MISS) {
            return;
        }
        if (step.predicted().role() == Role.ROOT) {
            tally.roots++;
        } else {
            tally.cascades++;
        }
        Cause cause = step.predicted().cause();
        if (cause != null) {
            tally.causes.merge(cause, 1, Integer::sum);
        }
        for (FileChange file : step.filesOfRoot()) {
            tally.files.merge(file.path(), 1, Integer::sum);
        }
        Double one = times.of(step.step());
        if (one == null) {
            tally.untimed++;
        } else {
            tally.seconds = tally.seconds == null ? one : tally.seconds + one;
        }
    }

    /** Those of the last commit in the order of its Dockerfile, then the others. */
    List<StepForecast> forecasts() {
        List<StepForecast> forecasts = new ArrayList<>();
        boolean[] there = new boolean[steps.size()];
        for (ForeseenStep step : last) {
            there[step.number()] = true;
            forecasts.add(forecast(step.number(), true));
        }
        for (int number = 0; number < steps.size(); number++) {
            if (!there[number] && tallies.get(number).commits > 0) {
                forecasts.add(forecast(number, false));
            }
        }
        return forecasts;
    }

    private StepForecast forecast(int number, boolean present) {
        Tally tally = tallies.get(number);
        List<Changing> files = tally.files.entrySet().stream()
                .map(file -> new Changing(file.getKey(), file.getValue()))
                .sorted(Comparator.comparingInt(Changing::commits).reversed().thenComparing(Changing::path))
                .limit(FILES)
                .toList();
        Vertex step = steps.get(number);
        return new StepForecast(
                number,
                step,
                present,
                tally.commits,
                tally.roots,
                tally.cascades,
                tally.depends,
                tally.causes,
                files,
                times.of(step),
                tally.seconds,
                tally.untimed);
    }
}
