package dev.misstep.explain;

import static dev.misstep.build.Status.CACHED;
import static dev.misstep.build.Status.EXECUTED;
import static dev.misstep.build.Status.FAILED;
import static dev.misstep.build.Status.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    @Test
    void theFirstBuildIsColdAndItsStepsFollowFromTheFirstThatRan() {
        Build first = new Builds("1")
                .step("[1/3] FROM busybox", EXECUTED, 0)
                .step("[2/3] RUN a", EXECUTED, 1)
                .step("[3/3] RUN b", EXECUTED, 1)
                .build();

        List<Miss> misses = Explainer.explain(List.of(first)).misses();

        assertThat(misses).extracting(Miss::vertex).containsExactly("v2", "v3");
        assertThat(misses).extracting(Miss::role).containsExactly(Role.ROOT, Role.CASCADE);
        assertThat(misses).allSatisfy(miss -> {
            assertThat(miss.cause()).isEqualTo(Cause.COLD);
            assertThat(miss.baseline()).isNull();
            assertThat(miss.root()).isEqualTo("v2");
        });
    }

    @Test
    void anEditedInstructionIsShownBeforeAndAfter() {
        Build before = new Builds("1")
                .step("[2/3] RUN a", EXECUTED, 1)
                .step("[3/3] RUN b", EXECUTED, 1)
                .build();
        Build after = new Builds("2")
                .step("[2/3] RUN a", CACHED, 0)
                .step("[3/3] RUN b --fast", EXECUTED, 1)
                .build();

        Miss miss = missesOfTheSecond(Explainer.explain(List.of(before, after))).get(0);

        assertThat(miss.cause()).isEqualTo(Cause.INSTRUCTION);
        assertThat(miss.certainty()).isEqualTo(Certainty.LIKELY); // the name has the values of variables
        assertThat(miss.before()).isEqualTo("RUN b");
        assertThat(miss.after()).isEqualTo("RUN b --fast");
        assertThat(miss.baseline()).isEqualTo("1");
    }

    @Test
    void anUnchangedInstructionOfALogIsHonestlyUnknown() {
        Build before = new Builds("1").step("[2/2] COPY . .", EXECUTED, 1).build();
        Build after = new Builds("2").step("[2/2] COPY . .", EXECUTED, 1).build();

        Miss miss = missesOfTheSecond(Explainer.explain(List.of(before, after))).get(0);

        assertThat(miss.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(miss.certainty()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void aStepThatFailedBeforeWasNeverCached() {
        Build before = new Builds("1")
                .step("[2/2] RUN x", FAILED, 1)
                .ended(Outcome.FAILED)
                .build();
        Build after = new Builds("2").step("[2/2] RUN x", EXECUTED, 1).build();

        Miss miss = missesOfTheSecond(Explainer.explain(List.of(before, after))).get(0);

        assertThat(miss.cause()).isEqualTo(Cause.COLD);
        assertThat(miss.certainty()).isEqualTo(Certainty.PROVEN);
    }

    @Test
    void aStepBehindTheEndOfAFailedBaselineIsNotTakenForANewInstruction() {
        Build before = new Builds("1")
                .step("[2/3] RUN x", FAILED, 1)
                .ended(Outcome.FAILED)
                .build();
        Build after = new Builds("2")
                .step("[2/3] RUN x", CACHED, 0)
                .step("[3/3] RUN y", EXECUTED, 1)
                .build();

        Miss miss = missesOfTheSecond(Explainer.explain(List.of(before, after))).get(0);

        assertThat(miss.cause()).isEqualTo(Cause.COLD);
        assertThat(miss.certainty()).isEqualTo(Certainty.LIKELY);
    }

    @Test
    void aStepTheBaselineLeftOutMayHaveBeenCachedThere() {
        Build before = new Builds("1").step("[3/3] RUN y", CACHED, 0).build();
        Build after = new Builds("2")
                .step("[2/3] RUN x", EXECUTED, 1)
                .step("[3/3] RUN y", EXECUTED, 1)
                .build();

        Miss root = missesOfTheSecond(Explainer.explain(List.of(before, after))).get(0);

        assertThat(root.cause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void aHitInBetweenEndsACascade() {
        Build build = new Builds("1")
                .step("[build 2/3] RUN make", EXECUTED, 5)
                .step("[2/3] COPY --from=build /out .", CACHED, 0, "v1")
                .step("[3/3] RUN use", EXECUTED, 1, "v2")
                .build();

        List<Miss> misses = Explainer.explain(List.of(build)).misses();

        assertThat(misses).extracting(Miss::role).containsExactly(Role.ROOT, Role.ROOT);
    }

    @Test
    void withoutAGraphTheChainIsReadFromStageAndNumber() {
        Build build = new Builds("1")
                .step("[app 3/3] COPY --from=deps /m .", EXECUTED, 1)
                .step("[deps 3/3] RUN npm ci", EXECUTED, 9)
                .step("[deps 2/3] COPY package.json .", EXECUTED, 0)
                .step("[app 2/3] WORKDIR /app", CACHED, 0)
                .build();

        List<Miss> misses = Explainer.explain(List.of(build)).misses();

        assertThat(misses).extracting(Miss::root).containsExactly("v3", "v3", "v3");
    }

    @Test
    void aStageWithoutFromBuildsOnTheOnlyStageItCan() {
        Build build = new Builds("1")
                .step("[app 1/2] COPY src src", EXECUTED, 1)
                .step("[final 2/2] COPY --from=app /out .", EXECUTED, 1)
                .step("[base 2/2] COPY seed .", EXECUTED, 1)
                .build();

        List<Miss> misses = Explainer.explain(List.of(build)).misses();

        assertThat(misses).extracting(Miss::root).containsExactly("v3", "v3", "v3");
    }

    @Test
    void twoStagesThatCouldBuildOnEachOtherMakeNoCircle() {
        Build build = new Builds("1")
                .step("[a 1/1] RUN a", EXECUTED, 1)
                .step("[b 1/1] RUN b", EXECUTED, 1)
                .build();

        List<Miss> misses = Explainer.explain(List.of(build)).misses();

        assertThat(misses).extracting(Miss::role).containsExactlyInAnyOrder(Role.ROOT, Role.CASCADE);
    }

    @Test
    void aMissCostsWhatTheLongestChainWouldBeShorter() {
        Build build = new Builds("1")
                .step("[a 2/2] RUN long", EXECUTED, 10)
                .step("[b 2/3] RUN short", EXECUTED, 2)
                .step("[b 3/3] RUN after", EXECUTED, 1, "v2")
                .step("[c 1/1] COPY --from=a x .", CACHED, 0, "v1", "v3")
                .build();

        List<Miss> misses = Explainer.explain(List.of(build)).misses();

        assertThat(misses.get(0).costSeconds()).isEqualTo(7.0, within(1e-9));
        assertThat(misses.get(1).costSeconds()).isZero();
        assertThat(misses.get(2).costSeconds()).isNull();
    }

    @Test
    void aBuildIsNotComparedWithOneOfSomethingElse() {
        Build other = new Builds("1").step("[2/2] RUN their thing", EXECUTED, 1).build();
        Build mine = new Builds("2").step("[2/2] RUN my thing", EXECUTED, 1).build();

        Analysis analysis = Explainer.explain(List.of(other, mine));

        assertThat(missesOfTheSecond(analysis).get(0).baseline()).isNull();
        assertThat(analysis.series()).hasSize(2);
    }

    @Test
    void skippedStepsAreInNoRate() {
        Build build = new Builds("1")
                .step("[2/3] RUN a", SKIPPED, 0)
                .step("[3/3] COPY missing .", FAILED, 0)
                .ended(Outcome.FAILED)
                .build();

        Summary summary = Explainer.explain(List.of(build)).builds().get(0).summary();

        assertThat(summary.hitRate()).isZero();
        assertThat(summary.skipped()).isEqualTo(1);
    }

    @Test
    void aHitSavesWhatTheStepTookWhenItLastRan() {
        Build cold = new Builds("1")
                .step("[2/3] RUN a", EXECUTED, 8)
                .step("[3/3] RUN b", EXECUTED, 2)
                .build();
        Build warm = new Builds("2")
                .step("[2/3] RUN a", CACHED, 0)
                .step("[3/3] RUN b", EXECUTED, 2)
                .build();

        Summary summary = Explainer.explain(List.of(cold, warm)).builds().get(1).summary();

        assertThat(summary.hitRate()).isEqualTo(0.5);
        assertThat(summary.savedSeconds()).isEqualTo(8.0);
        assertThat(summary.timeHitRate()).isEqualTo(0.8, within(1e-9));
        assertThat(summary.unknownCost()).isZero();
    }

    @Test
    void savingsNobodyHasSeenAreLeftOutAndCounted() {
        Build warm = new Builds("1").step("[2/2] RUN a", CACHED, 0).build();

        Summary summary = Explainer.explain(List.of(warm)).builds().get(0).summary();

        assertThat(summary.hitRate()).isEqualTo(1.0);
        assertThat(summary.savedSeconds()).isNull();
        assertThat(summary.timeHitRate()).isNull();
        assertThat(summary.unknownCost()).isEqualTo(1);
    }

    @Test
    void withNothingDecidedThereIsNoRate() {
        Build empty = new Builds("1")
                .step("[internal] load build definition", EXECUTED, 0)
                .build();

        Summary summary = Explainer.explain(List.of(empty)).builds().get(0).summary();

        assertThat(summary.hitRate()).isNull();
        assertThat(summary.steps()).isZero();
    }

    private static Observed observed(Build build, String written, String hash, boolean noCache) {
        return new Observed(
                build,
                new BuildInputs(
                        null,
                        Map.of(),
                        Map.of("v1", written),
                        Map.of("v1", List.of(new SeenArgument("VERSION", 2, hash))),
                        noCache));
    }

    private static Miss explained(Observed before, Observed after) {
        return Explainer.explainCompared(List.of(new Explainer.Compared(after, before)))
                .misses()
                .get(0);
    }

    /** BuildKit puts the value into the name, so the name alone looks as if the instruction had been edited. */
    @Test
    void anotherValueOfAnArgumentIsNoEditedInstruction() {
        Build one = new Builds("1").step("[2/2] RUN make 1", EXECUTED, 1).build();
        Build two = new Builds("2").step("[2/2] RUN make 2", EXECUTED, 1).build();

        Miss miss = explained(
                observed(one, "RUN make $VERSION", "aa", false), observed(two, "RUN make $VERSION", "bb", false));
        Miss edited =
                explained(observed(one, "RUN make $VERSION", "aa", false), observed(two, "RUN make 2", "bb", false));

        assertThat(miss.cause()).isEqualTo(Cause.BUILD_ARG);
        assertThat(miss.before()).isEqualTo("VERSION=aa");
        assertThat(miss.after()).isEqualTo("VERSION=bb");
        assertThat(edited.cause()).isEqualTo(Cause.INSTRUCTION);
    }

    /** BuildKit asks its cache for a WORKDIR all the same. */
    @Test
    void withoutCacheTheClassicBuilderRunsEverything() {
        Build classic =
                new Builds("1").classic().step("WORKDIR /app", EXECUTED, 1).build();
        Build buildKit = new Builds("1").step("[2/2] WORKDIR /app", EXECUTED, 1).build();

        assertThat(explained(observed(classic, "", "", false), observed(classic, "", "", true))
                        .cause())
                .isEqualTo(Cause.NO_CACHE);
        assertThat(explained(observed(buildKit, "", "", false), observed(buildKit, "", "", true))
                        .cause())
                .isEqualTo(Cause.UNKNOWN);
    }

    private static List<Miss> missesOfTheSecond(Analysis analysis) {
        return analysis.missesByBuild().getOrDefault("2", List.of());
    }
}
