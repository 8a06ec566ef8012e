package dev.misstep.advise;

import dev.misstep.build.Vertex;
import dev.misstep.explain.Fate;
import dev.misstep.explain.ForeseenStep;
import dev.misstep.explain.StepTimes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds the commits of a project as it would be against those of the project as it is. */
public final class Simulator {
    /** Rules whose fix makes fewer steps run; others make them quicker, or count only with arguments that change. */
    private static final Set<RuleName> OF_MISSES =
            EnumSet.of(RuleName.COPY_BEFORE_INSTALL, RuleName.CONTEXT_TOO_WIDE, RuleName.SINGLE_STAGE);

    private final List<ReplayedCommit> before;
    private final StepTimes times;

    /** @param before the commits as they are */
    public Simulator(List<ReplayedCommit> before, StepTimes times) {
        this.before = before;
        this.times = times;
    }

    /** Whether following a finding can be held against the commits. */
    public static boolean isPossible(Finding finding) {
        return finding.patch() != null && OF_MISSES.contains(finding.rule());
    }

    /**
     * What the findings of a candidate would have saved.
     *
     * @param after the same commits with them
     */
    public Simulation of(Candidate candidate, List<ReplayedCommit> after) {
        List<ReplayedCommit> one = new ArrayList<>();
        List<ReplayedCommit> other = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).isCompared() && after.get(i).isCompared()) {
                one.add(before.get(i));
                other.add(after.get(i));
            }
        }
        Double difference = difference(one, other);
        Double saved = difference == null || one.isEmpty() ? null : Double.valueOf(difference / one.size());
        return new Simulation(
                candidate.findings(), one.size(), side(one), side(other), saved == null ? null : Math.max(0, saved));
    }

    private static Simulation.Side side(List<ReplayedCommit> commits) {
        return new Simulation.Side(
                commits.stream().mapToInt(commit -> commit.count(Fate.MISS)).sum(),
                commits.stream().mapToInt(commit -> commit.count(Fate.DEPENDS)).sum(),
                InstallForecast.of(commits));
    }

    /** Seconds over all commits; {@code null} where a step that runs more or less often has no time. */
    private @Nullable Double difference(List<ReplayedCommit> one, List<ReplayedCommit> other) {
        Map<String, Integer> more = new HashMap<>();
        Map<String, Vertex> steps = new HashMap<>();
        count(one, 1, more, steps);
        count(other, -1, more, steps);
        double sum = 0;
        for (Map.Entry<String, Integer> entry : more.entrySet()) {
            Vertex step = steps.get(entry.getKey());
            if (step != null && entry.getValue() != 0) {
                Double seconds = seconds(step, steps);
                if (seconds == null) {
                    return null;
                }
                sum += entry.getValue() * seconds;
            }
        }
        return sum;
    }

    private static void count(
            List<ReplayedCommit> commits, int sign, Map<String, Integer> counts, Map<String, Vertex> steps) {
        for (ReplayedCommit commit : commits) {
            for (ForeseenStep step : commit.steps()) {
                String name =
                        step.step().name().stage() + "\n" + step.step().name().command();
                steps.putIfAbsent(name, step.step());
                if (step.fate() == Fate.MISS) {
                    counts.merge(name, sign, Integer::sum);
                }
            }
        }
    }

    /** A COPY that nobody measured is taken for as slow as the slowest that was. */
    private @Nullable Double seconds(Vertex step, Map<String, Vertex> all) {
        Double known = times.of(step);
        if (known != null || !"COPY".equals(step.name().instruction())) {
            return known;
        }
        Double slowest = null;
        for (Vertex other : all.values()) {
            Double seconds = "COPY".equals(other.name().instruction()) ? times.of(other) : null;
            slowest = seconds == null || (slowest != null && slowest >= seconds) ? slowest : seconds;
        }
        return slowest;
    }
}
