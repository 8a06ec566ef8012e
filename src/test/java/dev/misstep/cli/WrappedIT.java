package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.build.ShortHash;
import dev.misstep.engine.EngineUnderTest;
import dev.misstep.engine.PlainDisplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A command of somebody's that builds with a real engine: what it displays, and what the engine remembers. */
@Timeout(180)
class WrappedIT {
    private final String unique = UUID.randomUUID().toString();

    @TempDir
    private Path home;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @AfterEach
    void removeImages() throws Exception {
        for (EngineUnderTest engine : EngineUnderTest.all().toList()) {
            engine.removeImages("dev.misstep.test=" + unique);
        }
    }

    /** A script, so that no word of the command says which arguments it builds with. */
    private String script(String host, String secret) throws IOException {
        Path dockerfile = Files.writeString(home.resolve("Dockerfile"), """
                FROM busybox:1
                ARG TOKEN
                COPY a.txt /
                RUN sleep 0.3; echo "$TOKEN" >/t
                """);
        Path script = home.resolve("build.sh");
        Files.writeString(
                script,
                "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
                        + System.getProperty("java.class.path") + "' " + PlainDisplay.class.getName() + " '" + host
                        + "' '" + dockerfile + "' 'TOKEN=" + secret + "' 'dev.misstep.test=" + unique + "'\n");
        return script.toString();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatTheEngineRemembersOfABuildIsTakenFromIt(EngineUnderTest engine) throws IOException {
        String host = engine.connection().address().host().toString();
        String secret = "s3cret-" + unique.substring(0, 8);
        boolean remembers = !engine.connection().facts().version().startsWith("20.");

        Invocation.Result result = new Invocation(home)
                .at(home)
                .with("MISSTEP_HOME", home.resolve("state").toString())
                .with("DOCKER_HOST", host)
                .run("profile", "--runs", "2", "--format", "json", "--", "sh", script(host, secret));

        assertThat(result.status()).isZero();
        JsonNode builds = result.json().path("builds");
        String shown = remembers ? "${TOKEN}" : secret; // a log does not tell what in it is an argument
        assertThat(steps(builds.path(0)))
                .containsExactly(
                        "executed [2/3] COPY a.txt /", "executed [3/3] RUN sleep 0.3; echo \"" + shown + "\" >/t");
        assertThat(steps(builds.path(1)))
                .containsExactly("cached [2/3] COPY a.txt /", "cached [3/3] RUN sleep 0.3; echo \"" + shown + "\" >/t");
        for (JsonNode build : builds) {
            assertThat(build.path("source").asText()).endsWith(": sh");
            assertThat(build.path("clock").asText()).isEqualTo(remembers ? "exact" : "wrapper");
            assertThat(build.path("format").asText()).isEqualTo(remembers ? "engine" : "plain");
            assertThat(build.path("ingredients").toString().contains(ShortHash.of(secret)))
                    .isEqualTo(remembers);
        }
        assertThat(result.out().contains(secret)).isEqualTo(!remembers);
    }

    private static List<String> steps(JsonNode build) {
        List<String> steps = new ArrayList<>();
        for (JsonNode vertex : build.path("vertices")) {
            if (vertex.path("step").asBoolean()) {
                steps.add(vertex.path("status").asText() + " "
                        + vertex.path("name").asText());
            }
        }
        return steps;
    }
}
