package dev.misstep.cli;

import dev.misstep.advise.Candidate;
import dev.misstep.advise.Finding;
import dev.misstep.advise.Simulation;
import dev.misstep.advise.Simulator;
import dev.misstep.context.git.GitCommit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The commits of a project as it would be, had it followed what is advised: each finding alone, and all together. */
final class AdvisedReplays {
    private final Map<Candidate, Replay> replays = new LinkedHashMap<>();
    private final String ignoreFile;
    private final Candidate.Texts newest;
    private final Function<Candidate, Replay> start;

    /**
     * Begins; nothing is replayed yet.
     *
     * @param newest what the last commit has, which patches are made for
     * @param ignoreFile what they call the ignore file
     * @param start begins a replay
     */
    AdvisedReplays(
            List<Finding> findings, Candidate.Texts newest, String ignoreFile, Function<Candidate, Replay> start) {
        this.newest = newest;
        this.ignoreFile = ignoreFile;
        this.start = start;
        candidates(findings).forEach(candidate -> replays.put(candidate, start.apply(candidate)));
    }

    /** Goes on to the next commit. */
    void next(GitCommit commit) {
        replays.values().forEach(replay -> replay.next(commit));
    }

    /**
     * What following findings would have saved.
     *
     * @param findings known better than when it began, or the same
     * @param commits all of them, for what was not replayed yet
     */
    List<Simulation> of(List<Finding> findings, List<GitCommit> commits, Simulator simulator) {
        List<Simulation> simulations = new ArrayList<>();
        for (Candidate candidate : candidates(findings)) {
            Replay replay = replays.entrySet().stream()
                    .filter(entry -> entry.getKey().changesTheSameAs(candidate))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
            if (replay == null) {
                replay = start.apply(candidate);
                commits.forEach(replay::next);
            }
            simulations.add(simulator.of(candidate, replay.commits()));
        }
        return simulations;
    }

    private List<Candidate> candidates(List<Finding> findings) {
        List<Candidate> candidates = new ArrayList<>();
        List<Finding> together = new ArrayList<>();
        for (Finding finding : findings) {
            Candidate alone = new Candidate(Simulator.isPossible(finding) ? List.of(finding) : List.of(), ignoreFile);
            if (!alone.findings().isEmpty() && alone.apply(newest).isPresent()) {
                candidates.add(alone);
                together.add(finding);
                if (new Candidate(together, ignoreFile).apply(newest).isEmpty()) {
                    together.remove(finding);
                }
            }
        }
        if (together.size() > 1) {
            candidates.add(new Candidate(together, ignoreFile));
        }
        return candidates;
    }
}
