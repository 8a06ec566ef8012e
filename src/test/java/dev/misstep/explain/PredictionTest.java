package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What BuildKit does with each kind of change, one at a time. The oracle holds the same against engines. */
class PredictionTest {
    private static final Project ONE = Project.of("""
                    FROM base:1
                    WORKDIR /app
                    COPY package.json *.lock ./
                    RUN install
                    COPY src src
                    RUN make
                    """)
            .file("package.json", "{}")
            .file("npm.lock", "1")
            .directory("src", 0755)
            .file("src/a", "a")
            .link("src/l", "a");

    private static final Project STAGES = Project.of("""
                    ARG VERSION=1
                    FROM base:1 AS deps
                    COPY deps deps
                    RUN fetch
                    FROM base:1 AS build
                    ARG MODE=fast
                    COPY --from=deps /out /deps
                    RUN compile
                    FROM base:2
                    COPY --from=build /out /out
                    COPY --link conf /conf
                    RUN check
                    """).file("deps", "d").file("conf", "c");

    private static List<String> with(Project next) {
        return ONE.fates(next);
    }

    @Test
    void nothingChanged() {
        assertThat(with(ONE.copy())).containsExactly("2 hit", "3 hit", "4 hit", "5 hit", "6 hit");
    }

    @Test
    void contentOfAFileInADirectory() {
        assertThat(with(ONE.copy().file("src/a", "b")))
                .containsExactly("2 hit", "3 hit", "4 hit", "5 miss context-files", "6 miss");
    }

    @Test
    void modeOfAFile() {
        assertThat(with(ONE.copy().file("src/a", "a", 0755))).contains("4 hit", "5 miss context-files");
    }

    /** BuildKit keeps what it was sent, and does not notice. */
    @Test
    void modeOfADirectory() {
        assertThat(with(ONE.copy().directory("src", 0700))).contains("4 hit", "5 depends context-files", "6 depends");
        assertThat(with(ONE.copy().directory("src", 0700).file("src/a", "b")))
                .contains("5 miss context-files", "6 miss");
    }

    /** Nor does it notice these, unless the file changed too. */
    @Test
    void extendedAttributes() {
        assertThat(with(ONE.copy().attribute("src/a", "1"))).contains("4 hit", "5 depends context-files", "6 depends");
        assertThat(with(ONE.copy().attribute("src", "1"))).contains("4 hit", "5 depends context-files", "6 depends");
        assertThat(with(ONE.copy().file("src/a", "b").attribute("src/a", "1")))
                .contains("5 miss context-files", "6 miss");
    }

    @Test
    void anEmptyDirectory() {
        assertThat(with(ONE.copy().directory("src/empty", 0755))).contains("4 hit", "5 miss context-files");
    }

    @Test
    void theTargetOfALink() {
        assertThat(with(ONE.copy().link("src/l", "b"))).contains("4 hit", "5 miss context-files");
    }

    @Test
    void aFileThatAWildcardMatchesNow() {
        assertThat(with(ONE.copy().file("yarn.lock", "1")))
                .containsExactly("2 hit", "3 miss context-files", "4 miss", "5 miss", "6 miss");
    }

    @Test
    void aFileThatNothingSelects() {
        assertThat(with(ONE.copy().file("README", "1"))).allMatch(step -> step.endsWith("hit"));
    }

    @Test
    void aCommentAndTheCaseOfAKeyword() {
        assertThat(ONE.fates(ONE.with("""
                # syntax is as it was
                FROM base:1
                workdir /app
                COPY ["package.json", "*.lock", "./"]
                RUN install
                COPY src src
                RUN make
                """))).allMatch(step -> step.endsWith("hit"));
    }

    @Test
    void anInstructionInserted() {
        assertThat(ONE.fates(ONE.with("""
                FROM base:1
                WORKDIR /app
                COPY package.json *.lock ./
                RUN prepare
                RUN install
                COPY src src
                RUN make
                """)))
                .containsExactly("2 hit", "3 hit", "4 miss instruction", "5 miss", "6 miss", "7 miss");
    }

    @Test
    void anInstructionTakenOut() {
        assertThat(ONE.fates(ONE.with("""
                FROM base:1
                WORKDIR /app
                COPY package.json *.lock ./
                COPY src src
                RUN make
                """))).containsExactly("2 hit", "3 hit", "4 miss instruction", "5 miss");
    }

