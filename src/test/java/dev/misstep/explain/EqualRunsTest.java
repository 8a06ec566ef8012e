package dev.misstep.explain;

import static dev.misstep.build.Status.CACHED;
import static dev.misstep.build.Status.EXECUTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class EqualRunsTest {
    @Test
    void stepsThatRanEachTimeHaveASpread() {
        List<EqualRuns> equal = EqualRuns.among(List.of(run("1", EXECUTED, 2), run("2", EXECUTED, 4)));

        assertThat(equal).singleElement().satisfies(runs -> {
            assertThat(runs.builds()).containsExactly("1", "2");
            assertThat(runs.wall()).isEqualTo(new Spread(2, 1.0, 0.0, 1.0, 1.0));
            assertThat(runs.steps()).singleElement().satisfies(step -> {
                assertThat(step.last().name().text()).isEqualTo("[3/3] RUN make");
                assertThat(step.spread().mean()).isEqualTo(3.0);
            });
        });
    }

    @Test
    void theRunThatFilledTheCacheIsNotEqualToThoseThatUsedIt() {
        List<EqualRuns> equal =
                EqualRuns.among(List.of(run("1", EXECUTED, 9), run("2", CACHED, 0), run("3", CACHED, 0)));

        assertThat(equal).singleElement().satisfies(runs -> {
            assertThat(runs.builds()).containsExactly("2", "3");
            assertThat(runs.steps()).isEmpty();
        });
    }

    @Test
    void aRunThatFailedIsEqualToNone() {
        Build failed = new Builds("2")
                .step("[3/3] RUN make", EXECUTED, 1)
                .ended(Outcome.FAILED)
                .build();

        assertThat(EqualRuns.among(List.of(run("1", EXECUTED, 1), failed))).isEmpty();
    }

    @Test
    void buildsNobodyMadeInOneWayAreNotTakenForEqual() {
        Analysis analysis = Explainer.explainCompared(List.of(
                new Explainer.Compared(new Observed(run("1", EXECUTED, 2), BuildInputs.NONE), null),
                new Explainer.Compared(new Observed(run("2", EXECUTED, 2), BuildInputs.NONE), null)));

        assertThat(analysis.equalRuns()).isEmpty();
        assertThat(analysis.withAlike(List.of(List.of("1"), List.of("2"))).equalRuns())
                .isEmpty();
        assertThat(analysis.withSeriesAlike().equalRuns()).hasSize(1);
    }

    private static Build run(String id, Status status, double seconds) {
        return new Builds(id)
                .step("[2/3] COPY a b", CACHED, 0)
                .step("[3/3] RUN make", status, seconds, "v1")
                .build();
    }
}
