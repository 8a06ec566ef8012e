package dev.misstep.explain;

import static dev.misstep.build.Status.CACHED;
import static dev.misstep.build.Status.EXECUTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AlignmentTest {
    @Test
    void aStepInsertedAboveShiftsNumbersAndChangesNothing() {
        Build before = new Builds("1")
                .step("[2/3] RUN a", CACHED, 0)
                .step("[3/3] RUN c", CACHED, 0)
                .build();
        Build after = new Builds("2")
                .step("[2/4] RUN a", CACHED, 0)
                .step("[3/4] COPY b .", EXECUTED, 0)
                .step("[4/4] RUN c", EXECUTED, 0)
                .build();

        Alignment alignment = Alignment.of(before, after);

        assertThat(match(alignment, after, 0)).isEqualTo("v1 same");
        assertThat(alignment.of(after.steps().get(1))).isNull();
        assertThat(match(alignment, after, 2)).isEqualTo("v2 same");
    }

    @Test
    void theOrderInWhichALogShowsStepsDoesNotMatter() {
        Build before = new Builds("1")
                .step("[ 9/11] RUN z", CACHED, 0)
                .step("[ 2/11] RUN a", CACHED, 0)
                .build();
        Build after = new Builds("2")
                .step("[ 2/11] RUN a", CACHED, 0)
                .step("[ 9/11] RUN z", CACHED, 0)
                .build();

        Alignment alignment = Alignment.of(before, after);

        assertThat(match(alignment, after, 0)).isEqualTo("v2 same");
        assertThat(match(alignment, after, 1)).isEqualTo("v1 same");
    }

    @Test
    void anInstructionRewrittenInPlaceIsPairedWithOneOfItsKind() {
        Build before = new Builds("1")
                .step("[2/4] COPY a .", CACHED, 0)
                .step("[3/4] RUN old", CACHED, 0)
                .build();
        Build after = new Builds("2")
                .step("[2/4] COPY b .", EXECUTED, 0)
                .step("[3/4] RUN new", EXECUTED, 0)
                .build();

        Alignment alignment = Alignment.of(before, after);

        assertThat(match(alignment, after, 0)).isEqualTo("v1 rewritten");
        assertThat(match(alignment, after, 1)).isEqualTo("v2 rewritten");
    }

    @Test
    void equalInstructionsAreToldApartByTheirPlace() {
        Build before = new Builds("1")
                .step("[2/4] RUN same", CACHED, 0)
                .step("[3/4] COPY x .", CACHED, 0)
                .step("[4/4] RUN same", CACHED, 0)
                .build();
        Build after = new Builds("2")
                .step("[2/4] RUN same", CACHED, 0)
                .step("[3/4] COPY y .", EXECUTED, 0)
                .step("[4/4] RUN same", EXECUTED, 0)
                .build();

        Alignment alignment = Alignment.of(before, after);

        assertThat(match(alignment, after, 2)).isEqualTo("v3 same");
    }

    @Test
    void aRenamedStageKeepsItsSteps() {
        Build before = new Builds("1").step("[old 2/2] RUN make", CACHED, 0).build();
        Build after = new Builds("2").step("[new 2/2] RUN make", CACHED, 0).build();

        assertThat(match(Alignment.of(before, after), after, 0)).isEqualTo("v1 same");
    }

    @Test
    void theTableOfStepsHasOneRowForAStepThatWasRewritten() {
        Build before = new Builds("1")
                .step("[2/3] COPY a .", CACHED, 0)
                .step("[3/3] RUN old", CACHED, 0)
                .build();
        Build after = new Builds("2")
                .step("[2/3] COPY a .", CACHED, 0)
                .step("[3/3] RUN new", EXECUTED, 0)
                .build();

        List<StepRow> rows = StepRow.of(List.of(before, after));

        assertThat(rows).extracting(StepRow::label).containsExactly("[2/3] COPY a .", "[3/3] RUN new");
        assertThat(rows.get(1).cells()).doesNotContainNull();
    }

    @Test
    void aStepThatOnlyOneBuildHasGetsARowInItsPlace() {
        Build before = new Builds("1")
                .step("[2/3] RUN a", CACHED, 0)
                .step("[3/3] RUN c", CACHED, 0)
                .build();
        Build after = new Builds("2")
                .step("[2/4] RUN a", CACHED, 0)
                .step("[3/4] COPY b .", EXECUTED, 0)
                .step("[4/4] RUN c", EXECUTED, 0)
                .build();

        List<StepRow> rows = StepRow.of(List.of(before, after));

        assertThat(rows).extracting(StepRow::label).containsExactly("[2/4] RUN a", "[3/4] COPY b .", "[4/4] RUN c");
        assertThat(rows.get(1).cells().get(0)).isNull();
    }

    private static String match(Alignment alignment, Build build, int step) {
        Alignment.Match match =
                Objects.requireNonNull(alignment.of(build.steps().get(step)));
        return match.vertex().id() + (match.sameText() ? " same" : " rewritten");
    }
}