    @Test
    void twoInstructionsInAnotherOrder() {
        assertThat(ONE.fates(ONE.with("""
                FROM base:1
                WORKDIR /app
                COPY package.json *.lock ./
                COPY src src
                RUN install
                RUN make
                """)))
                .containsExactly("2 hit", "3 hit", "4 miss instruction", "5 miss", "6 miss");
    }

    @Test
    void labelsAndCommandsAreNoSteps() {
        assertThat(ONE.fates(ONE.with("""
                FROM base:1
                LABEL version=2
                WORKDIR /app
                COPY package.json *.lock ./
                EXPOSE 80
                RUN install
                COPY src src
                RUN make
                CMD ["run"]
                """))).allMatch(step -> step.endsWith("hit"));
    }

    @Test
    void anEnvIsSeenByEachRunBelow() {
        Project before = ONE.with("""
                FROM base:1
                ENV MODE=a
                COPY src src
                RUN make
                """);
        assertThat(before.fates(before.with("""
                FROM base:1
                ENV MODE=b
                COPY src src
                RUN make
                """))).containsExactly("3 hit", "4 miss instruction");
    }

    @Test
    void anotherWorkdirMovesWhatIsCopied() {
        assertThat(ONE.fates(ONE.with("""
                FROM base:1
                WORKDIR /srv
                COPY package.json *.lock ./
                RUN install
                COPY src src
                RUN make
                """)))
                .containsExactly("2 miss instruction", "3 miss", "4 miss", "5 miss", "6 miss");
    }

    @Test
    void anArgumentUsedOrNotIsSeenByEachRunBelow() {
        assertThat(STAGES.fates(STAGES.copy().argument("MODE", "slow")))
                .containsExactly("3 hit", "4 hit", "7 hit", "8 miss build-arg", "10 depends", "11 hit", "12 depends");
    }

    @Test
    void anArgumentAboveTheStagesThatNoneTakesIn() {
        assertThat(STAGES.fates(STAGES.copy().argument("VERSION", "2"))).allMatch(step -> step.endsWith("hit"));
    }

    @Test
    void anArgumentThatNothingDeclares() {
        assertThat(STAGES.fates(STAGES.copy().argument("OTHER", "2"))).allMatch(step -> step.endsWith("hit"));
    }

    @Test
    void whatAnEarlierStageMakesDecidesTheLaterOnes() {
        assertThat(STAGES.fates(STAGES.copy().file("deps", "e")))
                .containsExactly(
                        "3 miss context-files",
                        "4 miss",
                        "7 depends",
                        "8 depends",
                        "10 depends",
                        "11 hit",
                        "12 depends");
    }

    @Test
    void twoRootsInOneBuild() {
        assertThat(STAGES.fates(STAGES.copy().file("deps", "e").file("conf", "d")))
                .contains("3 miss context-files", "11 miss context-files", "12 miss");
    }

    @Test
    void aLinkedCopyStandsOnNothing() {
        assertThat(STAGES.fates(STAGES.copy().image("base:2", "other layers", "settings 2")))
                .containsExactly("3 hit", "4 hit", "7 hit", "8 hit", "10 miss base-image", "11 hit", "12 miss");
    }

    @Test
    void onAGraphDriverALinkIsACopyLikeAnyOther() {
        Project before = ONE.copy().by(BuilderRules.BUILDKIT_ON_GRAPH_DRIVER);
        Project linked = before.with("""
                FROM base:1
                WORKDIR /app
                COPY package.json *.lock ./
                RUN install
                COPY --link src src
                RUN make
                """);
        assertThat(before.fates(linked)).allMatch(step -> step.endsWith("hit"));
        assertThat(ONE.fates(linked.by(BuilderRules.BUILDKIT))).contains("4 hit", "5 miss instruction", "6 miss");
        assertThat(linked.fates(
                        linked.copy().by(BuilderRules.BUILDKIT_ON_GRAPH_DRIVER).file("npm.lock", "2")))
                .contains("3 miss context-files", "5 miss");
    }

    @Test
    void anImageOfTheSameLayersIsTheSame() {
        assertThat(ONE.fates(ONE.copy().image("base:1", "layers 1", "settings 1")))
                .allMatch(step -> step.endsWith("hit"));
    }

    @Test
    void theEnvironmentOfAnImageIsSeenByEachRun() {
        assertThat(ONE.fates(ONE.copy().image("base:1", "layers 1", "another ENV")))
                .containsExactly("2 hit", "3 hit", "4 miss base-image", "5 miss", "6 miss");
    }

