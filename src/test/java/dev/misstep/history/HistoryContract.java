package dev.misstep.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Explainer;
import dev.misstep.log.SavedLogs;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every history does, whichever database it lies in. Each test begins with an empty one. */
abstract class HistoryContract {
    static final Instant MORNING = Instant.parse("2026-03-01T08:00:00Z");
    private static final BuildSeries APP = new BuildSeries("app", "Dockerfile", "", "", "buildkit");

    /** Opens the same history each time it is called within a test. */
    abstract History open() throws HistoryException;

    /** A build of three steps; each status is {@code C} for cached or the seconds it ran. */
    static String log(String first, String second) {
        return """
                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.0s

                #2 [1/3] FROM docker.io/library/busybox:1
                #2 DONE 0.0s

                #3 [2/3] COPY . /app
                #3 %s

                #4 [3/3] RUN make
                #4 %s

                #5 exporting to image
                #5 DONE 0.1s
                """.formatted(status(first), status(second));
    }

    private static String status(String word) {
        return word.equals("C") ? "CACHED" : "DONE " + word + "s";
    }

    /** Builds of a series, each an hour after the one before, as they are kept. */
    static List<KeptBuild> series(BuildSeries series, String... logs) throws Exception {
        List<Build> builds = new ArrayList<>();
        for (int i = 0; i < logs.length; i++) {
            byte[] bytes = logs[i].getBytes(StandardCharsets.UTF_8);
            Build build = SavedLogs.read("run-" + (i + 1) + ".log", new ByteArrayInputStream(bytes))
                    .builds()
                    .get(0);
            builds.add(build.withId(Integer.toString(i + 1)));
        }
        Analysis analysis = Explainer.explain(builds);
        List<KeptBuild> kept = new ArrayList<>();
        for (int i = 0; i < builds.size(); i++) {
            Build build = builds.get(i);
            Origin origin = new Origin(MORNING.plus(Duration.ofHours(i)), "c0ffee" + i, "main", null, "host", null);
            kept.add(new KeptBuild(
                    series,
                    origin,
                    build,
                    analysis.builds().get(i).summary(),
                    analysis.missesByBuild().getOrDefault(build.id(), List.of()),
                    null));
        }
        return kept;
    }

    private static List<KeptBuild> threeRuns() throws Exception {
        return series(APP, log("1.0", "20.0"), log("C", "C"), log("1.2", "22.0"));
    }

    private List<Long> keep(List<KeptBuild> builds) throws Exception {
        List<Long> ids = new ArrayList<>();
        try (History history = open()) {
            for (KeptBuild build : builds) {
                ids.add(history.keep(build).id());
            }
        }
        return ids;
    }

    @Test
    void nothingIsThereBeforeAnythingIsKept() throws Exception {
        try (History history = open()) {
            assertThat(history.list(HistoryFilter.ALL, 10)).isEmpty();
            assertThat(history.find(1)).isEmpty();
            assertThat(history.trend(HistoryFilter.ALL).points()).isEmpty();
        }
    }

    @Test
    void whatIsKeptIsReadAsItWas() throws Exception {
        List<KeptBuild> builds = threeRuns();
        List<Long> ids = keep(builds);
        try (History history = open()) {
            for (int i = 0; i < ids.size(); i++) {
                HistoryBuild found = history.find(ids.get(i)).orElseThrow();
                assertThat(found.kept()).isEqualTo(builds.get(i));
                assertThat(found.builtAt()).isEqualTo(builds.get(i).origin().keptAt());
            }
        }
    }

    @Test
    void theNewestIsListedFirst() throws Exception {
        List<Long> ids = keep(threeRuns());
        try (History history = open()) {
            List<HistoryRow> rows = history.list(HistoryFilter.ALL, 2);
            assertThat(rows).extracting(HistoryRow::id).containsExactly(ids.get(2), ids.get(1));
            assertThat(rows.get(1).hits()).isEqualTo(2);
            assertThat(rows.get(1).state()).isEqualTo(BuildState.EXPLAINED);
        }
    }

    @Test
    void theSameBuildIsKeptOnce() throws Exception {
        List<KeptBuild> builds = threeRuns();
        assertThat(keep(builds)).isEqualTo(keep(builds));
        try (History history = open()) {
            assertThat(history.keep(builds.get(0)).already()).isTrue();
            assertThat(history.list(HistoryFilter.ALL, 10)).hasSize(3);
        }
    }

    @Test
    void namesThatADatabaseWouldRefuseAreKept() throws Exception {
        String hostile = log("1.0", "2.0").replace("RUN make", "RUN ma\0ke '; DROP TABLE build; --");
        keep(series(APP, hostile));
        try (History history = open()) {
            assertThat(history.trend(HistoryFilter.ALL).steps())
                    .extracting(TrendData.StepTrend::name)
                    .anyMatch(name -> name.endsWith("'; DROP TABLE build; --"));
        }
    }

