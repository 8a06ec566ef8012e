package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Span;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TimingTest {
    private static final Offset<Double> EXACTLY = within(1e-9);

    /** A build of vertices with times: {@code ran("[2/2] RUN make", 1, 4, "v1")} worked from second 1 to second 4. */
    private static final class Timed {
        private final List<Vertex> vertices = new ArrayList<>();
        private Clock clock = Clock.EXACT;

        Timed ran(String name, double start, double end, String... inputs) {
            return add(name, Status.EXECUTED, List.of(new Span(start, end)), inputs);
        }

        Timed announced(String name, double at, String... inputs) {
            return add(name, Status.CACHED, List.of(new Span(at, at)), inputs);
        }

        Timed add(String name, Status status, List<Span> spans, String... inputs) {
            double seconds = spans.stream().mapToDouble(Span::seconds).sum();
            vertices.add(new Vertex(
                    "v" + (vertices.size() + 1),
                    StepName.parse(name),
                    null,
                    status,
                    spans.isEmpty() ? null : seconds,
                    spans.isEmpty() ? null : spans.get(0).start(),
                    spans.size(),
                    0,
                    List.of(inputs),
                    null,
                    1,
                    spans));
            return this;
        }

        Timed stamped() {
            clock = Clock.WRAPPER;
            return this;
        }

        Timing of(double wall) {
            Build build = new Build(
                    "1",
                    "log",
                    1,
                    1,
                    Format.RAWJSON,
                    "none",
                    clock,
                    null,
                    Outcome.SUCCEEDED,
                    clock == Clock.NONE ? null : Instant.EPOCH,
                    wall,
                    null,
                    vertices,
                    List.of());
            return Timing.of(build, StepGraph.of(build));
        }

        Timing withoutClock() {
            clock = Clock.NONE;
            return of(10);
        }
    }

    private static List<String> path(Timing timing) {
        return Objects.requireNonNull(timing.path()).stream().map(Vertex::id).toList();
    }

    @Test
    void thePathIsTheLongestChainOfInputs() {
        Timing timing = new Timed()
                .ran("[base 1/2] FROM x", 0, 1)
                .ran("[a 2/2] RUN short", 1, 2, "v1")
                .ran("[b 2/2] RUN long", 1, 6, "v1")
                .ran("[c 1/1] COPY --from=a / /", 6, 7, "v2", "v3")
                .of(7);

        assertThat(path(timing)).containsExactly("v1", "v3", "v4");
        assertThat(timing.pathSeconds()).isCloseTo(7.0, EXACTLY);
        assertThat(timing.queuedSeconds()).isZero();
        assertThat(timing.idleSeconds()).isZero();
    }

    @Test
    void theBuildersOwnWorkHasNoInputsButAnOrder() {
        Timing timing = new Timed()
                .ran("[internal] load build definition from Dockerfile", 0, 1)
                .ran("[internal] load metadata for docker.io/library/x:1", 1, 3)
                .ran("[1/2] FROM x", 3, 4)
                .ran("[internal] load build context", 3, 3.5)
                .ran("[2/2] COPY . .", 4, 5, "v3", "v4")
                .ran("exporting to image", 5, 9)
                .ran("exporting cache to registry", 9, 10)
                .of(10);

        assertThat(path(timing)).containsExactly("v1", "v2", "v3", "v5", "v6", "v7");
        assertThat(timing.pathSeconds()).isCloseTo(10.0, EXACTLY);
    }

    /** Two targets of one bake: the first is written while the second still runs. */
    @Test
    void anExportWaitsForWhatWasOverThen() {
        Timing timing = new Timed()
                .ran("[1/2] FROM x", 0, 1)
                .ran("[2/2] RUN a", 1, 2, "v1")
                .ran("[2/2] RUN b", 1, 7, "v1")
                .ran("exporting to image", 2, 4)
                .of(7);

        assertThat(path(timing)).containsExactly("v1", "v3");
    }

    @Test
    void timeInWhichTwoWorkIsCountedOnce() {
        // an image goes on working under its vertex while the first step on it runs
        Timing timing = new Timed()
                .ran("[1/2] FROM x", 0, 5)
                .ran("[2/2] RUN make", 3, 6, "v1")
                .of(6);

        assertThat(timing.pathSeconds()).isCloseTo(6.0, EXACTLY);
        assertThat(timing.queuedSeconds()).isZero();
    }

    @Test
    void aStepThatCouldHaveRunIsQueuedAndItsGapIsIdle() {
        Timing timing = new Timed()
                .ran("[1/3] FROM x", 0, 1)
                .ran("[2/3] RUN a", 1.5, 3, "v1")
                .ran("[3/3] RUN b", 3, 4, "v2")
                .of(4.25);

        assertThat(timing.queuedSeconds()).isCloseTo(0.5, EXACTLY);
        assertThat(timing.idleSeconds()).isCloseTo(0.75, EXACTLY);
    }

    /** BuildKit announces the inputs of a step as cached at the moment in which the step begins. */
    @Test
    void aHitThatWasAnnouncedTellsNothingOfWaiting() {
        Timing timing = new Timed()
                .ran("[internal] load build context", 0, 1)
                .announced("[2/4] RUN a", 3)
                .announced("[3/4] COPY . .", 3, "v2", "v1")
                .ran("[4/4] RUN b", 3, 4, "v3")
                .of(4);

        assertThat(timing.queuedSeconds()).isCloseTo(2.0, EXACTLY);
        assertThat(new Timed()
                        .announced("[2/3] RUN a", 3)
                        .ran("[3/3] RUN b", 3, 4, "v1")
                        .of(4)
                        .queuedSeconds())
                .isZero();
    }

    @Test
    void withoutAClockNothingIsSaid() {
        assertThat(new Timed()
                        .add("[2/2] RUN a", Status.EXECUTED, List.of(), "v1")
                        .withoutClock())
                .isEqualTo(Timing.NONE);
    }

    @Test
    void whereOneThatWorkedHasNoTimesTheRestIsNoWhole() {
        assertThat(new Timed()
                        .stamped()
                        .ran("[2/3] RUN a", 0, 1)
                        .add("[3/3] RUN b", Status.FAILED, List.of())
                        .of(5))
                .isEqualTo(Timing.NONE);
        assertThat(new Timed()
                        .ran("[2/3] RUN a", 0, 1)
                        .add("[3/3] RUN b", Status.UNFINISHED, List.of(), "v1")
                        .of(5))
                .isEqualTo(Timing.NONE);
    }

    @Test
    void aPlainLogWithStampsHasAPathWhereItsNamesLeaveNoDoubt() {
        Timing timing = new Timed()
                .stamped()
                .ran("[internal] load build context", 0, 2)
                .ran("[builder 1/3] FROM x", 0, 1)
                .ran("[builder 2/3] COPY . .", 2, 3)
                .ran("[builder 3/3] RUN make", 3.1, 5)
                .ran("[final 2/2] COPY --from=builder /a /a", 5, 6)
                .ran("exporting to image", 6, 7)
                .of(7);

        assertThat(path(timing)).containsExactly("v1", "v3", "v4", "v5", "v6");
        assertThat(timing.queuedSeconds()).isZero(); // a stamp may be late by more than that
        assertThat(timing.idleSeconds()).isCloseTo(0.1, EXACTLY);
    }

    @Test
    void aPlainLogHasNoPathWhereABaseIsInDoubt() {
        Timing timing = new Timed()
                .stamped()
                .ran("[a 1/2] FROM x", 0, 1)
                .ran("[b 1/2] FROM y", 0, 1)
                .ran("[a 2/2] RUN a", 1, 2)
                .ran("[b 2/2] RUN b", 1, 3)
                .ran("[c 1/1] RUN c", 3, 4) // on a or on b?
                .of(4);

        assertThat(timing.path()).isNull();
        assertThat(timing.pathSeconds()).isNull();
        assertThat(timing.queuedSeconds()).isNull();
        assertThat(timing.idleSeconds()).isZero();
    }

    @Test
    void graphsThatCannotBeEndNevertheless() {
        Timing circle = new Timed()
                .ran("[1/2] RUN a", 0, 1, "v2")
                .ran("[2/2] RUN b", 1, 3, "v1")
                .of(3);
        assertThat(circle.pathSeconds()).isLessThanOrEqualTo(3.0);

        Timed deep = new Timed();
        for (int i = 1; i <= 20_000; i++) {
            deep.ran("[a 2/3] RUN " + i, i, i + 1, "v" + (i - 1));
        }
        assertThat(deep.of(20_001).pathSeconds()).isCloseTo(20_000.0, EXACTLY);
    }
}
