package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.context.IgnoreRules;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.context.Snapshot;
import dev.misstep.context.git.Commits;
import dev.misstep.context.git.GitCommit;
import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitRepository;
import dev.misstep.context.git.SuccessiveTrees;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of successive commits is what is told of each two of them, with all that was built before in the cache. */
class SuccessiveBuildsTest {
    private static final GivenOptions NO_OPTIONS =
            new GivenOptions("linux/amd64", "default", List.of(), Map.of(), Set.of(), false);

    private static final List<String> DOCKERFILES = List.of("""
            FROM base AS made
            WORKDIR /w
            COPY a/ a/
            RUN --mount=type=bind,source=b,target=/b make
            FROM base
            COPY c* top/
            COPY --from=made /w/out /out
            COPY . /all
            RUN done
            """, """
            FROM base AS made
            WORKDIR /w
            COPY a/ a/
            ENV E=1
            RUN --mount=type=bind,source=b,target=/b make
            FROM base
            COPY c* top/
            RUN between
            COPY --from=made /w/out /out
            COPY . /all
            RUN done
            """, """
            FROM other AS made
            WORKDIR /w
            COPY --exclude=*.md a/ a/
            RUN make faster
            FROM base
            COPY c*/x* top/
            COPY --from=made /w/out /out
            RUN done
            """);

    private static final List<String> IGNORED = List.of("*.md\n", "a/n\n!a/n/k\n**/*.md\n", "b/q*\nc0/x1\n");

    @TempDir
    private Path directory;

    private void change(Commits commits, Random random, Set<String> files) throws IOException {
        for (int i = random.nextInt(4); i >= 0; i--) {
            String folder = List.of("a", "a/n", "b", "c0", "c1", "d/e/f").get(random.nextInt(6));
            String path = folder + "/" + List.of("x1", "x2", "k", "q.md").get(random.nextInt(4));
            switch (random.nextInt(6)) {
                case 0 -> commits.program(path, "v" + random.nextInt(3));
                case 1 -> commits.link(path, random.nextBoolean() ? "/a/always" : "/b/always");
                case 2 -> {
                    if (files.contains(path)) {
                        commits.gone(path);
                        files.remove(path);
                    }
                    continue;
                }
                default -> commits.file(path, "v" + random.nextInt(3));
            }
            files.add(path);
        }
        commits.file("Dockerfile", DOCKERFILES.get(random.nextInt(8) == 0 ? random.nextInt(3) : 0));
        commits.file(".dockerignore", IGNORED.get(random.nextInt(8) == 0 ? random.nextInt(3) : 0));
    }

