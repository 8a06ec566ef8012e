package dev.misstep.cli;

import dev.misstep.advise.Candidate;
import dev.misstep.advise.ChangeKind;
import dev.misstep.advise.Installs;
import dev.misstep.advise.ReplayedCommit;
import dev.misstep.advise.ReplayedCommit.State;
import dev.misstep.build.Vertex;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.context.Snapshot;
import dev.misstep.context.git.GitCommit;
import dev.misstep.context.git.GitException;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.explain.ForeseenStep;
import dev.misstep.explain.GivenOptions;
import dev.misstep.explain.SuccessiveBuilds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commits built one after the other, as far as that can be told without building. */
final class Replay {
    /** @param problem why it cannot be built, or {@code null} */
    private record Read(
            @Nullable DockerfileFacts facts,
            List<Installs.Install> installs,
            @Nullable String problem) {}

    private final CommittedContexts contexts;
    private final Candidate candidate;
    private final Function<Dockerfile, DockerfileFacts> facts;
    private final @Nullable String target;
    private final SuccessiveBuilds builds;
    private final Map<Candidate.Texts, Optional<Candidate.Texts>> changed = new HashMap<>();
    private final Map<String, Read> read = new HashMap<>();
    private final List<ReplayedCommit> commits = new ArrayList<>();
    private Candidate.@Nullable Texts last;
    private @Nullable Snapshot lastTree;
    private boolean interrupted;

    /**
     * Of the project as it would be.
     *
     * @param candidate what is changed in each commit
     * @param facts what a Dockerfile tells, given the options of the build
     */
    Replay(
            CommittedContexts contexts,
            Candidate candidate,
            Function<Dockerfile, DockerfileFacts> facts,
            BuildOptions options,
            GivenOptions given) {
        this.contexts = contexts;
        this.candidate = candidate;
        this.facts = facts;
        this.target = options.target();
        this.builds = new SuccessiveBuilds(options.noCache(), given);
    }

    /** Those replayed so far, the oldest first. */
    List<ReplayedCommit> commits() {
        return commits;
    }

    /** All steps there ever were, by their numbers. */
    List<Vertex> steps() {
        return builds.steps();
    }

    /** Goes on to the next commit. */
    void next(GitCommit commit) {
        try {
            commits.add(replayed(commit));
        } catch (GitException | IgnoreSyntaxException e) {
            commits.add(notBuilt(commit, State.UNREADABLE, String.valueOf(e.getMessage())));
        }
    }

    private ReplayedCommit replayed(GitCommit commit) throws GitException, IgnoreSyntaxException {
        Candidate.Texts own = contexts.texts(commit.tree()).orElse(null);
        if (own == null) {
            return notBuilt(commit, State.NO_DOCKERFILE, null);
        }
        Candidate.Texts texts = changed.computeIfAbsent(own, candidate::apply).orElse(null);
        if (texts == null) {
            interrupted = true; // the next one has another commit before it than it has without the patch
            return notBuilt(commit, State.UNREADABLE, "the patch does not fit");
        }
        Read dockerfile = read.computeIfAbsent(texts.dockerfile(), this::read);
        DockerfileFacts known = dockerfile.facts;
        if (known == null) {
            return notBuilt(commit, State.UNREADABLE, dockerfile.problem);
        }
        Snapshot tree = contexts.context(commit.tree(), texts.ignored()).orElse(null);
        if (tree == null) {
            return notBuilt(commit, State.NO_CONTEXT, null);
        }
        List<ForeseenStep> steps = builds.next(known, tree).orElse(null);
        Candidate.Texts before = last;
        Snapshot treeBefore = lastTree;
        boolean first = steps == null || before == null || treeBefore == null || interrupted;
        last = texts;
        lastTree = tree;
        interrupted = false;
        if (first || steps == null || before == null || treeBefore == null) {
            return notBuilt(commit, State.FIRST, null);
        }
        List<String> paths = contexts.changes(treeBefore, tree);
        return new ReplayedCommit(
                commit.hash(),
                commit.at(),
                commit.merge(),
                State.COMPARED,
                null,
                ChangeKind.of(
                        paths,
                        !before.dockerfile().equals(texts.dockerfile()),
                        !Objects.equals(before.ignored(), texts.ignored())),
                paths,
                steps,
                dockerfile.installs);
    }

    private Read read(String text) {
        try {
            Dockerfile parsed = Dockerfile.parse(text);
            return target == null || parsed.hasStage(target)
                    ? new Read(facts.apply(parsed), Installs.of(parsed), null)
                    : new Read(null, List.of(), "its Dockerfile has no stage " + target);
        } catch (DockerfileSyntaxException e) {
            return new Read(null, List.of(), contexts.dockerfile() + ": " + e.getMessage());
        }
    }

    private static ReplayedCommit notBuilt(GitCommit commit, State state, @Nullable String problem) {
        return new ReplayedCommit(
                commit.hash(), commit.at(), commit.merge(), state, problem, null, List.of(), List.of(), List.of());
    }
}
