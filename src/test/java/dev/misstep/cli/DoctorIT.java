package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.engine.EngineUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DoctorIT {
    @TempDir
    private Path home;

    @TempDir
    private Path context;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    private Invocation on(EngineUnderTest engine) {
        return new Invocation(home)
                .with("DOCKER_HOST", engine.connection().address().host().toString());
    }

    private static Map<String, String> states(JsonNode report) {
        Map<String, String> states = new TreeMap<>();
        report.path("checks")
                .forEach(check -> states.put(
                        check.path("name").asText(), check.path("state").asText()));
        return states;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anEngineThatBuildsIsFoundWell(EngineUnderTest engine) {
        Invocation.Result result = on(engine).run("doctor", "--format", "json");

        assertThat(result.status()).isZero();
        assertThat(states(result.json()))
                .containsKeys("engine", "chosen by", "API", "builder", "storage", "cache", "limits")
                .containsEntry("BuildKit", "good")
                .doesNotContainValue("bad");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatStandsInTheWayIsToldWithWhatToDo(EngineUnderTest engine) throws IOException {
        Files.writeString(context.resolve("Dockerfile"), "# syntax=docker/dockerfile:1\nFROM scratch\n");
        Files.createDirectory(context.resolve("sub"));
        Files.writeString(context.resolve("sub/.dockerignore"), "");

        String report = on(engine)
                .with("DOCKER_BUILDKIT", "0")
                .run("doctor", context.toString())
                .out();

        assertThat(report)
                .contains("classic, because DOCKER_BUILDKIT=0", "unset DOCKER_BUILDKIT")
                .contains("docker/dockerfile:1, named by # syntax=")
                .contains("sub/.dockerignore", "is not read");
    }

    @Test
    void withoutAnEngineTheRestIsExaminedAllTheSame() throws IOException {
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\n");

        Invocation.Result result = new Invocation(home)
                .with("DOCKER_HOST", "unix://" + home.resolve("none.sock"))
                .run("doctor", context.toString());

        assertThat(result.status()).isEqualTo(ExitStatus.NO_ENGINE);
        assertThat(result.out()).contains("BAD", "there is no such socket", "frontend");
    }
}