    private static DockerfileFacts facts(String text, BuilderRules rules) {
        try {
            return new DockerfileFacts(Dockerfile.parse(text), Map.of(), Map.of(), null, rules);
        } catch (DockerfileSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> told(List<PredictedStep> steps) {
        return steps.stream()
                .map(step -> step.step().name().text() + " " + step.fate() + " " + step.role() + " " + step.cause()
                        + " " + step.certainty() + " " + step.files() + " " + step.detail())
                .toList();
    }

    private void replay(long seed, BuilderRules rules) throws IOException, GitException, IgnoreSyntaxException {
        Random random = new Random(seed);
        try (Commits commits = new Commits(directory)) {
            Set<String> files = new TreeSet<>();
            // what instructions name is always there
            for (String path : List.of("a/always", "b/always", "c0/xalways", "c1/always")) {
                commits.file(path, "v");
            }
            for (int i = 0; i < 40; i++) {
                change(commits, random, files);
                commits.commit();
            }
        }
        try (GitRepository repository = GitRepository.around(directory.toRealPath());
                SuccessiveTrees trees = repository.successive("")) {
            List<GitCommit> all = new ArrayList<>(repository.lastCommits(1_000));
            Collections.reverse(all);
            assertThat(all).hasSize(40);
            SuccessiveBuilds builds = new SuccessiveBuilds(false, NO_OPTIONS);
            Map<String, DockerfileFacts> known = new HashMap<>();
            Map<String, IgnoreRules> ignored = new HashMap<>();
            Set<String> built = new HashSet<>();
            Planned before = null;
            for (GitCommit commit : all) {
                String dockerfile = trees.text(commit.tree(), "Dockerfile").orElseThrow();
                String ignore = trees.text(commit.tree(), ".dockerignore").orElseThrow();
                if (!ignored.containsKey(ignore)) {
                    ignored.put(ignore, IgnoreRules.parse(ignore));
                }
                Snapshot context = trees.context(commit.tree(), ignored.getOrDefault(ignore, IgnoreRules.NONE))
                        .orElseThrow();
                Snapshot whole =
                        commit.tree().context("", IgnoreRules.parse(ignore)).snapshot();
                assertThat(context.entries()).isEqualTo(whole.entries());

                Planned now = Planned.of(facts(dockerfile, rules), whole, false, NO_OPTIONS);
                List<ForeseenStep> foreseen = builds.next(
                                known.computeIfAbsent(dockerfile, text -> facts(text, rules)), context)
                        .orElse(null);
                if (before == null) {
                    assertThat(foreseen).isNull();
                } else {
                    assertThat(told(Objects.requireNonNull(foreseen).stream()
                                    .map(ForeseenStep::predicted)
                                    .toList()))
                            .as("seed " + seed + ", " + commit.hash())
                            .isEqualTo(told(
                                    Prediction.of(new Plans(now, before, new EngineCache(built, Set.of(), true)))));
                }
                built.addAll(now.keys().values());
                before = now;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ofBuildKit(long seed) throws Exception {
        replay(seed, BuilderRules.BUILDKIT);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void ofTheClassicBuilder(long seed) throws Exception {
        replay(seed, BuilderRules.CLASSIC);
    }

    private List<List<ForeseenStep>> foreseen(String dockerfile) throws IOException, GitException {
        List<List<ForeseenStep>> foreseen = new ArrayList<>();
        try (GitRepository repository = GitRepository.around(directory.toRealPath());
                SuccessiveTrees trees = repository.successive("")) {
            List<GitCommit> all = new ArrayList<>(repository.lastCommits(100));
            Collections.reverse(all);
            SuccessiveBuilds builds = new SuccessiveBuilds(false, NO_OPTIONS);
            DockerfileFacts facts = facts(dockerfile, BuilderRules.BUILDKIT);
            for (GitCommit commit : all) {
                builds.next(
                                facts,
                                trees.context(commit.tree(), IgnoreRules.NONE).orElseThrow())
                        .ifPresent(foreseen::add);
            }
        }
        return foreseen;
    }

    private static List<Fate> fates(List<ForeseenStep> steps) {
        return steps.stream().map(ForeseenStep::fate).toList();
    }

    @Test
    void whatIsTakenBackHitsAgain() throws Exception {
        try (Commits commits = new Commits(directory)) {
            commits.file("a", "1").commit();
            commits.file("a", "2").commit();
            commits.file("a", "1").commit();
        }

        List<List<ForeseenStep>> foreseen = foreseen("FROM base\nCOPY a .\nRUN make\n");

        assertThat(fates(foreseen.get(0))).containsExactly(Fate.MISS, Fate.MISS);
        assertThat(fates(foreseen.get(1))).containsExactly(Fate.HIT, Fate.HIT);
    }

    @Test
    void ofWhatGitDoesNotHaveOnlyABuildCanTell() throws Exception {
        try (Commits commits = new Commits(directory)) {
            commits.file("a", "1").commit();
            commits.file("a", "2").commit();
        }

        List<List<ForeseenStep>> foreseen = foreseen("""
                FROM base
                COPY a* .
                FROM base
                COPY dist dist
                RUN make
                COPY a .
                FROM base
                COPY $SOMEWHERE .
                FROM base
                COPY *.jar .
                COPY --from=0 /x /x
                COPY --from=1 /x /x
                COPY --from=2 /x /x
                """);

        assertThat(fates(foreseen.get(0)))
                .containsExactly(
                        Fate.MISS,
                        Fate.DEPENDS,
                        Fate.DEPENDS,
                        Fate.MISS,
                        Fate.DEPENDS,
                        Fate.DEPENDS,
                        Fate.DEPENDS,
                        Fate.DEPENDS,
                        Fate.DEPENDS);
    }

    @Test
    void ofAnotherCommitOfASubmoduleOnlyABuildCanTell() throws Exception {
        try (Commits commits = new Commits(directory)) {
            commits.file("a", "1").submodule("lib/other", "1".repeat(40)).commit();
            commits.submodule("lib/other", "2".repeat(40)).commit();
            commits.file("lib/own", "1").submodule("lib/other", "3".repeat(40)).commit();
            commits.gone("lib/other").commit();
        }

        List<List<ForeseenStep>> foreseen =
                foreseen("FROM base\nCOPY lib lib\nFROM base\nCOPY a .\nCOPY --from=0 / /\n");

        assertThat(fates(foreseen.get(0))).containsExactly(Fate.DEPENDS, Fate.HIT, Fate.DEPENDS);
        assertThat(foreseen.get(0).get(0).predicted().detail())
                .isEqualTo("A submodule it takes is at another commit, and what is in there was not looked at.");
        assertThat(fates(foreseen.get(1))).containsExactly(Fate.MISS, Fate.HIT, Fate.DEPENDS);
        assertThat(fates(foreseen.get(2))).containsExactly(Fate.MISS, Fate.HIT, Fate.DEPENDS);
    }
}