    @Test
    void aStageOnAnotherHasItsArgumentsWithBuildKitAlone() {
        Project before = Project.of("FROM base:1 AS a\nRUN one\nARG V=1\nFROM a\nRUN two\n");
        assertThat(before.fates(before.copy().argument("V", "2"))).containsExactly("2 hit", "5 miss build-arg");
        Project classic = before.copy().classic();
        assertThat(classic.fates(classic.copy().argument("V", "2"))).allMatch(step -> step.endsWith("hit"));
    }

    @Test
    void theClassicBuilderTakesWhatALinkLeadsToAndNotWhatItSays() {
        Project before = Project.of("FROM base:1\nCOPY conf /c\n")
                .directory("conf", 0755)
                .file("conf/a", "1")
                .file("conf/b", "2")
                .link("conf/l", "nowhere")
                .link("conf/k", "a");
        Project nothing = before.copy().link("conf/l", "elsewhere").link("conf/k", "./a");
        assertThat(before.fates(nothing)).containsExactly("2 miss context-files");
        Project classic = before.copy().classic();
        assertThat(classic.fates(nothing.copy().classic())).containsExactly("2 hit");
        assertThat(classic.fates(classic.copy().link("conf/l", "a"))).containsExactly("2 miss context-files");
        assertThat(classic.fates(classic.copy().link("conf/k", "b"))).containsExactly("2 miss context-files");
    }

    @Test
    void aVariableThatTheImageHasAnyhowIsNotNew() {
        Project before = Project.of("FROM base:3\nRUN make\n").variables("base:3", "PATH=/bin", "MODE=fast");
        assertThat(before.fates(before.with("FROM base:3\nENV MODE=fast\nRUN make\n")))
                .containsExactly("3 hit");
        assertThat(before.fates(before.with("FROM base:3\nENV MODE=slow\nRUN make\n")))
                .containsExactly("3 miss instruction");
        assertThat(before.fates(before.with("FROM base:3\nARG MODE=fast\nRUN make\n")))
                .containsExactly("3 hit");
    }

    @Test
    void oneThatIsNotTheLastOfTheImageComesToStandBehindTheOthers() {
        Project first = Project.of("FROM base:3\nRUN make\n").variables("base:3", "MODE=fast", "PATH=/bin");
        assertThat(first.fates(first.with("FROM base:3\nENV MODE=fast\nRUN make\n")))
                .containsExactly("3 miss instruction");
        // of an image that has no PATH the builder sets one, behind all others
        Project pathless = Project.of("FROM base:3\nRUN make\n").variables("base:3", "A=a", "MODE=fast");
        assertThat(pathless.fates(pathless.with("FROM base:3\nENV MODE=fast\nRUN make\n")))
                .containsExactly("3 miss instruction");
    }

    @Test
    void aStageOnAnotherHasTheVariablesOfItsImageInTheOrderOfTheImage() {
        Project before = Project.of("FROM base:3 AS a\nRUN one\nFROM a\nRUN two\n")
                .variables("base:3", "MODE=fast", "PATH=/bin");
        assertThat(before.fates(before.with("FROM base:3 AS a\nRUN one\nENV MODE=fast\nFROM a\nRUN two\n")))
                .containsExactly("2 hit", "5 hit");
    }

    @Test
    void whatAnImageSetsAndTheDockerfileSetsAnywayDoesNotMatter() {
        Project before =
                Project.of("FROM base:3\nENV MODE=own\nRUN make\n").variables("base:3", "PATH=/bin", "MODE=fast");
        assertThat(before.fates(before.copy().variables("base:3", "PATH=/bin", "MODE=slow")))
                .containsExactly("3 hit");
        assertThat(before.fates(before.copy().variables("base:3", "PATH=/sbin", "MODE=fast")))
                .containsExactly("3 miss base-image");
        assertThat(before.fates(before.copy().variables("base:3", "PATH=/bin", "OTHER=1")))
                .containsExactly("3 miss base-image");
    }

    @Test
    void theSameVariablesOfAnImageInAnotherOrder() {
        Project before = Project.of("FROM base:3\nRUN make\n").variables("base:3", "PATH=/bin", "MODE=fast");
        assertThat(before.fates(before.copy().variables("base:3", "MODE=fast", "PATH=/bin")))
                .containsExactly("2 miss base-image");
    }

    @Test
    void anotherNameOfTheSameImage() {
        assertThat(ONE.fates(ONE.with("""
                        FROM base:3
                        WORKDIR /app
                        COPY package.json *.lock ./
                        RUN install
                        COPY src src
                        RUN make
                        """).image("base:3", "layers 1", "settings 1")))
                .allMatch(step -> step.endsWith("hit"));
    }

