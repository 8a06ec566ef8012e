package dev.misstep.advise;

import dev.misstep.build.Vertex;
import dev.misstep.explain.StepTimes;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which steps the last commits of a project would have made run, had each been built after the other.
 *
 * @param commits the oldest first, those that cannot be built too
 * @param steps those of the last commit in the order of its Dockerfile, then those that are gone
 * @param weeks by the Monday they begin with, in UTC; those without a commit are missing
 * @param kinds by what commits changed
 * @param installs by program
 */
public record Forecast(
        List<ReplayedCommit> commits,
        MissTally all,
        List<StepForecast> steps,
        SortedMap<LocalDate, MissTally> weeks,
        Map<ChangeKind, MissTally> kinds,
        List<InstallForecast> installs) {
    public Forecast {
        commits = List.copyOf(commits);
        steps = List.copyOf(steps);
        installs = List.copyOf(installs);
    }

    /**
     * Sums up.
     *
     * @param steps by their numbers, as they were last
     */
    public static Forecast of(List<ReplayedCommit> commits, List<Vertex> steps, StepTimes times) {
        MissTally all = MissTally.NONE;
        SortedMap<LocalDate, MissTally> weeks = new TreeMap<>();
        Map<ChangeKind, MissTally> kinds = new EnumMap<>(ChangeKind.class);
        StepTallies tallies = new StepTallies(steps, times);
        for (ReplayedCommit commit : commits) {
            ChangeKind kind = commit.kind();
            if (kind != null) {
                all = all.with(commit, times);
                LocalDate week = week(commit);
                weeks.put(week, weeks.getOrDefault(week, MissTally.NONE).with(commit, times));
                kinds.put(kind, kinds.getOrDefault(kind, MissTally.NONE).with(commit, times));
                tallies.add(commit);
            }
        }
        return new Forecast(commits, all, tallies.forecasts(), weeks, kinds, InstallForecast.of(commits));
    }

    private static LocalDate week(ReplayedCommit commit) {
        return commit.at()
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** How many commits are in that state. */
    public int count(ReplayedCommit.State state) {
        return (int) commits.stream().filter(commit -> commit.state() == state).count();
    }
}
