package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Diagnostic;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.explain.Analysis;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextReportTest {
    @Test
    void readsLikeThisInATerminalOfEightyColumns() throws IOException {
        try (InputStream golden = Objects.requireNonNull(getClass().getResourceAsStream("node-app.txt"))) {
            assertThat(plain(Samples.nodeApp(), 80))
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 140, 400})
    void theTableFitsTheTerminal(int columns) {
        String report = plain(Samples.big(12, 30), columns);
        assertThat(report.lines())
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(columns));
        for (int run = 1; run <= 12; run++) {
            assertThat(report).containsPattern("\\brun " + run + "\\b");
        }
    }

    @Test
    void threeHundredStepsAreAllThere() {
        String report = plain(Samples.big(2, 300), 100);
        for (int step = 1; step <= 300; step++) {
            assertThat(report).contains("RUN make module-" + step);
        }
    }

    @Test
    void aBuildThatFailedBeforeAnyStepSaysSoWithItsError() {
        assertThat(plain(Samples.failedEarly(), 80))
                .contains("No step with a cache decision was reached.")
                .contains("run 1 failed: failed to solve: node:99: docker.io/library/node:99: not found");
    }

    @Test
    void eachStatusHasItsWord() {
        Analysis analysis = new Analysis(
                List.of(Samples.analysed(Samples.build(
                        "1",
                        Outcome.FAILED,
                        9.0,
                        List.of(
                                Samples.vertex("1", "[1/7] RUN a", Status.CACHED, 0.0, 0.0),
                                Samples.vertex("2", "[2/7] RUN b", Status.PULLED, 0.0, 3.2),
                                Samples.vertex("3", "[3/7] RUN c", Status.EXECUTED, 0.0, null),
                                Samples.vertex("4", "[4/7] RUN d", Status.FAILED, 0.0, 1.5),
                                Samples.vertex("5", "[5/7] RUN e", Status.CANCELED, 0.0, 1.0),
                                Samples.vertex("6", "[6/7] RUN f", Status.SKIPPED, 0.0, null),
                                Samples.vertex("7", "[7/7] RUN g", Status.UNFINISHED, 0.0, null))))),
                List.of());
        assertThat(plain(analysis, 80).lines())
                .anyMatch(line -> line.matches("1/7 +RUN a +cached"))
                .anyMatch(line -> line.matches("2/7 +RUN b +pulled 3\\.2s"))
                .anyMatch(line -> line.matches("3/7 +RUN c +ran"))
                .anyMatch(line -> line.matches("4/7 +RUN d +failed 1\\.5s"))
                .anyMatch(line -> line.matches("5/7 +RUN e +canceled"))
                .anyMatch(line -> line.matches("6/7 +RUN f +skipped"))
                .anyMatch(line -> line.matches("7/7 +RUN g +unfinished"))
                .anyMatch(line -> line.matches("hit rate +50%"))
                .anyMatch(line -> line.matches("outcome +failed"));
    }

    @Test
    void buildsOfDifferentTargetsHaveTablesOfTheirOwn() {
        Analysis analysis = new Analysis(
                List.of(
                        Samples.analysed(Samples.plain(
                                "1", "a.log", List.of(Samples.vertex("1", "[1/1] RUN a", Status.CACHED, null, null)))),
                        Samples.analysed(
                                Samples.hostile().builds().get(0).build().withId("2"))),
                List.of());
        assertThat(plain(analysis, 100)).contains("a.log · 1 build").contains("(target ");
    }

    @Test
    void diagnosticsNameTheirSourceAndLine() {
        Analysis analysis = new Analysis(
                List.of(Samples.analysed(
                        Samples.plain("1", "ci.log", List.of(), new Diagnostic(881, "a line was cut")))),
                List.of());
        assertThat(plain(analysis, 80)).contains("note: ci.log:881: a line was cut");
    }

    @Test
    void nothingHostileReachesTheTerminal() {
        assertThat(plain(Samples.hostile(), 80))
                .doesNotContainPattern("[\\p{Cc}&&[^\\n]]")
                .doesNotContainPattern("[\\p{Cs}\\u2028-\\u202e\\u2066-\\u2069\\u200e\\ufeff]");
    }

    @Test
    void coloursChangeNothingButColours() {
        String coloured = new TextReport(80, true).render(Samples.nodeApp());
        assertThat(coloured).contains("\u001b[");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "").replaceAll(" +\n", "\n"))
                .isEqualTo(plain(Samples.nodeApp(), 80));
    }

    @Test
    void equalRunsAreToldWithTheirSpread() {
        Analysis analysis = Samples.threeEqualRuns();

        assertThat(plain(analysis, 80)).contains("""
                Spread of runs 1, 2 and 3, mean ± standard deviation
                  RUN make                                  1.20s ± 0.10s  (1.10s to 1.30s)
                  wall time                                 1m 02s ± 1.00s  (1m 01s to 1m 03s)
                """);
        assertThat(plain(analysis, 40).lines())
                .anyMatch(line -> line.matches(" {2}RUN make +1\\.20s ± 0\\.10s"))
                .filteredOn(line -> line.contains("±") && !line.startsWith("Spread"))
                .allMatch(line -> TextWidth.of(line) <= 40);
    }

    @Test
    void noBuildIsNoReasonToFail() {
        assertThat(plain(new Analysis(List.of(), List.of()), 80)).isEqualTo("No build was found.\n");
    }

    private static String plain(Analysis analysis, int columns) {
        return new TextReport(columns, false).render(analysis);
    }
}