    @Test
    void aBindMountIsPartOfItsRun() {
        Project before = ONE.with("FROM base:1\nRUN --mount=type=bind,source=src,target=/s make\nRUN test\n");
        assertThat(before.fates(before.copy().file("src/a", "b"))).containsExactly("2 miss context-files", "3 miss");
        assertThat(before.fates(before.copy().file("package.json", "b"))).containsExactly("2 hit", "3 hit");
    }

    @Test
    void withoutTheCacheWorkdirAloneMayHit() {
        assertThat(with(ONE.copy().noCache()))
                .containsExactly("2 hit", "3 miss no-cache", "4 miss", "5 miss", "6 miss");
        Project before = ONE.with("FROM base:1\nRUN a\nWORKDIR /b\n");
        assertThat(before.fates(before.copy().noCache())).containsExactly("2 miss no-cache", "3 depends");
    }

    @Test
    void ofTwoVariablesWithOneValueEitherWillDo() {
        Project before = ONE.with("FROM base:1\nENV A=src B=src\nCOPY $A /x\n");
        assertThat(before.fates(before.with("FROM base:1\nENV A=src B=src\nCOPY $B /x\n")))
                .containsExactly("3 hit");
    }

    @Test
    void aTriggerRunsInTheStageBelow() {
        Project before = ONE.with("FROM base:1 AS a\nONBUILD COPY src /s\nFROM a\nRUN make\n");
        assertThat(before.fates(before.copy().file("src/a", "b"))).containsExactly("2 miss context-files", "4 miss");
    }

    @Test
    void theTriggersOfAnImageRunFirst() {
        Project before = ONE.with("FROM base:3 AS a\nRUN make\nFROM a\nRUN test\n")
                .triggers("base:3", List.of("COPY src /s", "RUN install"));
        assertThat(before.fates(before.copy().file("src/a", "b")))
                .containsExactly("1 miss context-files", "1 miss", "2 miss", "4 miss");
        assertThat(before.fates(before.copy().triggers("base:3", List.of("COPY src /s", "RUN other"))))
                .containsExactly("1 hit", "1 miss instruction", "2 miss", "4 miss");
        assertThat(before.plan().steps().build().steps().get(1).name().text()).isEqualTo("[a 3/4] ONBUILD RUN install");
    }

    @Test
    void theNetworkAndTheHostsOfABuildAreSeenByEachRun() {
        for (Project next : List.of(ONE.copy().network("none"), ONE.copy().host("db"))) {
            assertThat(with(next)).containsExactly("2 hit", "3 hit", "4 miss instruction", "5 miss", "6 miss");
        }
        Project own = ONE.with("FROM base:1\nRUN --network=none make\n");
        assertThat(own.fates(own.copy().network("none"))).containsExactly("2 hit");
    }

    @Test
    void argumentsThatTellTheBuilderItselfSomething() {
        assertThat(with(ONE.copy().argument("SOURCE_DATE_EPOCH", "1"))).startsWith("2 miss build-arg", "3 miss");
        assertThat(with(ONE.copy().argument("BUILDKIT_SANDBOX_HOSTNAME", "h")))
                .startsWith("2 hit", "3 hit", "4 miss build-arg");
    }

    @Test
    void theClassicBuilderSeesWhetherThereIsAProxy() {
        Project before = ONE.with("FROM base:1\nRUN make\nARG A=1\nRUN test\n").classic();
        assertThat(before.fates(before.copy().argument("http_proxy", "p")))
                .containsExactly("2 miss build-arg", "3 miss", "4 miss");
        assertThat(before.copy().argument("HTTP_PROXY", "p").fates(before.copy().argument("https_proxy", "q")))
                .containsExactly("2 hit", "3 hit", "4 hit");
    }

    @Test
    void theNameOfACacheMountIsInNoKey() {
        String run = "FROM base:1\nRUN --mount=type=cache,id=%s,target=/c make\n";
        Project before = ONE.with(run.formatted("a"));
        assertThat(before.fates(before.with(run.formatted("b")))).containsExactly("2 hit");
        assertThat(before.fates(before.with(run.formatted("/c")))).containsExactly("2 miss instruction");
    }

