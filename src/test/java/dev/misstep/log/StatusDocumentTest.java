package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.read;
import static dev.misstep.log.Logs.rows;
import static dev.misstep.log.Logs.vertex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole build as one JSON value, whoever gathered it and however it is printed. */
class StatusDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of("sample-logs/28-buildkit-rawjson");

    /** The messages of a sample, and the build its lines make. */
    private record Sample(String lines, List<JsonNode> messages) {
        static Sample of(String name) throws IOException {
            String text = Files.readString(SAMPLES.resolve(name + ".log"));
            List<String> lines =
                    text.lines().filter(line -> line.startsWith("{")).toList();
            return new Sample(
                    String.join("\n", lines) + "\n",
                    lines.stream().map(StatusDocumentTest::json).toList());
        }

        /** All in one object, the arrays in that order. */
        ObjectNode gathered(String... order) {
            ObjectNode all = JSON.createObjectNode();
            for (String field : order) {
                ArrayNode array = all.putArray(field);
                messages.forEach(message -> message.path(field).forEach(array::add));
            }
            return all;
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertSame(Build build, Build expected) {
        assertThat(rows(build)).containsExactlyInAnyOrderElementsOf(rows(expected));
        assertThat(build.seconds()).isEqualTo(expected.seconds());
        assertThat(build.startedAt()).isEqualTo(expected.startedAt());
        assertThat(build.outcome()).isEqualTo(expected.outcome());
        expected.vertices()
                .forEach(vertex ->
                        assertThat(vertex(build, vertex.id()).logLines()).isEqualTo(vertex.logLines()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-cold", "02-warm", "08-failed", "09-missing-file", "12-link-edited"})
    void oneObjectHoldsAll(String name) throws IOException {
        Sample sample = Sample.of(name);
        Build expected = one(sample.lines);

        ObjectNode inOrder = sample.gathered("vertexes", "statuses", "logs", "warnings");
        assertSame(one(inOrder.toString()), expected);
        assertSame(one(inOrder.toPrettyString()), expected);
        assertSame(one(inOrder.toPrettyString().replace("\n", "\r\n")), expected);
        assertSame(one(sample.gathered("logs", "statuses", "vertexes").toString()), expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-cold", "08-failed"})
    void messagesMayStandInAnArrayOrAfterOneAnother(String name) throws IOException {
        Sample sample = Sample.of(name);
        Build expected = one(sample.lines);
        ArrayNode array = JSON.createArrayNode().addAll(sample.messages);

        assertSame(one(array.toString()), expected);
        assertSame(one(array.toPrettyString()), expected);
        assertSame(one("[\n" + sample.lines.strip().replace("\n", ",\n") + "\n]\n"), expected);
        assertSame(one(sample.lines.replace("\n", " ")), expected);
        assertSame(one(sample.lines.replace("\n", "\r\n")), expected);
    }

    @Test
    void verticesStandInAnyOrder() throws IOException {
        Sample sample = Sample.of("01-cold");
        ObjectNode all = sample.gathered("vertexes", "logs");
        ArrayNode reversed = JSON.createArrayNode();
        all.path("vertexes").forEach(vertex -> reversed.insert(0, vertex));
        all.set("vertexes", reversed);

        assertSame(one(all.toString()), one(sample.lines));
    }

    /** More than a line may hold, and more than a heap should: 20 MB in one line. */
    @Test
    void aDocumentMayBeLargerThanAnyLine() throws IOException {
        Sample sample = Sample.of("01-cold");
        ObjectNode all = sample.gathered("logs", "vertexes");
        String digest = all.path("vertexes").path(0).path("digest").textValue();
        String chunk = "{\"vertex\":\"" + digest + "\",\"stream\":1,\"data\":\"" + "eHh4".repeat(2500)
                + "Cg==\",\"timestamp\":\"2025-03-01T10:00:00Z\"},";
        String large = all.toString().replaceFirst("\"logs\":\\[", "\"logs\":[" + chunk.repeat(2000));

        Build build = one(large);

        assertThat(large.length()).isGreaterThan(20_000_000);
        assertThat(rows(build)).containsExactlyInAnyOrderElementsOf(rows(one(sample.lines)));
        assertThat(vertex(build, digest).logLines()).isEqualTo(2000);
    }

    @Test
    void twoBuildsInAnArrayAreTwo() throws IOException {
        ArrayNode both = JSON.createArrayNode();
        both.addAll(Sample.of("01-cold").messages).addAll(Sample.of("03-edited").messages);

        assertThat(read(both.toPrettyString()))
                .extracting(Build::outcome)
                .containsExactly(Outcome.SUCCEEDED, Outcome.SUCCEEDED);
    }

    @Test
    void eachVertexKnowsItsLine() {
        Build build = one("""
                {
                  "vertexes": [
                    {
                      "digest": "a", "name": "[1/2] FROM x",
                      "started": "2025-03-01T10:00:00Z", "completed": "2025-03-01T10:00:01Z"
                    },
                    {
                      "digest": "b", "name": "[2/2] RUN x",
                      "started": "2025-03-01T10:00:01Z", "completed": "2025-03-01T10:00:02Z"
                    }
                  ]
                }
                """);

        assertThat(rows(build)).containsExactly("a executed 1.0", "b executed 1.0");
        assertThat(build.line()).isEqualTo(1);
    }

    /** {@code buildctl build --trace} of 2018: Go's own names, and null for what is empty. */
    @Test
    void fieldsMayHaveGosNames() {
        Build build = one(
                "{\"Vertexes\":null,\"Statuses\":null,\"Logs\":null}\n"
                        + "{\"Vertexes\":[{\"Digest\":\"a\",\"Inputs\":null,\"Name\":\"[1/2] FROM x\",\"Started\":\"2018-11-05T10:00:00Z\","
                        + "\"Completed\":\"2018-11-05T10:00:01Z\",\"Cached\":false,\"Error\":\"\"},"
                        + "{\"Digest\":\"b\",\"Inputs\":[\"a\"],\"Name\":\"[2/2] RUN x\",\"Started\":\"2018-11-05T10:00:01Z\","
                        + "\"Completed\":\"2018-11-05T10:00:03Z\",\"Cached\":false,\"Error\":\"\"}],\"Statuses\":null,"
                        + "\"Logs\":[{\"Vertex\":\"b\",\"Stream\":1,\"Data\":\"eAo=\",\"Timestamp\":\"2018-11-05T10:00:02Z\"}]}\n");

        assertThat(rows(build)).containsExactly("a executed 1.0", "b executed 2.0");
        assertThat(vertex(build, "b").inputs()).containsExactly("a");
        assertThat(vertex(build, "b").logLines()).isEqualTo(1);
    }

    /** As a tool writes the protobuf message that knows nothing of its Go type. */
    @Test
    void fieldsMayHaveTheNamesOfTheProtocol() {
        Build build = one("{\"vertexes\": [{\"digest\": \"a\", \"name\": \"[2/2] RUN x\", \"started\":"
                + " {\"seconds\": 1740823200, \"nanos\": 500000000}, \"completed\": {\"seconds\": 1740823202}}],"
                + " \"statuses\": [{\"ID\": \"sha256:1\", \"vertex\": \"a\"}],"
                + " \"logs\": [{\"vertex\": \"a\", \"stream\": 1, \"msg\": \"eAo=\"}]}\n");

        assertThat(rows(build)).containsExactly("a executed 1.5");
        assertThat(vertex(build, "a").logLines()).isEqualTo(1);
    }

    @Test
    void aDocumentThatIsCutIsReadAsFarAsItGoes() throws IOException {
        Sample sample = Sample.of("01-cold");
        String whole = JSON.createArrayNode().addAll(sample.messages).toPrettyString();
        Build cut = one(whole.substring(0, whole.length() / 2));

        assertThat(cut.vertices()).isNotEmpty();
        assertThat(cut.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(cut.diagnostics())
                .anySatisfy(told -> assertThat(told.message()).contains("cut off here"));
        assertThat(Objects.requireNonNull(cut.seconds())).isPositive();
    }
}
