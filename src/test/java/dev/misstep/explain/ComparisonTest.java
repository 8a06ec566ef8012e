package dev.misstep.explain;

import static dev.misstep.build.Status.CACHED;
import static dev.misstep.build.Status.EXECUTED;
import static dev.misstep.build.Status.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void aStepThatWasAHitAndRanStoppedHitting() {
        Comparison.Pair pair = only(compare(runs(run("1", CACHED, 0)), runs(run("2", EXECUTED, 3))));

        assertThat(pair.steps().get(0).kind()).isEqualTo(StepChange.Kind.NONE);
        assertThat(pair.steps().get(1).kind()).isEqualTo(StepChange.Kind.STOPPED_HITTING);
        assertThat(pair.steps().get(1).seconds().after()).isEqualTo(3.0);
        assertThat(pair.steps().get(1).seconds().before()).isNull();
    }

    @Test
    void theHeadIsExplainedByTheBaseAndNotByItsOwnRuns() {
        Comparison comparison = compare(runs(run("1", CACHED, 0)), runs(run("2", EXECUTED, 3), run("3", EXECUTED, 3)));

        assertThat(comparison.analysis().misses()).extracting(Miss::baseline).containsExactly("1", "1");
        assertThat(comparison.head()).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void ofOneRunOnASideNobodyKnowsWhatIsChance() {
        StepChange step = only(compare(runs(run("1", EXECUTED, 1)), runs(run("2", EXECUTED, 9))))
                .steps()
                .get(1);

        assertThat(step.seconds().difference()).isEqualTo(8.0);
        assertThat(step.seconds().carried()).isNull();
        assertThat(step.kind()).isEqualTo(StepChange.Kind.NONE);
    }

    @Test
    void aDifferenceBeyondTheSpreadIsOne() {
        Build[] base = {run("1", EXECUTED, 2.0), run("2", EXECUTED, 2.2), run("3", EXECUTED, 2.1)};
        Build[] head = {run("4", EXECUTED, 3.0), run("5", EXECUTED, 3.2), run("6", EXECUTED, 3.1)};

        assertThat(only(compare(runs(base), runs(head))).steps().get(1).kind()).isEqualTo(StepChange.Kind.SLOWER);
        assertThat(only(compare(runs(head), runs(base))).steps().get(1).kind()).isEqualTo(StepChange.Kind.FASTER);
    }

    @Test
    void aDifferenceWithinTheSpreadIsNone() {
        StepChange step = only(compare(
                        runs(run("1", EXECUTED, 1), run("2", EXECUTED, 5)),
                        runs(run("3", EXECUTED, 2), run("4", EXECUTED, 7))))
                .steps()
                .get(1);

        assertThat(step.seconds().carried()).isFalse();
        assertThat(step.kind()).isEqualTo(StepChange.Kind.NONE);
    }

    /** The first run of a series often fills the cache for the others. */
    @Test
    void aRunInWhichStepsFaredOtherwiseSaysNothingOfTheTime() {
        Comparison.Pair pair = only(compare(
                runs(run("1", EXECUTED, 60), run("2", CACHED, 0), run("3", CACHED, 0)), runs(run("4", CACHED, 0))));

        assertThat(pair.wall().runsBefore()).isEqualTo(2);
    }

    @Test
    void aRunOfTheBaseThatFailedIsNotTheOneThatCounts() {
        Build failed = new Builds("2")
                .step("[2/3] COPY a b", CACHED, 0)
                .step("[3/3] RUN make", FAILED, 1, "v1")
                .ended(Outcome.FAILED)
                .build();
        Comparison.Pair pair = only(compare(runs(run("1", CACHED, 0), failed), runs(run("3", CACHED, 0))));

        assertThat(pair.before().build().id()).isEqualTo("1");
    }

    @Test
    void stepsThatCameAndWentAreTold() {
        Build before = new Builds("1")
                .step("[2/3] COPY a b", CACHED, 0)
                .step("[3/3] ADD x y", CACHED, 0)
                .build();
        Comparison.Pair pair = only(compare(runs(before), runs(run("2", EXECUTED, 3))));

        assertThat(pair.steps())
                .extracting(StepChange::kind)
                .containsExactlyInAnyOrder(StepChange.Kind.NONE, StepChange.Kind.ADDED, StepChange.Kind.REMOVED);
    }

    @Test
    void buildsThatShareNoStepAreNoPair() {
        Comparison comparison = compare(
                runs(run("1", CACHED, 0)),
                runs(new Builds("2").step("[2/2] RUN other", CACHED, 0).build()));

        assertThat(comparison.pairs()).isEmpty();
        assertThat(comparison.alone()).extracting(Build::id).containsExactly("1", "2");
    }

    @Test
    void gatesHoldTheHeadAgainstTheBase() throws GateSyntaxException {
        Comparison comparison = compare(runs(run("1", CACHED, 0)), runs(run("2", EXECUTED, 3)));

        assertThat(Gate.parse("root-misses>0").judge(comparison.judged()).reason())
                .isEqualTo("build 2 has 1 root miss: [3/3] RUN make");
        assertThat(Gate.parse("regression>20%").judge(comparison.judged()).reason())
                .isEqualTo("build 2 took 1s, 0% more than BASE (1s)");
    }

    private static Comparison compare(List<Observed> base, List<Observed> head) {
        return Comparison.of(base, head);
    }

    private static Comparison.Pair only(Comparison comparison) {
        assertThat(comparison.pairs()).hasSize(1);
        return comparison.pairs().get(0);
    }

    private static List<Observed> runs(Build... builds) {
        return Arrays.stream(builds)
                .map(build -> new Observed(build, BuildInputs.NONE))
                .toList();
    }

    private static Build run(String id, Status status, double seconds) {
        return new Builds(id)
                .step("[2/3] COPY a b", CACHED, 0)
                .step("[3/3] RUN make", status, seconds, "v1")
                .build();
    }
}
