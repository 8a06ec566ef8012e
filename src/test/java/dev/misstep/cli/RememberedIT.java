package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.engine.EngineUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds the engine remembers, read without building anything. */
class RememberedIT {
    private final String unique = UUID.randomUUID().toString();

    @TempDir
    private Path home;

    @TempDir
    private Path context;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @AfterEach
    void removeImages() throws Exception {
        for (EngineUnderTest engine : EngineUnderTest.all().toList()) {
            engine.removeImages("dev.misstep.test=" + unique);
        }
    }

    private Invocation on(EngineUnderTest engine) {
        return new Invocation(home)
                .at(context)
                .with("DOCKER_HOST", engine.connection().address().host().toString());
    }

    private static List<String> steps(JsonNode build) {
        List<String> steps = new ArrayList<>();
        build.path("vertices").forEach(vertex -> {
            if (vertex.path("step").asBoolean()) {
                steps.add(vertex.path("status").asText() + " "
                        + vertex.path("name").asText());
            }
        });
        return steps;
    }

    private static JsonNode ours(JsonNode report, String token) {
        JsonNode found = report.path("none");
        for (JsonNode build : report.path("builds")) {
            found = build.toString().contains(token) ? build : found;
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aProfiledBuildIsFoundAgainWithTheSameSteps(EngineUnderTest engine) throws IOException {
        Files.writeString(context.resolve("Dockerfile"), """
                FROM busybox:1
                ARG TOKEN
                RUN echo %s
                RUN echo "$TOKEN" >/t
                """.formatted(unique));
        String secret = "s3cret-" + unique.substring(0, 8);
        JsonNode live = on(engine)
                .run(
                        "profile",
                        "--format",
                        "json",
                        "--runs",
                        "1",
                        "--label",
                        "dev.misstep.test=" + unique,
                        "--build-arg",
                        "TOKEN=" + secret,
                        ".")
                .json()
                .path("builds")
                .path(0);

        Invocation.Result result = on(engine).run("analyze", "--engine", "--last", "50", "--format", "json");

        if (engine.connection().facts().version().startsWith("20.")) {
            assertThat(result.status()).isEqualTo(ExitStatus.INPUT);
            assertThat(result.err()).contains("engines do so from version 24 on");
            return;
        }
        assertThat(result.status()).isZero();
        JsonNode read = ours(result.json(), unique);
        assertThat(steps(read)).containsExactlyInAnyOrderElementsOf(steps(live)).hasSize(2);
        assertThat(read.path("seconds").asDouble())
                .isEqualTo(live.path("seconds").asDouble());
        assertThat(result.out()).doesNotContain(secret);
    }
}
