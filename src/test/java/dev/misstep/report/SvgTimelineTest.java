package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Timing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SvgTimelineTest {
    private static final Vertex CONTEXT =
            Samples.vertex("1", "[internal] load build context", Status.EXECUTED, 0.0, 5.0);
    private static final Vertex LATE = Samples.vertex("2", "[2/3] RUN late", Status.EXECUTED, 10.0, 10.0);
    private static final Vertex EARLY = Samples.vertex("3", "[3/3] RUN early", Status.CACHED, 5.0, 0.0);

    @Test
    void barsStandWhereTheWorkHappened() {
        SvgTimeline timeline =
                SvgTimeline.of(Samples.build("1", Outcome.SUCCEEDED, 20.0, List.of(CONTEXT, LATE, EARLY)), Timing.NONE);
        assertThat(timeline.kind()).isEqualTo(SvgTimeline.Kind.TIMES);
        assertThat(timeline.steps())
                .extracting(SvgTimeline.Row::text)
                .containsExactly("[3/3] RUN early", "[2/3] RUN late");
        assertThat(timeline.steps().get(1).x()).isEqualTo("50.00%");
        assertThat(timeline.steps().get(1).width()).isEqualTo("50.00%");
        assertThat(timeline.overhead()).extracting(SvgTimeline.Row::width).containsExactly("25.00%");
    }

    @Test
    void aStepOfNoLengthIsStillVisible() {
        SvgTimeline timeline = SvgTimeline.of(Samples.build("1", Outcome.SUCCEEDED, 20.0, List.of(EARLY)), Timing.NONE);
        assertThat(timeline.steps().get(0).width()).isEqualTo("0.50%");
    }

    @Test
    void aBarAtTheVeryEndStaysInside() {
        Vertex last = Samples.vertex("1", "[1/1] RUN x", Status.CACHED, 20.0, 0.0);
        SvgTimeline timeline = SvgTimeline.of(Samples.build("1", Outcome.SUCCEEDED, 20.0, List.of(last)), Timing.NONE);
        assertThat(timeline.steps().get(0).x()).isEqualTo("99.50%");
    }

    @Test
    void withoutAClockBarsBeginTogetherAndKeepTheirOrder() {
        List<Vertex> vertices = List.of(
                Samples.vertex("1", "[1/2] RUN a", Status.EXECUTED, null, 5.0),
                Samples.vertex("2", "[2/2] RUN b", Status.EXECUTED, null, 10.0));
        SvgTimeline timeline = SvgTimeline.of(Samples.plain("1", "ci.log", vertices), Timing.NONE);
        assertThat(timeline.kind()).isEqualTo(SvgTimeline.Kind.DURATIONS);
        assertThat(timeline.steps()).extracting(SvgTimeline.Row::x).containsExactly("0.00%", "0.00%");
        assertThat(timeline.steps()).extracting(SvgTimeline.Row::width).containsExactly("50.00%", "100.00%");
        assertThat(timeline.steps()).extracting(SvgTimeline.Row::tip).noneMatch(tip -> tip.contains("from"));
    }

    @Test
    void aVertexWithoutStartHasNoBarAmongThoseThatHave() {
        Vertex never = Samples.vertex("4", "[1/3] RUN never", Status.CANCELED, null, null);
        SvgTimeline timeline =
                SvgTimeline.of(Samples.build("1", Outcome.CANCELED, 20.0, List.of(LATE, never)), Timing.NONE);
        assertThat(timeline.steps().get(1).text()).isEqualTo("[1/3] RUN never");
        assertThat(timeline.steps().get(1).x()).isNull();
    }

    @Test
    void ofVeryManyTheFailedAndTheLongestAreDrawn() {
        List<Vertex> vertices = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            Status status = i == 1 ? Status.FAILED : Status.EXECUTED;
            vertices.add(Samples.vertex("v" + i, "[1/1] RUN " + i, status, (double) i, i / 100.0));
        }
        SvgTimeline timeline = SvgTimeline.of(Samples.build("1", Outcome.FAILED, 600.0, vertices), Timing.NONE);
        assertThat(timeline.steps()).hasSize(300);
        assertThat(timeline.leftOut()).isEqualTo(200);
        assertThat(timeline.steps())
                .extracting(SvgTimeline.Row::text)
                .contains("[1/1] RUN 1", "[1/1] RUN 500")
                .doesNotContain("[1/1] RUN 2");
    }

    @ParameterizedTest
    @CsvSource({"0.004, 0.01", "0.3, 0.5", "1, 1", "3.4, 5", "16, 20", "61, 120", "4000, 7200"})
    void theAxisHasStepsAsOnAClock(double atLeast, double step) {
        assertThat(SvgTimeline.niceStep(atLeast)).isEqualTo(step);
    }
}