    @Test
    void nobodyKnowsWhatIsAtAnAddress() {
        Project before = ONE.with("FROM base:1\nADD http://example.org/a src /a/\nRUN make\n");
        assertThat(before.fates(before.copy())).containsExactly("2 depends unknown", "3 depends");
        assertThat(before.fates(before.copy().file("src/a", "b"))).containsExactly("2 miss context-files", "3 miss");
        Project pinned = ONE.with("FROM base:1\nADD --checksum=sha256:1 http://example.org/a /a/\nRUN make\n");
        assertThat(pinned.fates(pinned.copy())).containsExactly("2 hit", "3 hit");
    }

    @Test
    void theClassicBuilderHasEqualStepsOfAnEarlierStage() {
        Project before = ONE.with("FROM base:1 AS a\nCOPY src /s\nFROM base:1\nCOPY src /s\nRUN make\n")
                .classic();
        assertThat(before.fates(before.copy().file("src/a", "b")))
                .containsExactly("2 miss context-files", "4 hit", "5 miss");
    }

    /** BuildKit has what lies there in its key, and of the path the last name alone. */
    @Test
    void whatLiesWhereItIsCopiedFromDecides() {
        Project before = ONE.copy()
                .file("x/b", "b")
                .directory("x", 0755)
                .with("FROM base:1\nCOPY --chown=1 src/a x/b /d/\nRUN --mount=source=src,target=/s make\n");
        Project moved = before.with(
                        "FROM base:1\nCOPY --chown=1 lib/a y/b /d/\nRUN --mount=source=lib,target=/s make\n")
                .directory("lib", 0755)
                .link("lib/l", "a")
                .directory("y", 0755)
                .file("y/b", "b");
        assertThat(before.fates(moved.copy().file("lib/a", "a"))).containsExactly("2 hit", "3 hit");
        assertThat(before.fates(moved.copy().file("lib/a", "other"))).containsExactly("2 miss instruction", "3 miss");
        assertThat(before.fates(moved.copy().file("lib/a", "a").file("lib/more", "")))
                .containsExactly("2 hit", "3 miss instruction");
        assertThat(before.fates(before.with(
                        "FROM base:1\nCOPY --chown=1 src/c x/b /d/\nRUN --mount=source=src,target=/t make\n")))
                .containsExactly("2 miss instruction", "3 miss");
    }

    @Test
    void whatAWildcardMatchesElsewhere() {
        Project before = ONE.copy().file("lib/n.lock", "1").with("FROM base:1\nCOPY --chown=1 *.lock /d/\n");
        Project moved =
                before.with("FROM base:1\nCOPY --chown=1 lib/*.lock /d/\n").directory("lib", 0755);
        assertThat(before.fates(moved)).containsExactly("2 miss instruction");
        assertThat(before.fates(moved.without("lib/n.lock").file("lib/npm.lock", "1")))
                .containsExactly("2 hit");
    }

    @Test
    void anotherPlaceInAnImageOfWhichNothingIsKnown() {
        Project before = ONE.with("FROM base:1\nCOPY --from=far:1 /a/x /x\n");
        assertThat(before.fates(before.with("FROM base:1\nCOPY --from=far:1 /b/x /x\n")))
                .containsExactly("2 depends instruction");
    }

    /** What is taken from there may be equal, and then BuildKit finds what it has. */
    @Test
    void anImageMadeAnewThatFilesAreTakenFrom() {
        Project before = ONE.with("FROM base:1\nCOPY --from=base:2 /a /a\nRUN --mount=from=base:2,target=/b make\n");
        assertThat(before.fates(before.copy().image("base:2", "layers 3", "settings 2")))
                .containsExactly("2 depends base-image", "3 depends");
        assertThat(before.fates(before.with("FROM base:1\nCOPY --from=base:2 /a /b\n")
                        .image("base:2", "layers 3", "settings 2")))
                .containsExactly("2 miss instruction");
    }

    /** What an option filters is compared as far as it is known. */
    @Test
    void aFilteredCopyOfAnotherPlace() {
        Project before = ONE.copy()
                .directory("lib", 0755)
                .directory("lib/src", 0755)
                .file("lib/src/a", "a")
                .with("FROM base:1\nCOPY --exclude=b src /d/\n");
        assertThat(before.fates(before.with("FROM base:1\nCOPY --exclude=b lib/src /d/\n")))
                .containsExactly("2 depends instruction");
    }

    @Test
    void aCopyOfAStageWithOtherFlags() {
        assertThat(STAGES.fates(STAGES.with("""
                ARG VERSION=1
                FROM base:1 AS deps
                COPY deps deps
                RUN fetch
                FROM base:1 AS build
                ARG MODE=fast
                COPY --from=deps --chown=0:0 /out /deps
                RUN compile
                """))).containsExactly("3 hit", "4 hit", "7 miss instruction", "8 miss");
    }

