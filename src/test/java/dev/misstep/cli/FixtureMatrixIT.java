package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.misstep.engine.EngineUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes that the oracle does not make: what is foretold of each, what BuildKit then does, and why by Misstep's word. Every
 * Dockerfile has a text of its own, so that no run finds the results of another.
 */
class FixtureMatrixIT {
    private final String unique = UUID.randomUUID().toString();
    private final List<String> options = new ArrayList<>();

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
            engine.removeImages(label());
        }
    }

    private String label() {
        return "dev.misstep.test=" + unique;
    }

    /** The frontend of 20.10 knows neither heredocs nor repositories. */
    private static boolean isOld(EngineUnderTest engine) throws Exception {
        return engine.connection().facts().version().startsWith("20.");
    }

    private Path write(String path, String content) throws IOException {
        Path file = context.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private Invocation.Result run(EngineUnderTest engine, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--format", "json", "--builder-kind", "buildkit", "--label", label()));
        all.addAll(options);
        all.add(".");
        return new Invocation(home)
                .at(context)
                .with("DOCKER_HOST", engine.connection().address().host().toString())
                .run(all.toArray(String[]::new));
    }

    private JsonNode build(EngineUnderTest engine) {
        Invocation.Result result = run(engine, "profile", "--runs", "1");
        assertThat(result.status()).as(result.err()).isZero();
        return result.json();
    }

    private List<String> predicted(EngineUnderTest engine) {
        Invocation.Result result = run(engine, "context", "--predict");
        assertThat(result.status()).as(result.err()).isZero();
        return StepFates.predicted(result.json());
    }

    /** {@code 3 hit}, {@code 4 miss}: by line. */
    private static List<String> built(JsonNode report) {
        // what ADD fetches has a step of the same name
        return StepFates.built(report).stream().distinct().sorted().toList();
    }

    /** What was foretold for certain happens; returns the roots. */
    private List<String> next(EngineUnderTest engine, String... fates) {
        assertThat(predicted(engine)).containsExactly(fates);
        JsonNode report = build(engine);
        assertThat(built(report))
                .containsExactlyElementsOf(Arrays.stream(fates).sorted().toList());
        return StepFates.roots(report);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void touchOnly(EngineUnderTest engine) throws Exception {
        Path file = write("a", unique);
        write("Dockerfile", "FROM busybox:1\nCOPY a /a\nRUN cat /a\n");
        build(engine);

        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-02T03:04:05Z")));

        assertThat(next(engine, "2 hit", "3 hit")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void copyOfAHeredoc(EngineUnderTest engine) throws Exception {
        String text = "FROM busybox:1\nCOPY <<X /a\n%s " + unique + "\nX\nRUN cat /a\n";
        write("Dockerfile", text.formatted("one"));
        if (isOld(engine)) {
            assertThat(run(engine, "profile", "--runs", "1").status()).isEqualTo(ExitStatus.BUILD_FAILED);
            return;
        }
        build(engine);
        assertThat(next(engine, "2 hit", "5 hit")).isEmpty();

        write("Dockerfile", text.formatted("two"));

        assertThat(next(engine, "2 miss", "5 miss")).containsExactly("instruction proven");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void addOfAnAddress(EngineUnderTest engine) throws Exception {
        AtomicReference<String> content = new AtomicReference<>(unique);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/file", exchange -> {
            byte[] body = String.valueOf(content.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/file";
            write("Dockerfile", "FROM busybox:1\nADD " + url + " /a\nRUN cat /a\n");
            build(engine);
            assertThat(predicted(engine)).containsExactly("2 depends", "3 depends");
            assertThat(built(build(engine))).containsExactly("2 hit", "3 hit");

            content.set("other " + unique);

            assertThat(predicted(engine)).containsExactly("2 depends", "3 depends");
            JsonNode report = build(engine);
            assertThat(built(report)).containsExactly("2 miss", "3 miss");
            assertThat(StepFates.roots(report)).containsExactly("unknown unknown");
            assertThat(report.path("misses").findValuesAsText("detail"))
                    .anyMatch(detail ->
                            detail.endsWith("what is at the address it takes was not compared, and may be another."));
        } finally {
            server.stop(0);
        }
    }

    /** Which cannot be reached; an engine without git does not even try. */
    @ParameterizedTest
    @MethodSource("engines")
    void addOfARepository(EngineUnderTest engine) throws Exception {
        write(
                "Dockerfile",
                "FROM busybox:1\nADD http://127.0.0.1:1/project.git#main:made /a\nRUN echo " + unique + "\n");

        Invocation.Result result = run(engine, "profile", "--runs", "1");

        assertThat(result.status()).isEqualTo(ExitStatus.BUILD_FAILED);
        JsonNode build = result.json().path("builds").path(0);
        assertThat(build.path("outcome").asText()).isEqualTo("failed");
        assertThat(build.path("error").asText()).containsAnyOf("127.0.0.1:1", "git");
        assertThat(predicted(engine)).containsExactly("2 miss", "3 miss");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anotherSecret(EngineUnderTest engine, @TempDir Path elsewhere) throws Exception {
        Path secret = Files.writeString(elsewhere.resolve("secret"), "first");
        options.addAll(List.of("--secret", "id=token,src=" + secret));
        write(
                "Dockerfile",
                "FROM busybox:1\nRUN --mount=type=secret,id=token cat /run/secrets/token # " + unique + "\n");
        build(engine);

        Files.writeString(secret, "second");

        assertThat(next(engine, "2 hit")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aSecretMore(EngineUnderTest engine, @TempDir Path elsewhere) throws Exception {
        options.addAll(List.of("--secret", "id=token,src=" + Files.writeString(elsewhere.resolve("secret"), "first")));
        write("Dockerfile", "FROM busybox:1\nRUN echo " + unique + "\n");
        build(engine);

        write("Dockerfile", "FROM busybox:1\nRUN --mount=type=secret,id=token echo " + unique + "\n");

        assertThat(next(engine, "2 miss")).containsExactly("instruction proven");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void withoutCacheForAStage(EngineUnderTest engine) throws Exception {
        write("Dockerfile", """
                FROM busybox:1 AS made
                RUN echo UNIQUE > /out
                FROM busybox:1 AS last
                COPY --from=made /out /out
                RUN cat /out
                """.replace("UNIQUE", unique));
        build(engine);

        options.addAll(List.of("--no-cache-filter", "made"));

        JsonNode report = build(engine);
        assertThat(StepFates.roots(report)).containsExactly("no-cache proven");
        assertThat(built(report)).containsExactly("2 miss", "4 hit", "5 hit");
        assertThat(report.path("findings")).isEmpty(); // what it left is the same
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aStageThatLeavesOtherFilesOfTheSameInputs(EngineUnderTest engine) throws Exception {
        write("Dockerfile", """
                FROM busybox:1 AS made
                RUN echo UNIQUE && cat /proc/sys/kernel/random/uuid > /out
                FROM busybox:1 AS last
                COPY --from=made /out /out
                """.replace("UNIQUE", unique));
        build(engine);

        options.addAll(List.of("--no-cache-filter", "made"));

        JsonNode report = build(engine);
        assertThat(built(report)).containsExactly("2 miss", "4 miss");
        assertThat(report.path("findings")).singleElement().satisfies(finding -> {
            assertThat(finding.path("rule").asText()).isEqualTo("non-reproducible-step");
            assertThat(finding.path("vertex"))
                    .isEqualTo(report.path("misses").path(0).path("root"));
        });
    }

    /** What the first brings forth is never the same. */
    @ParameterizedTest
    @MethodSource("engines")
    void threeStagesAfterAStepThatIsNeverTheSame(EngineUnderTest engine) throws Exception {
        write("a", unique);
        write("Dockerfile", """
                FROM busybox:1 AS one
                COPY a /a
                RUN cat /proc/sys/kernel/random/uuid > /out
                FROM busybox:1 AS two
                COPY --from=one /out /out
                RUN cp /out /more
                FROM busybox:1
                COPY --from=two /more /more
                """);
        build(engine);
        assertThat(next(engine, "2 hit", "3 hit", "5 hit", "6 hit", "8 hit")).isEmpty();

        write("a", "other " + unique);

        assertThat(predicted(engine)).containsExactly("2 miss", "3 miss", "5 depends", "6 depends", "8 depends");
        JsonNode report = build(engine);
        assertThat(built(report)).containsExactly("2 miss", "3 miss", "5 miss", "6 miss", "8 miss");
        assertThat(StepFates.roots(report)).containsExactly("context-files proven a");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void twoIndependentRoots(EngineUnderTest engine) throws Exception {
        write("a", unique);
        write("b", unique);
        write("Dockerfile", """
                FROM busybox:1 AS one
                COPY a /a
                FROM busybox:1 AS two
                COPY b /b
                FROM busybox:1
                COPY --from=one /a /a
                COPY --from=two /b /b
                """);
        build(engine);

        write("a", "other " + unique);
        write("b", "other " + unique);

        assertThat(predicted(engine)).containsExactly("2 miss", "4 miss", "6 depends", "7 depends");
        assertThat(StepFates.roots(build(engine)))
                .containsExactlyInAnyOrder("context-files proven a", "context-files proven b");
    }

    /** BuildKit asks for nothing of a file whose size and time are those it has, and so does not see what is in it. */
    @ParameterizedTest
    @MethodSource("engines")
    void sameSizeAndTime(EngineUnderTest engine) throws Exception {
        Path file = write("a", "1" + unique);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-02T03:04:05Z")));
        write("Dockerfile", "FROM busybox:1\nCOPY a /a\n");
        build(engine);

        write("a", "2" + unique);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-02T03:04:05Z")));

        JsonNode report = build(engine);
        assertThat(built(report)).containsExactly("2 hit");
        assertThat(report.path("misses")).isEmpty();
    }

    /** Nobody has a frontend of that name. */
    @ParameterizedTest
    @MethodSource("engines")
    void aFrontendThatIsNotThere(EngineUnderTest engine) throws Exception {
        write("Dockerfile", "# syntax=127.0.0.1:1/none:1\nFROM busybox:1\nRUN echo " + unique + "\n");

        Invocation.Result result = run(engine, "profile", "--runs", "1");

        assertThat(result.status()).isEqualTo(ExitStatus.BUILD_FAILED);
        assertThat(result.json().path("builds").path(0).path("error").asText()).contains("127.0.0.1:1");
    }

    /** It keeps what it was sent, and sees other extended attributes only where the file is sent again. */
    @ParameterizedTest
    @MethodSource("engines")
    void extendedAttributes(EngineUnderTest engine) throws Exception {
        Path file = write("a", unique);
        write("Dockerfile", "FROM busybox:1\nCOPY a /a\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-02T03:04:05Z")));
        build(engine);

        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                .write("colour", StandardCharsets.UTF_8.encode("blue"));
        assertThat(predicted(engine)).containsExactly("2 depends");
        assertThat(built(build(engine))).containsExactly("2 hit");

        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2021-01-02T03:04:05Z")));
        assertThat(predicted(engine)).containsExactly("2 depends");
        JsonNode report = build(engine);
        assertThat(built(report)).containsExactly("2 miss");
        assertThat(StepFates.roots(report)).containsExactly("context-files proven a");
        assertThat(report.path("misses")
                        .path(0)
                        .path("files")
                        .path(0)
                        .path("change")
                        .asText())
                .isEqualTo("mode");
        assertThat(report.path("misses").path(0).path("detail").asText()).contains("extended attributes");
        assertThat(next(engine, "2 hit")).isEmpty();
    }
}
