package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a prediction says, and what the engine then does. */
class ContextIT {
    private final String unique = UUID.randomUUID().toString();

    @TempDir
    private Path home;

    @TempDir
    private Path context;

    static Stream<Arguments> builders() {
        return EngineUnderTest.allWith(List.of(BuilderKind.values()));
    }

    @BeforeEach
    void makeContext() throws IOException {
        write("a", unique);
        write("b", unique);
        write("Dockerfile", """
                FROM busybox:1 AS made
                COPY a a
                ARG MODE=fast
                RUN cat a > made
                FROM busybox:1
                COPY b b
                COPY --from=made /made /made
                """);
    }

    @AfterEach
    void removeImages() throws Exception {
        for (EngineUnderTest engine : EngineUnderTest.all().toList()) {
            engine.removeImages(label());
        }
    }

    private String label() {
        return "dev.misstep.test=" + unique;
    }

    private void write(String path, String content) throws IOException {
        Files.writeString(context.resolve(path), content);
    }

    private JsonNode run(EngineUnderTest engine, BuilderKind builder, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--format", "json", "--builder-kind", builder.label(), "--label", label(), "."));
        Invocation.Result result = new Invocation(home)
                .at(context)
                .with("DOCKER_HOST", engine.connection().address().host().toString())
                .run(all.toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        return result.json();
    }

    /** {@code 2 hit}, {@code 4 miss}: by line. */
    private List<String> predicted(EngineUnderTest engine, BuilderKind builder, String... args) {
        List<String> all = new ArrayList<>(List.of("context", "--predict"));
        all.addAll(List.of(args));
        List<String> fates = new ArrayList<>();
        for (JsonNode step : run(engine, builder, all.toArray(String[]::new)).path("steps")) {
            fates.add(step.path("dockerfileLine").asText() + " "
                    + step.path("fate").asText());
        }
        return fates;
    }

    private List<String> built(EngineUnderTest engine, BuilderKind builder, String... args) {
        List<String> all = new ArrayList<>(List.of("profile", "--runs", "1"));
        all.addAll(List.of(args));
        List<String> fates = new ArrayList<>();
        for (JsonNode vertex : run(engine, builder, all.toArray(String[]::new))
                .path("builds")
                .path(0)
                .path("vertices")) {
            // the classic builder has a step for --label, too
            if (vertex.path("step").asBoolean() && vertex.path("dockerfileLine").isInt()) {
                fates.add(vertex.path("dockerfileLine").asText() + " "
                        + (vertex.path("status").asText().equals("cached") ? "hit" : "miss"));
            }
        }
        return fates;
    }

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anotherWayToWriteTheSame(EngineUnderTest engine) throws Exception {
        String dockerfile = """
                FROM busybox:1
                WORKDIR /%1$s%2$s
                COPY --chown=0:0 a a
                %3$s
                """;
        String mount = "type=cache,target=/c";
        write("Dockerfile", dockerfile.formatted(unique, "", "RUN --mount=" + mount + " cat a > made"));
        built(engine, BuilderKind.BUILDKIT);
        String list = "RUN --mount=sharing=shared," + mount + " [\"/bin/sh\", \"-c\", \"cat a > made\"]";
        write("Dockerfile", dockerfile.formatted(unique, "", list).replace("0:0", "root:root"));
        assertThat(predicted(engine, BuilderKind.BUILDKIT)).containsExactly("2 hit", "3 hit", "4 hit");
        assertThat(built(engine, BuilderKind.BUILDKIT)).containsExactlyInAnyOrder("2 hit", "3 hit", "4 hit");

        write("Dockerfile", dockerfile.formatted(unique, "/", list));
        assertThat(predicted(engine, BuilderKind.BUILDKIT)).containsExactly("2 hit", "3 hit", "4 miss");
        assertThat(built(engine, BuilderKind.BUILDKIT)).containsExactlyInAnyOrder("2 hit", "3 hit", "4 miss");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anotherPlatformThanTheLast(EngineUnderTest engine) {
        built(engine, BuilderKind.BUILDKIT);
        JsonNode same = run(engine, BuilderKind.BUILDKIT, "context", "--predict", "--platform", "linux/x86_64");
        assertThat(StepFates.predicted(same)).allMatch(step -> step.endsWith("hit"));
        JsonNode other = run(engine, BuilderKind.BUILDKIT, "context", "--predict", "--platform", "linux/s390x");
        assertThat(StepFates.predicted(other)).noneMatch(step -> step.endsWith("hit"));
        for (JsonNode step : other.path("steps")) {
            assertThat(step.path("cause").asText()).isEqualTo("platform");
        }
    }

    @ParameterizedTest
    @MethodSource("builders")
    void whatIsPredictedHappens(EngineUnderTest engine, BuilderKind builder) throws Exception {
        assertThat(predicted(engine, builder)).allMatch(step -> step.endsWith("miss"));
        built(engine, builder);
        assertThat(predicted(engine, builder)).allMatch(step -> step.endsWith("hit"));

        write("b", "other " + unique);
        List<String> expected = predicted(engine, builder);
        assertThat(expected).contains("2 hit", "4 hit", "6 miss", "7 miss");
        assertThat(built(engine, builder)).containsExactlyInAnyOrderElementsOf(expected);

        write("b", unique); // as it was built first
        assertThat(predicted(engine, builder)).allMatch(step -> step.endsWith("hit"));
        assertThat(built(engine, builder)).allMatch(step -> step.endsWith("hit"));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void anArgumentIsPredictedToo(EngineUnderTest engine, BuilderKind builder) {
        built(engine, builder);
        List<String> expected = predicted(engine, builder, "--build-arg", "MODE=slow");
        assertThat(expected).contains("2 hit", "4 miss", "6 hit", "7 depends");
        assertThat(built(engine, builder, "--build-arg", "MODE=slow")).contains("2 hit", "4 miss", "6 hit");
    }
}
