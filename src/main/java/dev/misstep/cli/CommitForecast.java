package dev.misstep.cli;

import dev.misstep.advise.Advice;
import dev.misstep.advise.Candidate;
import dev.misstep.advise.Finding;
import dev.misstep.advise.Forecast;
import dev.misstep.advise.ReplayedCommit;
import dev.misstep.advise.ReplayedCommit.State;
import dev.misstep.advise.Simulation;
import dev.misstep.advise.Simulator;
import dev.misstep.context.git.GitCommit;
import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitRepository;
import dev.misstep.context.git.SuccessiveTrees;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.PlatformArguments;
import dev.misstep.engine.BuilderKind;
import dev.misstep.explain.BuilderRules;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.explain.GivenOptions;
import dev.misstep.explain.StepTimes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells what builds of the last commits of a clone would have done, and what it would have been with our advice. */
final class CommitForecast {
    private static final String USUAL_PLATFORM = "linux/amd64";

    /** Advice is weighed by as many commits as {@code misstep advise} looks at. */
    private static final int ADVISED_BY = 100;

    /**
     * What came of it.
     *
     * @param dockerfile its path in the repository
     * @param shallow whether the clone has not all commits
     */
    record Told(
            Forecast forecast,
            List<Finding> findings,
            List<Simulation> simulations,
            String dockerfile,
            boolean shallow) {}

    private final GitRepository repository;
    private final ClonedProject project;
    private final BuildOptions options;
    private final BuilderKind builder;
    private final Map<String, String> arguments;
    private final StepTimes times;

    CommitForecast(
            GitRepository repository,
            ClonedProject project,
            BuildOptions options,
            StepTimes times,
            Surroundings surroundings) {
        if (options.severalPlatforms()) {
            throw new UserError(ExitStatus.USAGE, "--platform", "several cannot be foreseen; name one");
        }
        this.repository = repository;
        this.project = project;
        this.options = options;
        this.builder = options.builderKind(surroundings.environment());
        this.arguments = options.buildArgs(surroundings.environment());
        this.times = times;
    }

    /** @param most how many commits are replayed at most */
    Told of(int most) throws GitException {
        List<GitCommit> commits = new ArrayList<>(repository.lastCommits(most + 1));
        if (commits.isEmpty()) {
            throw new UserError(ExitStatus.INPUT, project.name(), "is in a repository without commits; commit first");
        }
        Collections.reverse(commits);
        GitCommit newest = commits.get(commits.size() - 1);
        try (SuccessiveTrees trees = trees();
                SuccessiveTrees others = trees()) {
            CommittedContexts contexts = contexts(trees);
            CommittedContexts changed = contexts(others);
            Replay asItIs = replay(contexts, Candidate.NONE);
            // by what is there alone at first, to replay all at once: what history tells can only make findings fewer
            AdvisedReplays advised = new AdvisedReplays(
                    findings(contexts, newest, null),
                    texts(contexts, newest),
                    ignoreFile(contexts, newest),
                    candidate -> replay(candidate.changesContext() ? changed : contexts, candidate));
            for (GitCommit commit : commits) {
                asItIs.next(commit);
                advised.next(commit);
            }
            List<ReplayedCommit> replayed = asItIs.commits();
            boolean before = commits.size() > most; // the oldest is what the next is compared with
            List<ReplayedCommit> told = before ? replayed.subList(1, replayed.size()) : replayed;
            check(told, contexts.dockerfile());
            List<Finding> findings = findings(contexts, newest, changes(told));
            List<Simulation> simulations = advised.of(findings, commits, new Simulator(replayed, times));
            return new Told(
                    Forecast.of(told, asItIs.steps(), times),
                    findings.stream()
                            .map(finding -> withSavings(finding, simulations))
                            .toList(),
                    simulations,
                    contexts.dockerfile(),
                    commits.size() <= most && repository.isShallow());
        }
    }

    private SuccessiveTrees trees() {
        return repository.successive(project.directoryIn(repository));
    }

    private CommittedContexts contexts(SuccessiveTrees trees) {
        return new CommittedContexts(trees, project.directoryIn(repository), project.dockerfileIn(repository), builder);
    }

    private Replay replay(CommittedContexts contexts, Candidate candidate) {
        GivenOptions given = options.given(USUAL_PLATFORM, false, arguments);
        return new Replay(contexts, candidate, this::facts, options, given);
    }

    private DockerfileFacts facts(Dockerfile dockerfile) {
        String platform = options.platform();
        return new DockerfileFacts(
                dockerfile,
                arguments,
                PlatformArguments.of(USUAL_PLATFORM, platform == null ? USUAL_PLATFORM : platform, options.target()),
                options.target(),
                builder == BuilderKind.CLASSIC ? BuilderRules.CLASSIC : BuilderRules.BUILDKIT,
                Map.of(),
                Map.of(),
                options.contextNames());
    }

    private static void check(List<ReplayedCommit> commits, String dockerfile) {
        if (commits.stream().anyMatch(commit -> commit.state() == State.COMPARED || commit.state() == State.FIRST)) {
            return;
        }
        String problem = commits.stream()
                .map(ReplayedCommit::problem)
                .filter(text -> text != null)
                .reduce((first, second) -> second)
                .map(text -> "none of the last " + commits.size() + " commits can be built: " + text)
                .orElse("none of the last " + commits.size() + " commits has it; name the Dockerfile with --file");
        throw new UserError(ExitStatus.INPUT, dockerfile, problem);
    }

    /** @param changes see {@link CommittedProject#of} */
    private List<Finding> findings(CommittedContexts contexts, GitCommit newest, @Nullable List<Set<String>> changes) {
        return CommittedProject.of(contexts, newest.tree(), this::facts, builder == BuilderKind.CLASSIC, changes)
                .map(Advice::of)
                .orElse(List.of());
    }

    private static List<Set<String>> changes(List<ReplayedCommit> commits) {
        List<Set<String>> changes = new ArrayList<>();
        for (int i = commits.size() - 1; i >= 0 && changes.size() < ADVISED_BY; i--) {
            if (commits.get(i).state() == State.COMPARED) {
                changes.add(new TreeSet<>(commits.get(i).changed()));
            }
        }
        return changes;
    }

    private static Candidate.Texts texts(CommittedContexts contexts, GitCommit newest) {
        try {
            return contexts.texts(newest.tree()).orElse(new Candidate.Texts("", null));
        } catch (GitException e) {
            return new Candidate.Texts("", null); // of which there are no findings
        }
    }

    private static String ignoreFile(CommittedContexts contexts, GitCommit newest) {
        try {
            return contexts.ignoreFile(newest.tree());
        } catch (GitException e) {
            return "";
        }
    }

    private static Finding withSavings(Finding finding, List<Simulation> simulations) {
        return simulations.stream()
                .filter(simulation -> simulation.findings().equals(List.of(finding)))
                .findFirst()
                .flatMap(simulation -> simulation.saving(finding))
                .orElse(finding);
    }
}
