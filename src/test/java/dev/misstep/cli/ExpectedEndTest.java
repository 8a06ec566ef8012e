package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ExpectedEndTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final StepName COMPILE = StepName.parse("[2/3] RUN make");
    private static final StepName TEST = StepName.parse("[3/3] RUN make test");

    private final ExpectedEnd expected = new ExpectedEnd();

    /** Ten seconds: one of the builder's own, six of the first step, three of the second. */
    private static Build build(Instant began, Status first, double seconds, Outcome outcome) {
        return new Build(
                "1",
                "context",
                1,
                0,
                Format.ENGINE,
                "none",
                Clock.EXACT,
                null,
                outcome,
                began,
                seconds + 4,
                null,
                List.of(
                        new Vertex("a", COMPILE, null, first, seconds, 1.0, 1, 0, List.of(), null, 0),
                        new Vertex("b", TEST, null, Status.EXECUTED, 3.0, seconds + 1, 1, 0, List.of("a"), null, 0)),
                List.of());
    }

    private OptionalDouble left(StepName running, double worked) {
        RunningSteps steps = new RunningSteps();
        steps.started("x", running, NOW.minusMillis((long) (worked * 1000)));
        return expected.left(steps.all(), NOW);
    }

    @Test
    void whatAStepAndAllBehindItTookLastIsLeft() {
        expected.learn(build(NOW.minusSeconds(100), Status.EXECUTED, 6, Outcome.SUCCEEDED));

        assertThat(left(COMPILE, 2)).hasValue(4 + 3);
        assertThat(left(COMPILE, 60)).hasValue(3);
        assertThat(left(TEST, 1)).hasValue(2);
    }

    @Test
    void ofSeveralBuildsTheLastInWhichTheStepRanCountsWhicheverIsHeardOfFirst() {
        expected.learn(build(NOW.minusSeconds(50), Status.EXECUTED, 20, Outcome.SUCCEEDED));
        expected.learn(build(NOW.minusSeconds(100), Status.EXECUTED, 6, Outcome.SUCCEEDED));
        expected.learn(build(NOW.minusSeconds(10), Status.CACHED, 0, Outcome.SUCCEEDED));
        expected.learn(build(NOW.minusSeconds(5), Status.EXECUTED, 1, Outcome.FAILED));

        assertThat(left(COMPILE, 0)).hasValue(20 + 3);
    }

    @Test
    void nothingIsExpectedOfStepsThatAreNotKnownToHaveRun() {
        expected.learn(build(NOW.minusSeconds(100), Status.EXECUTED, 6, Outcome.SUCCEEDED));
        RunningSteps steps = new RunningSteps();
        steps.started("x", COMPILE, NOW);

        assertThat(expected.left(steps.all(), NOW)).isPresent();
        steps.started("y", StepName.parse("[other 1/2] RUN wget"), NOW);
        assertThat(expected.left(steps.all(), NOW)).isEmpty();
        assertThat(left(StepName.parse("[internal] load build context"), 1)).isEmpty();
    }
}
