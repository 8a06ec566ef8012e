package dev.misstep.explain;

import static dev.misstep.build.Status.CACHED;
import static dev.misstep.build.Status.EXECUTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a command builds in one run is found again in the next, and only there. */
class RepeatedBuildsTest {
    private static Build app(String id, int place, Status make) {
        return new Builds(id)
                .step("[2/3] WORKDIR /app", CACHED, 0)
                .step("[3/3] RUN make app", make, 1)
                .build()
                .withOrdinal(place)
                .withId(id);
    }

    private static Build tool(String id, int place, Status make) {
        return new Builds(id)
                .step("[2/4] WORKDIR /app", CACHED, 0)
                .step("[3/4] COPY tool tool", CACHED, 0)
                .step("[4/4] RUN make tool", make, 1)
                .build()
                .withOrdinal(place)
                .withId(id);
    }

    private static List<List<String>> series(Analysis analysis) {
        return analysis.series().stream()
                .map(each ->
                        each.stream().map(analysed -> analysed.build().id()).toList())
                .toList();
    }

    private static String baseline(Analysis analysis, String build) {
        return String.valueOf(analysis.misses().stream()
                .filter(miss -> miss.build().equals(build))
                .findFirst()
                .orElseThrow()
                .baseline());
    }

    @Test
    void theSameBuildTwiceInEachRunIsTwoSeries() {
        Analysis analysis = Explainer.explainRuns(List.of(
                List.of(app("1.1", 1, EXECUTED), app("1.2", 2, CACHED)),
                List.of(app("2.1", 1, EXECUTED), app("2.2", 2, EXECUTED))));

        assertThat(series(analysis)).containsExactly(List.of("1.1", "2.1"), List.of("1.2", "2.2"));
        assertThat(baseline(analysis, "2.1")).isEqualTo("1.1");
        assertThat(baseline(analysis, "2.2")).isEqualTo("1.2");
    }

    @Test
    void buildsThatBeganInAnotherOrderAreNotTakenForEachOtherThoughTheyShareAStep() {
        Analysis analysis = Explainer.explainRuns(List.of(
                List.of(app("1.1", 1, EXECUTED), tool("1.2", 2, EXECUTED)),
                List.of(tool("2.1", 1, EXECUTED), app("2.2", 2, EXECUTED))));

        assertThat(series(analysis)).containsExactly(List.of("1.1", "2.2"), List.of("1.2", "2.1"));
        assertThat(baseline(analysis, "2.1")).isEqualTo("1.2");
        assertThat(baseline(analysis, "2.2")).isEqualTo("1.1");
    }

    @Test
    void anEditedBuildIsComparedWithTheOneItHasMostInCommonWith() {
        Build edited = new Builds("2.1")
                .step("[2/4] WORKDIR /app", CACHED, 0)
                .step("[3/4] COPY tool tool", CACHED, 0)
                .step("[4/4] RUN make better-tool", EXECUTED, 1)
                .build();
        Analysis analysis = Explainer.explainRuns(List.of(
                List.of(app("1.1", 1, EXECUTED), tool("1.2", 2, EXECUTED)), List.of(edited, app("2.2", 2, CACHED))));

        assertThat(series(analysis)).containsExactly(List.of("1.1", "2.2"), List.of("1.2", "2.1"));
        assertThat(baseline(analysis, "2.1")).isEqualTo("1.2");
    }

    @Test
    void targetsAreNeverComparedWithEachOther() {
        Build web = app("1", 1, EXECUTED).copy().target("web").build();
        Build job = app("2", 1, EXECUTED).copy().target("job").build();

        Analysis analysis = Explainer.explainRuns(List.of(List.of(web), List.of(job)));

        assertThat(series(analysis)).containsExactly(List.of("1"), List.of("2"));
        assertThat(baseline(analysis, "2")).isEqualTo("null");
    }

    @Test
    void aBuildThatFailedBeforeAnyStepStandsBesideTheOneItWas() {
        Build early = new Builds("2").ended(Outcome.FAILED).build();

        Analysis analysis = Explainer.explainRuns(
                List.of(List.of(app("1", 1, EXECUTED)), List.of(early), List.of(app("3", 1, EXECUTED))));

        assertThat(series(analysis)).containsExactly(List.of("1", "2", "3"));
        assertThat(baseline(analysis, "3")).isEqualTo("1");
    }

    @Test
    void differentBuildsOfOneRunAreNotTakenForEditsOfEachOther() {
        Analysis analysis = Explainer.explainRuns(List.of(List.of(tool("1.1", 1, CACHED), app("1.2", 2, EXECUTED))));

        assertThat(analysis.misses()).singleElement().satisfies(miss -> {
            assertThat(miss.baseline()).isNull();
            assertThat(miss.cause()).isEqualTo(Cause.COLD);
        });
    }
}