    /** Without an earlier build of the target, what other targets left in the cache tells. */
    @Test
    void aCopyThatNoTargetHadYet() {
        Project before = ONE.with("FROM base:1 AS a\nCOPY src /s\nFROM base:1\nCOPY --from=a /s /s\n");
        EngineCache cache = new EngineCache(Set.copyOf(before.plan().keys().values()), Set.of(), true);
        Project next = before.with("FROM base:1 AS a\nCOPY src /s\nFROM base:1\nCOPY --from=a --chown=1 /s /s\n");
        assertThat(Project.fates(Prediction.of(new Plans(next.plan(), null, cache))))
                .containsExactly("2 hit", "4 miss cold");
        Project other = before.copy().file("src/a", "b");
        assertThat(Project.fates(Prediction.of(new Plans(other.plan(), null, cache))))
                .containsExactly("2 miss cold", "4 depends");
    }

    /** What comes from the stage may be equal to what came when that state was built. */
    @Test
    void anEarlierStateOnAnotherStateOfAStage() {
        Project first = ONE.with("FROM base:1 AS a\nRUN one\nFROM base:1\nCOPY --from=a /out /out\nCOPY src /s\n");
        Project last = first.copy().file("src/a", "b");
        Project next = first.with("FROM base:1 AS a\nRUN two\nFROM base:1\nCOPY --from=a /out /out\nCOPY src /s\n");
        EngineCache cache = new EngineCache(Set.copyOf(first.plan().keys().values()), Set.of(), true);
        assertThat(Project.fates(last.builtThen(next, cache)))
                .containsExactly("2 miss instruction", "4 depends", "5 depends");
        assertThat(Project.fates(last.builtThen(next.copy().file("src/a", "c"), cache)))
                .containsExactly("2 miss instruction", "4 depends", "5 miss context-files");
    }

    /** The copy hits because the stage comes out equal; what it stands on was never built on that. */
    @Test
    void aStepOnACopyThatHitInAnEarlierBuild() {
        String dockerfile = "FROM base:1 AS a\nCOPY src /s\nFROM base:1\nCOPY --from=a /s /s\nENV A=%s\nRUN make\n";
        Project earlier = ONE.with(dockerfile.formatted("1"));
        Project last = ONE.with(dockerfile.formatted("2")).file("src/a", "b");
        Project next = ONE.with(dockerfile.formatted("2"));
        EngineCache cache = new EngineCache(Set.copyOf(earlier.plan().keys().values()), Set.of(), true);
        List<PredictedStep> steps = last.builtThen(next, cache);
        assertThat(Project.fates(steps)).containsExactly("2 hit", "4 hit", "6 depends stage-output");
        assertThat(steps.get(2).detail()).contains("COPY --from=a").contains("which is made of other things");
    }

    @Test
    void theShellThatAnImageHasAnyhow() {
        String steps = "RUN make\nRUN <<EOF\nmake\nEOF\nRUN [\"make\"]\n";
        Project before = ONE.copy().shell("base:3", "/bin/sh", "-c").with("FROM base:3\n" + steps);
        String set = "FROM base:3\nSHELL [\"%s\", \"-c\"]\n" + steps;
        Project same = before.with(set.formatted("/bin/sh"));
        Project other = before.with(set.formatted("/bin/bash"));
        assertThat(before.fates(same)).containsExactly("3 hit", "4 hit", "7 hit");
        assertThat(same.fates(before)).containsExactly("2 hit", "3 hit", "6 hit");
        assertThat(before.fates(other)).containsExactly("3 miss instruction", "4 miss", "7 miss");
        assertThat(other.builtThen(before).get(0).detail())
                .isEqualTo("SHELL on line 2 is gone; every RUN below depends on it.");
        Project bash = before.copy().shell("base:3", "/bin/bash", "-c");
        assertThat(bash.fates(bash.with(set.formatted("/bin/bash")))).contains("3 hit", "4 hit", "7 hit");
    }

    @Test
    void whatAnImageSetsThatNobodyAskedForThen() {
        Project before = ONE.copy().image("base:3", "layers base:3", "").with("FROM base:3\nRUN make\n");
        assertThat(before.fates(before.copy().shell("base:3", "/bin/sh", "-c"))).containsExactly("2 depends unknown");
    }