    @Test
    void aBaselineSucceededAndWasNotCold() throws Exception {
        Build build = threeRuns().get(0).build();
        List<Long> ids = keep(threeRuns());
        try (History history = open()) {
            assertThat(history.baseline(APP, build, MORNING.plus(Duration.ofDays(1)), "main"))
                    .map(HistoryBuild::id)
                    .contains(ids.get(2));
            assertThat(history.baseline(APP, build, MORNING.plus(Duration.ofMinutes(90)), "main"))
                    .map(HistoryBuild::id)
                    .contains(ids.get(1));
            assertThat(history.baseline(APP, build, MORNING.plus(Duration.ofMinutes(30)), "main"))
                    .as("where there is only a cold one, that")
                    .map(HistoryBuild::id)
                    .contains(ids.get(0));
            assertThat(history.baseline(APP, build, MORNING, "main")).isEmpty();
        }
    }

    @Test
    void aBuildOfAnotherTargetIsNoBaseline() throws Exception {
        Build build = threeRuns().get(0).build();
        keep(threeRuns());
        BuildSeries other = new BuildSeries("app", "Dockerfile", "web", "", "buildkit");
        try (History history = open()) {
            assertThat(history.baseline(other, build, MORNING.plus(Duration.ofDays(1)), "main"))
                    .isEmpty();
        }
    }

    @Test
    void aBuildThatSharesNoStepIsNoBaseline() throws Exception {
        keep(threeRuns());
        Build other = series(APP, log("1.0", "2.0").replace("/app", "/src").replace("make", "cargo build"))
                .get(0)
                .build();
        try (History history = open()) {
            assertThat(history.baseline(APP, other, MORNING.plus(Duration.ofDays(1)), "main"))
                    .isEmpty();
        }
    }

    @Test
    void aTrendAddsUpWhatBecameOfEachStep() throws Exception {
        List<Long> ids = keep(threeRuns());
        try (History history = open()) {
            TrendData trend = history.trend(HistoryFilter.ALL);
            assertThat(trend.points()).extracting(TrendData.Point::id).isEqualTo(ids);
            assertThat(trend.points())
                    .extracting(TrendData.Point::state)
                    .containsExactly(BuildState.COLD, BuildState.EXPLAINED, BuildState.UNEXPLAINED);
            Map<String, TrendData.StepTrend> steps =
                    trend.steps().stream().collect(Collectors.toMap(TrendData.StepTrend::name, step -> step));
            TrendData.StepTrend make = Objects.requireNonNull(steps.get("RUN make"));
            assertThat(make.hits()).isEqualTo(1);
            assertThat(make.ran()).isEqualTo(2);
            assertThat(make.meanSeconds()).isEqualTo(21.0);
            assertThat(Objects.requireNonNull(steps.get("COPY . /app")).causes())
                    .extracting(TrendData.CauseCount::cause)
                    .contains("unknown");
        }
    }

    @Test
    void aFilterChoosesByTimeAndTarget() throws Exception {
        keep(threeRuns());
        try (History history = open()) {
            HistoryFilter late = new HistoryFilter(MORNING.plus(Duration.ofMinutes(30)), null, null, null);
            assertThat(history.trend(late).points()).hasSize(2);
            assertThat(history.trend(late).steps()).allMatch(step -> step.hits() + step.ran() == 2);
            HistoryFilter web = new HistoryFilter(null, "web", null, null);
            assertThat(history.trend(web).points()).isEmpty();
            assertThat(history.trend(web).steps()).isEmpty();
        }
    }

    @Test
    void whatIsRemovedLeavesNothing() throws Exception {
        List<Long> ids = keep(threeRuns());
        try (History history = open()) {
            assertThat(history.remove(ids.get(1))).isTrue();
            assertThat(history.remove(ids.get(1))).isFalse();
            assertThat(history.list(HistoryFilter.ALL, 10))
                    .extracting(HistoryRow::id)
                    .containsExactly(ids.get(2), ids.get(0));
            assertThat(history.forget(new Retention(MORNING.plus(Duration.ofDays(9)), null)))
                    .isEqualTo(2);
            assertThat(history.trend(HistoryFilter.ALL).steps()).isEmpty();
        }
    }

    @Test
    void theNewestOfEachSeriesStay() throws Exception {
        List<Long> ids = keep(threeRuns());
        List<Long> others =
                keep(series(new BuildSeries("app", "", "web", "", "buildkit"), log("1.0", "2.0"), log("C", "3.0")));
        try (History history = open()) {
            assertThat(history.forget(new Retention(null, 1))).isEqualTo(3);
            assertThat(history.list(HistoryFilter.ALL, 10))
                    .extracting(HistoryRow::id)
                    .containsExactlyInAnyOrder(ids.get(2), others.get(1));
        }
    }

    /** Each thread stands for a process: they share nothing but the place. */
    @Test
    void manyWriteAtOnceAndNothingIsLost() throws Exception {
        List<Thread> writers = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int w = 0; w < 8; w++) {
            List<KeptBuild> own = series(
                    new BuildSeries("app", "", w % 2 == 0 ? "even" : "odd", "", "buildkit"),
                    log(w + ".1", "2.0"),
                    log("C", w + ".2"),
                    log("C", w + ".3"));
            Thread writer = new Thread(() -> {
                try (History history = open()) {
                    for (KeptBuild build : own) {
                        history.keep(build);
                    }
                } catch (HistoryException | RuntimeException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
            writers.add(writer);
            writer.start();
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(failures).isEmpty();
        try (History history = open()) {
            assertThat(history.list(HistoryFilter.ALL, 100)).hasSize(24);
        }
    }
}
