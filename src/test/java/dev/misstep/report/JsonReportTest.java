package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Certainty;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import dev.misstep.explain.Summary;
import dev.misstep.explain.Timing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReportTest {
    private static final Vertex MAKE = new Vertex(
            "11",
            StepName.parse("[web linux/amd64 builder 5/6] RUN make"),
            14,
            Status.EXECUTED,
            0.1 + 0.2,
            2.31,
            1,
            40,
            List.of("10"),
            null,
            20);

    /** The build of the contract's example: one executed step, one miss. */
    private static final Analysis EXAMPLE = new Analysis(
            List.of(new Analysis.Analysed(
                    new Build(
                            "1",
                            "ci.log",
                            1,
                            12,
                            Format.PLAIN,
                            "github-actions",
                            Clock.WRAPPER,
                            null,
                            Outcome.SUCCEEDED,
                            Samples.MORNING,
                            3.7,
                            null,
                            List.of(MAKE),
                            List.of(new Diagnostic(881, "a line was cut"), new Diagnostic(0, "no clock"))),
                    new Summary(
                            8,
                            6,
                            0,
                            2,
                            0,
                            0,
                            0,
                            0,
                            0.75,
                            1.5,
                            2.3,
                            2.3 / 3.8,
                            1,
                            new Timing(List.of(MAKE), 3.4, 0.1, 0.25)))),
            List.of(new Miss(
                    "1",
                    "11",
                    Role.ROOT,
                    "11",
                    Cause.CONTEXT_FILES,
                    Certainty.PROVEN,
                    List.of(new FileChange("src/app.js", Change.CONTENT)),
                    1,
                    null,
                    null,
                    "src/app.js changed.",
                    "0",
                    1.5)));

    @Test
    void isTheContractsExampleByteForByte() throws IOException {
        try (InputStream golden = Objects.requireNonNull(getClass().getResourceAsStream("example.json"))) {
            assertThat(json(EXAMPLE)).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void hasEveryFieldOfTheContractInItsOrder() throws IOException {
        JsonNode report = read(EXAMPLE);
        assertThat(names(report)).containsExactly("schema", "builds", "misses", "findings");
        JsonNode build = report.get("builds").get(0);
        assertThat(names(build))
                .containsExactly(
                        "id",
                        "source",
                        "ordinal",
                        "line",
                        "format",
                        "wrapper",
                        "clock",
                        "target",
                        "outcome",
                        "startedAt",
                        "seconds",
                        "error",
                        "vertices",
                        "criticalPath",
                        "summary",
                        "ingredients",
                        "diagnostics");
        assertThat(names(build.get("vertices").get(0)))
                .containsExactly(
                        "id",
                        "name",
                        "step",
                        "stage",
                        "index",
                        "total",
                        "platform",
                        "target",
                        "instruction",
                        "dockerfileLine",
                        "status",
                        "seconds",
                        "start",
                        "intervals",
                        "logLines",
                        "inputs",
                        "error",
                        "line");
        assertThat(names(build.get("summary")))
                .containsExactly(
                        "steps",
                        "cached",
                        "pulled",
                        "executed",
                        "failed",
                        "canceled",
                        "skipped",
                        "unfinished",
                        "hitRate",
                        "executedSeconds",
                        "savedSeconds",
                        "timeHitRate",
                        "unknownCost",
                        "criticalPathSeconds",
                        "queuedSeconds",
                        "idleSeconds");
        assertThat(names(report.get("misses").get(0)))
                .containsExactly(
                        "build",
                        "vertex",
                        "role",
                        "root",
                        "cause",
                        "certainty",
                        "files",
                        "filesTotal",
                        "before",
                        "after",
                        "detail",
                        "baseline",
                        "costSeconds");
    }

    @Test
    void saysOfEachVertexWhatTheRecordSays() throws IOException {
        Analysis analysis = Samples.nodeApp();
        JsonNode report = read(analysis);
        for (int i = 0; i < analysis.builds().size(); i++) {
            Build build = analysis.builds().get(i).build();
            JsonNode written = report.get("builds").get(i);
            assertThat(written.get("id").textValue()).isEqualTo(build.id());
            for (int k = 0; k < build.vertices().size(); k++) {
                Vertex vertex = build.vertices().get(k);
                JsonNode node = written.get("vertices").get(k);
                assertThat(node.get("id").textValue()).isEqualTo(vertex.id());
                assertThat(node.get("name").textValue()).isEqualTo(vertex.name().text());
                assertThat(node.get("step").booleanValue()).isEqualTo(vertex.step());
                assertThat(node.get("stage").textValue())
                        .isEqualTo(vertex.name().stage());
                assertThat(node.get("instruction").textValue())
                        .isEqualTo(vertex.name().instruction());
                assertThat(node.get("status").textValue())
                        .isEqualTo(vertex.status().label());
                assertThat(node.get("seconds").doubleValue()).isEqualTo(vertex.seconds());
                assertThat(node.get("inputs")).hasSameSizeAs(vertex.inputs());
            }
        }
        assertThat(report.get("misses")).hasSameSizeAs(analysis.misses());
    }

    @Test
    void whatIsNotKnownIsNull() throws IOException {
        JsonNode build = read(Samples.failedEarly()).get("builds").get(0);
        for (String field : List.of("startedAt", "seconds", "target")) {
            assertThat(build.get(field).isNull()).as(field).isTrue();
        }
        assertThat(build.get("summary").get("hitRate").isNull()).isTrue();
        assertThat(build.get("vertices").get(0).get("start").isNull()).isTrue();
    }

    @Test
    void runsMadeInOneWayHaveTheirSpread() throws IOException {
        JsonNode equal = read(Samples.threeEqualRuns()).get("equalRuns").get(0);

        assertThat(equal.get("builds")).hasSize(3);
        assertThat(equal.get("seconds").toString())
                .isEqualTo("{\"mean\":62.0,\"deviation\":1.0,\"least\":61.0,\"most\":63.0}");
        assertThat(equal.get("steps").get(0).get("seconds").get("mean").asDouble())
                .isEqualTo(1.2);
        assertThat(read(Samples.nodeApp()).has("equalRuns")).isFalse();
    }

    @Test
    void aLiveBuildHasNoLine() throws IOException {
        assertThat(read(Samples.nodeApp()).get("builds").get(0).get("line").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "0.30000000000000004, 0.3",
        "40, 40.0",
        "1.0005, 1.001",
        "0.0004, 0.0",
        "1234567.891, 1234567.891",
        "100000000, 100000000.0"
    })
    void secondsHaveOneToThreeDecimalsAndNoExponent(double value, String text) {
        assertThat(JsonFields.thousandths(value)).hasToString(text);
    }

    @Test
    void hostileNamesComeBackAsTheyWereButForLoneSurrogates() throws IOException {
        JsonNode vertices = read(Samples.hostile()).get("builds").get(0).get("vertices");
        for (int i = 0; i < Samples.HOSTILE.size(); i++) {
            String expected = Samples.HOSTILE.get(i).replaceAll("[\\p{Cs}]", "\uFFFD");
            assertThat(vertices.get(i).get("stage").textValue()).isEqualTo(expected);
        }
    }

    @Test
    void leavesTheStreamOpen() throws IOException {
        List<String> closed = new ArrayList<>();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed.add("closed");
            }
        }) {
            JsonReport.write(EXAMPLE, out);
            assertThat(closed).isEmpty();
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read(Analysis analysis) throws IOException {
        return new ObjectMapper().readTree(json(analysis));
    }

    private static String json(Analysis analysis) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.write(analysis, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