    @Test
    void aStageInAStateThatAnotherTargetBroughtIntoTheCache() {
        Project before = ONE.with("FROM base:1 AS a\nCOPY src /s\nFROM base:1\nCOPY --from=a /s /s\nRUN make\n");
        Project next = before.copy().file("src/a", "b");
        Planned other = next.copy().target("a").plan();
        EngineCache cache = new EngineCache(Set.copyOf(other.keys().values()), Set.of(), true);
        assertThat(Project.fates(before.builtThen(next, cache)))
                .containsExactly("2 hit", "4 depends stage-output", "5 depends");
    }

    @Test
    void aStepOnAStateThatOnlyAnotherTargetWasBuiltOn() {
        Project before = ONE.with("FROM base:1 AS a\nCOPY src /s\nFROM a\nRUN make\n");
        Project next = before.copy().file("src/a", "b");
        EngineCache cache =
                new EngineCache(Set.copyOf(next.copy().target("a").plan().keys().values()), Set.of(), true);
        List<PredictedStep> steps = before.builtThen(next, cache);
        assertThat(Project.fates(steps)).containsExactly("2 hit", "4 miss context-files");
        assertThat(steps.get(1).files()).isEmpty(); // it selects none
    }

    @Test
    void aStateThatWasBuiltBeforeTheLastIsThereStill() {
        Project first = ONE.copy().file("src/a", "b");
        EngineCache cache = new EngineCache(Set.copyOf(first.plan().keys().values()), Set.of(), true);
        assertThat(Project.fates(ONE.builtThen(first, cache))).allMatch(step -> step.endsWith("hit"));
    }

    @Test
    void aResultThatTheCacheLost() {
        Map<String, String> keys = ONE.plan().keys();
        Set<String> lost = Set.of(keys.getOrDefault("0/4", ""), keys.getOrDefault("0/6", ""));
        EngineCache cache = new EngineCache(Set.copyOf(keys.values()), lost, true);
        assertThat(Project.fates(ONE.builtThen(ONE.copy(), cache)))
                .containsExactly("2 hit", "3 hit", "4 miss evicted", "5 miss", "6 miss");
    }

    @Test
    void theLastStepOfTheStageBelowIsGone() {
        Project before = ONE.with("FROM base:1 AS a\nRUN a\nRUN b\nFROM a\nRUN make\n");
        assertThat(before.fates(before.with("FROM base:1 AS a\nRUN a\nFROM a\nRUN make\n")))
                .containsExactly("2 hit", "4 miss instruction");
    }

    @Test
    void anotherEngineHasNothingOfIt() {
        assertThat(Project.fates(ONE.builtThen(ONE.copy(), new EngineCache(Set.of(), Set.of(), false))))
                .containsExactly("2 miss builder", "3 miss", "4 miss", "5 miss", "6 miss");
    }

    @Test
    void withoutAnEarlierBuildAllIsCold() {
        Plans plans = new Plans(ONE.plan(), null, EngineCache.UNKNOWN);
        assertThat(Project.fates(Prediction.of(plans)))
                .containsExactly("2 miss cold", "3 miss", "4 miss", "5 miss", "6 miss");
    }

    @Test
    void theClassicBuilderHasAStepForEachInstruction() {
        Project before =
                ONE.with("FROM base:1\nLABEL a=1\nCOPY src src\nRUN make\n").classic();
        assertThat(before.fates(before.with("FROM base:1\nLABEL a=2\nCOPY src src\nRUN make\n")))
                .containsExactly("2 miss instruction", "3 miss", "4 miss");
    }

    @Test
    void howAStageIsCalledIsInNoKey() {
        Project renamed = STAGES.with("""
                ARG VERSION=1
                FROM base:1 AS things
                COPY deps deps
                RUN fetch
                FROM base:1 AS made
                ARG MODE=fast
                COPY --from=things /out /deps
                RUN compile
                FROM base:2
                COPY --from=made /out /out
                COPY --link conf /conf
                RUN check
                """);
        assertThat(STAGES.fates(renamed)).allMatch(step -> step.endsWith("hit"));
    }

    @Test
    void aRenamedStageOnAnotherImage() {
        Project before = ONE.with("FROM base:1 AS a\nRUN a\nFROM base:1\nCOPY --from=a /out /out\n");
        Project next = before.with("FROM base:2 AS b\nRUN a\nFROM base:1\nCOPY --from=b /out /out\n");
        assertThat(before.fates(next)).containsExactly("2 miss base-image", "4 depends");
        assertThat(before.copy().classic().fates(next.classic())).containsExactly("2 miss base-image", "4 depends");
    }

    @Test
    void belowACopyFromARenamedStage() {
        Project before = ONE.with("FROM base:1 AS a\nCOPY src s\nFROM base:1\nCOPY --from=a /s /s\nRUN make\n");
        Project next = before.with("FROM base:1 AS b\nCOPY src s\nFROM base:1\nCOPY --from=b /s /s\nRUN make\n");
        assertThat(before.fates(next.file("src/a", "b")))
                .containsExactly("2 miss context-files", "4 depends", "5 depends");
    }

    @Test
    void aStageThatIsAnImageAlone() {
        Project before = ONE.with("FROM base:1 AS tools\nFROM base:2\nCOPY --from=tools /t /t\n");
        assertThat(before.fates(before.copy().image("base:1", "other layers", "settings 1")))
                .containsExactly("3 depends base-image");
    }

    @Test
    void theSameCopyOfAnotherStage() {
        Project before = ONE.with("""
                FROM base:1 AS a
                RUN a
                FROM base:1 AS b
                RUN b
                FROM base:1
                COPY --from=a /out /out
                COPY --from=b /out /b
                """);
        assertThat(before.fates(before.with("""
                FROM base:1 AS a
                RUN a
                FROM base:1 AS b
                RUN b
                FROM base:1
                COPY --from=b /out /out
                COPY --from=b /out /b
                """)))
                .containsExactly("4 hit", "6 depends instruction", "7 depends"); // a is not needed any more
    }

    @Test
    void theOrderOfEnvironmentVariablesIsKept() {
        Project before = ONE.with("FROM base:1\nENV A=1\nENV B=2\nRUN make\n");
        assertThat(before.fates(before.with("FROM base:1\nENV B=2\nENV A=1\nRUN make\n")))
                .containsExactly("4 miss instruction");
        assertThat(before.fates(before.with("FROM base:1\nENV A=0\nENV A=1\n# b\nENV B=2\nRUN make\n")))
                .containsExactly("6 hit");
    }

    /** RUN excepted, which it takes as it is written. */
    @Test
    void theClassicBuilderTakesInstructionsExpanded() {
        Project before =
                ONE.with("FROM base:1\nENV A=1 B=1\nENV C=x$A\nRUN make $A\n").classic();
        assertThat(before.fates(before.with("FROM base:1\nENV A=1 B=1\nENV C=x$B\nRUN make $A\n")))
                .containsExactly("2 hit", "3 hit", "4 hit");
        assertThat(before.fates(before.with("FROM base:1\nENV A=1 B=1\nENV C=x$B\nRUN make $B\n")))
                .containsExactly("2 hit", "3 hit", "4 miss instruction");
    }

    /** Made of the same parts, a build that ran tells it of cascades. */
    @Test
    void aCascadeThatHasAReasonOfItsOwnSaysSo() {
        Project next = ONE.copy().file("package.json", "{1}").file("src/a", "b");
        Plans plans = new Plans(next.plan(), ONE.plan(), EngineCache.UNKNOWN);
        Explainer.Compared compared = new Explainer.Compared(
                plans.now().steps(), Objects.requireNonNull(plans.then()).steps(), null, plans);
        List<Miss> misses = Explainer.explainCompared(List.of(compared)).misses();
        assertThat(misses).extracting(Miss::vertex).containsExactly("0/2", "0/3", "0/4", "0/5", "0/6");
        assertThat(misses.get(3).role()).isEqualTo(Role.CASCADE);
        assertThat(misses.get(3).detail())
                .endsWith("It would have run in any case: src/a changed, and COPY on line 5 selects it.");
        assertThat(misses.get(4).detail()).endsWith("which ran.");
    }

    @Test
    void severalCausesOfOneStepAreAllTold() {
        Project before =
                ONE.with("FROM base:1\nARG V=1\nENV MODE=a\nRUN --mount=type=bind,source=src,target=/s make\n");
        Project next = before.with(
                        "FROM base:1\nARG V=1\nENV MODE=b\nRUN --mount=type=bind,source=src,target=/s make\n")
                .argument("V", "2")
                .file("src/a", "b");
        PredictedStep step = before.builtThen(next).get(0);
        assertThat(step.cause()).isEqualTo(Cause.BUILD_ARG);
        assertThat(step.files()).hasSize(1);
        assertThat(step.detail())
                .contains("Build argument V")
                .contains("ENV MODE")
                .contains("src/a changed");
    }
}
