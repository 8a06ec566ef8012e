package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole tool on real engines, with both builders. */
@Timeout(120)
class ProfileIT {
    private static final String DOCKERFILE = """
            FROM busybox:1 AS made
            COPY seed seed
            ARG VERSION=1
            COPY src src
            RUN cat src/a src/sub/b > made; echo $VERSION
            RUN echo done
            FROM busybox:1
            COPY --from=made /made /made
            """;

    private final String unique = UUID.randomUUID().toString();

    @TempDir
    private Path home;

    @TempDir
    private Path context;

    static Stream<Arguments> builders() {
        return EngineUnderTest.allWith(List.of(BuilderKind.values()));
    }

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

    @BeforeEach
    void makeContext() throws IOException {
        Files.createDirectories(context.resolve("src/sub"));
        write("seed", unique);
        write("src/a", "a");
        write("src/sub/b", "b");
        write("elsewhere", "no step selects this");
        write(".dockerignore", "src/ignored\n");
        write("Dockerfile", DOCKERFILE);
    }

    private void write(String path, String content) throws IOException {
        Files.writeString(context.resolve(path), content);
    }

    private Invocation invocation(EngineUnderTest engine) {
        return new Invocation(home)
                .at(context)
                .with("DOCKER_HOST", engine.connection().address().host().toString());
    }

    private Invocation.Result profile(EngineUnderTest engine, BuilderKind builder, String... args) {
        List<String> all = new ArrayList<>(
                List.of("profile", "--format", "json", "--label", label(), "--builder-kind", builder.label()));
        all.addAll(List.of(args));
        all.add(".");
        return invocation(engine).run(all.toArray(String[]::new));
    }

    private static List<JsonNode> misses(JsonNode report, String build, String role) {
        List<JsonNode> misses = new ArrayList<>();
        for (JsonNode miss : report.path("misses")) {
            if (miss.path("build").asText().equals(build)
                    && miss.path("role").asText().equals(role)) {
                misses.add(miss);
            }
        }
        return misses;
    }

    private static JsonNode onlyRoot(JsonNode report, String build) {
        List<JsonNode> roots = misses(report, build, "root");
        assertThat(roots).hasSize(1);
        return roots.get(0);
    }

    private static List<String> files(JsonNode miss) {
        List<String> files = new ArrayList<>();
        miss.path("files")
                .forEach(file -> files.add(
                        file.path("change").asText() + " " + file.path("path").asText()));
        return files;
    }

    private static double hitRate(JsonNode report, int build) {
        return report.path("builds").path(build).path("summary").path("hitRate").asDouble(-1);
    }

    @ParameterizedTest
    @MethodSource("builders")
    void anEditIsTheOneRootAndAllElseFollows(EngineUnderTest engine, BuilderKind builder) throws Exception {
        profile(engine, builder, "--runs", "1");
        for (int time = 0; time < 2; time++) {
            Invocation.Result result = profile(engine, builder, "--runs", "2", "--edit", "src/sub/b");

            assertThat(result.status()).as(result.err()).isZero();
            JsonNode report = result.json();
            assertThat(report.path("builds")).hasSize(3);
            assertThat(List.of(hitRate(report, 0), hitRate(report, 1))).containsExactly(1.0, 1.0);
            JsonNode root = onlyRoot(report, "3");
            assertThat(root.path("cause").asText()).isEqualTo("context-files");
            assertThat(root.path("certainty").asText()).isEqualTo("proven");
            assertThat(files(root)).containsExactly("content src/sub/b");
            assertThat(misses(report, "3", "cascade"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(cascade -> {
                        assertThat(cascade.path("root")).isEqualTo(root.path("vertex"));
                        assertThat(cascade.path("files")).isEmpty();
                    });
            assertThat(context.resolve("src/sub/b")).hasContent("b");
        }
    }

    @ParameterizedTest
    @MethodSource("builders")
    void scenariosAreSeriesOfTheirOwn(EngineUnderTest engine, BuilderKind builder) throws Exception {
        Path file = Files.writeString(home.resolve("scenarios.yaml"), """
                unchanged: {warmup: 1, runs: 2}
                edited: {runs: 1, edit: src/a, prepare: echo prepared}
                """);

        Invocation.Result result = profile(engine, builder, "--scenarios", file.toString());

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).containsOnlyOnce("prepared\nprepared\n");
        JsonNode report = result.json();
        assertThat(report.path("scenarios").toString())
                .isEqualTo("[{\"name\":\"unchanged\",\"builds\":[\"1\",\"2\"]},"
                        + "{\"name\":\"edited\",\"builds\":[\"3\",\"4\"]}]");
        assertThat(report.path("equalRuns").path(0).path("builds").toString()).isEqualTo("[\"1\",\"2\"]");
        assertThat(hitRate(report, 0)).isEqualTo(1);
        assertThat(hitRate(report, 2)).isEqualTo(1);
        assertThat(files(onlyRoot(report, "4"))).containsExactly("content src/a");
    }

    @ParameterizedTest
    @MethodSource("builders")
    void theFirstRunIsComparedWithTheWarmUpBeforeIt(EngineUnderTest engine, BuilderKind builder) throws Exception {
        Path file = Files.writeString(home.resolve("scenarios.yaml"), """
                first: {warmup: 2, runs: 1, prepare: echo x >> src/a}
                second: {warmup: 1, runs: 1}
                """.replace(
                        "src/a", context.resolve("src/a").toString()));

        Invocation.Result result = profile(engine, builder, "--scenarios", file.toString());

        assertThat(result.status()).as(result.err()).isZero();
        JsonNode root = onlyRoot(result.json(), "1");
        assertThat(root.path("baseline").asText()).isEqualTo("warm-up-2");
        assertThat(files(root)).containsExactly("content src/a");
    }

    @ParameterizedTest
    @MethodSource("builders")
    void whatNoStepSelectsChangesNothing(EngineUnderTest engine, BuilderKind builder) throws Exception {
        profile(engine, builder, "--runs", "1");
        write("elsewhere", "other");
        write("src/ignored", "other");
        write("src/a", "a"); // another time, the same content

        JsonNode report =
                profile(engine, builder, "--runs", "1", "--edit", "elsewhere").json();

        assertThat(List.of(hitRate(report, 0), hitRate(report, 1))).containsExactly(1.0, 1.0);
        assertThat(report.path("misses")).isEmpty();
    }

    /** An edit that makes no difference ends in the image of the run before it, which is not the edit's to remove. */
    @ParameterizedTest
    @MethodSource("builders")
    void theImageOfAnEarlierRunStays(EngineUnderTest engine, BuilderKind builder) throws Exception {
        profile(engine, builder, "--runs", "1");
        Set<String> before = engine.images(label());

        profile(engine, builder, "--runs", "1", "--edit", "elsewhere");

        assertThat(before).isNotEmpty();
        assertThat(engine.images(label())).containsAll(before);
    }

    /** The images of the classic builder are its cache. */
    @ParameterizedTest
    @MethodSource("engines")
    void anEditedRunOfBuildKitLeavesNoImageAndTakesNoName(EngineUnderTest engine) throws Exception {
        String tag = "misstep-test:" + unique;
        profile(engine, BuilderKind.BUILDKIT, "--runs", "1", "--tag", tag);
        Set<String> before = engine.images(label());

        profile(engine, BuilderKind.BUILDKIT, "--runs", "1", "--tag", tag, "--edit", "src/a");

        assertThat(engine.images(label())).isEqualTo(before).hasSize(1);
        assertThat(engine.connection().hasImage(tag, null)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("builders")
    void theFirstRunIsComparedWithTheLastProfile(EngineUnderTest engine, BuilderKind builder) throws Exception {
        profile(engine, builder, "--runs", "1");
        Files.setPosixFilePermissions(context.resolve("src/a"), PosixFilePermissions.fromString("rwx------"));
        write("src/c d", "added");

        JsonNode root = onlyRoot(profile(engine, builder, "--runs", "1").json(), "1");

        assertThat(files(root)).containsExactly("mode src/a", "added src/c d");
    }

    @ParameterizedTest
    @MethodSource("builders")
    void anotherValueOfAnArgumentIsNamedAndNotShown(EngineUnderTest engine, BuilderKind builder) throws Exception {
        profile(engine, builder, "--runs", "1", "--build-arg", "VERSION=2");
        for (String value : List.of("src", "4")) {
            JsonNode report = profile(engine, builder, "--runs", "1", "--build-arg", "VERSION=" + value)
                    .json();

            JsonNode root = onlyRoot(report, "1");
            assertThat(root.path("cause").asText()).isEqualTo("build-arg");
            assertThat(root.path("after").asText()).matches("VERSION=[0-9a-f]{12}");
            assertThat(report.path("builds").path(0).path("vertices").findValuesAsText("name"))
                    .anySatisfy(name -> assertThat(name).matches(".*RUN cat src/a .* echo \\$\\{?VERSION}?"))
                    .anySatisfy(name -> assertThat(name).endsWith("COPY src src"));
        }
    }

    /** Values are for the eye: with them in the names, every RUN would seem to read otherwise than in the run that was kept. */
    @ParameterizedTest
    @MethodSource("engines")
    void askingForValuesChangesNoCause(EngineUnderTest engine) throws Exception {
        profile(engine, BuilderKind.BUILDKIT, "--runs", "1", "--build-arg", "VERSION=before");
        JsonNode report = profile(
                        engine, BuilderKind.BUILDKIT, "--runs", "1", "--show-args", "--build-arg", "VERSION=behind")
                .json();

        assertThat(onlyRoot(report, "1").path("cause").asText()).isEqualTo("build-arg");
        assertThat(report.path("builds").path(0).path("vertices").findValuesAsText("name"))
                .anySatisfy(name -> assertThat(name).endsWith("echo behind"));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void aDockerfileOnStandardInputIsBuiltWithoutAContext(EngineUnderTest engine, BuilderKind builder)
            throws Exception {
        write("seed", "not to be seen");

        Invocation.Result result = invocation(engine)
                .reading("FROM busybox:1\nLABEL " + label() + "\nRUN echo " + unique
                        + "\nCOPY . /all\nRUN test ! -e /all/seed\n")
                .run("profile", "--runs", "2", "--builder-kind", builder.label(), "--format", "json", "-");

        assertThat(result.err()).doesNotContain("misstep:");
        assertThat(result.status()).isZero();
        JsonNode builds = result.json().path("builds");
        assertThat(builds.path(0).path("source").asText()).isEqualTo("-");
        assertThat(builds.path(0).path("summary").path("cached").asInt()).isZero();
        assertThat(builds.path(1).path("summary").path("hitRate").asDouble()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void plainProgressTellsHowMuchOfALargeContextWasSent(EngineUnderTest engine) throws Exception {
        write("Dockerfile", "FROM busybox:1\nCOPY large /\n");
        byte[] large = new byte[3_000_000];
        new Random(unique.hashCode()).nextBytes(large);
        Files.write(context.resolve("large"), large);

        Invocation.Result result = invocation(engine).run("profile", "--progress", "plain", "--runs", "1", ".");

        assertThat(result.err()).containsPattern("sent +3\\.\\d MB for \\[internal\\] load build context");
    }

    @ParameterizedTest
    @MethodSource("builders")
    void noValueOfAnArgumentIsEverSeen(EngineUnderTest engine, BuilderKind builder) throws Exception {
        write("Dockerfile", """
                FROM busybox:1
                ARG TOKEN
                ENV URL=https://$TOKEN@host
                COPY seed /$TOKEN
                RUN echo "$URL" "${TOKEN}"
                RUN echo "again $TOKEN" >&2; false "$TOKEN"
                """);
        String secret = "s3.cr[t*" + unique;

        Invocation.Result result = invocation(engine)
                .with("TOKEN", secret)
                .run(
                        "profile",
                        "--progress",
                        "plain",
                        "--builder-kind",
                        builder.label(),
                        "--build-arg",
                        "TOKEN",
                        "--json",
                        home.resolve("report.json").toString(),
                        "--stacktrace",
                        ".");

        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).contains("again ${TOKEN}", "the build failed");
        assertThat(result.out()).contains("failed").doesNotContain(secret);
        assertThat(result.err()).doesNotContain(secret);
        try (Stream<Path> kept = Files.walk(home)) {
            List<Path> files = kept.filter(Files::isRegularFile).toList();
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(secret));
        }
    }

    @ParameterizedTest
    @MethodSource("builders")
    void aStepThatFailedIsReportedAndRunsAgainWhenMended(EngineUnderTest engine, BuilderKind builder) throws Exception {
        write("Dockerfile", "FROM busybox:1\nCOPY seed seed\nRUN test -e /no-such-file\n");

        Invocation.Result failed = profile(engine, builder, "--runs", "3");
        write("Dockerfile", "FROM busybox:1\nCOPY seed seed\nRUN test -e /seed\n");
        Invocation.Result mended = profile(engine, builder, "--runs", "1");

        assertThat(failed.status()).isEqualTo(5);
        assertThat(failed.json().path("builds")).hasSize(1);
        assertThat(failed.json().path("builds").path(0).path("outcome").asText())
                .isEqualTo("failed");
        assertThat(failed.err()).contains("misstep: .: the build failed: ");
        assertThat(mended.status()).isZero();
        JsonNode root = onlyRoot(mended.json(), "1");
        assertThat(root.path("cause").asText()).isEqualTo("instruction");
        assertThat(root.path("before").asText()).isEqualTo("RUN test -e /no-such-file");
    }

    @ParameterizedTest
    @MethodSource("builders")
    void aRefusedDockerfileIsToldWithItsLine(EngineUnderTest engine, BuilderKind builder) throws Exception {
        write("Dockerfile", "FROM busybox:1\n\nRUNN true\n");

        Invocation.Result result = profile(engine, builder);

        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).contains("unknown instruction: RUNN").contains("line 3");
    }

    @ParameterizedTest
    @MethodSource("builders")
    void withoutCacheThatIsTheCause(EngineUnderTest engine, BuilderKind builder) throws Exception {
        profile(engine, builder, "--runs", "1");

        JsonNode report = profile(engine, builder, "--runs", "1", "--no-cache").json();

        assertThat(misses(report, "1", "root"))
                .isNotEmpty()
                .allSatisfy(root -> assertThat(root.path("cause").asText()).isEqualTo("no-cache"));
    }

    /** A Dockerfile that the context leaves out must not bust COPY . . */
    @ParameterizedTest
    @MethodSource("builders")
    void anIgnoredDockerfileIsNoPartOfTheContext(EngineUnderTest engine, BuilderKind builder) throws Exception {
        write(".dockerignore", "Dockerfile\n.dockerignore\n");
        write("Dockerfile", "FROM busybox:1\nCOPY . /all\n");
        profile(engine, builder, "--runs", "1");
        write("Dockerfile", "FROM busybox:1\nCOPY . /all\n# " + unique + "\n");

        JsonNode report = profile(engine, builder, "--runs", "1").json();

        assertThat(hitRate(report, 0)).isEqualTo(1.0);
    }

    /** A Dockerfile from elsewhere is no file of the context, wherever it comes from. */
    @ParameterizedTest
    @MethodSource("builders")
    void aDockerfileFromStandardInputIsNotCopied(EngineUnderTest engine, BuilderKind builder) throws Exception {
        String dockerfile =
                "FROM busybox:1\nCOPY . /all\nRUN [ -z \"$(find /all -name '*misstep*')\" ] && echo " + unique + "\n";

        Invocation.Result result = invocation(engine)
                .reading(dockerfile)
                .run(
                        "profile",
                        "--label",
                        label(),
                        "--builder-kind",
                        builder.label(),
                        "--runs",
                        "2",
                        "--format",
                        "json",
                        "-f",
                        "-",
                        ".");

        assertThat(result.err()).doesNotContain("failed");
        assertThat(result.status()).isZero();
        assertThat(hitRate(result.json(), 1)).isEqualTo(1.0);
    }

    @ParameterizedTest
    @MethodSource("builders")
    void stateThatCannotBeKeptSpoilsNothing(EngineUnderTest engine, BuilderKind builder) throws Exception {
        Path file = Files.createFile(home.resolve("file"));

        Invocation.Result result = invocation(engine)
                .with("MISSTEP_HOME", file + "/state")
                .run("profile", "--label", label(), "--builder-kind", builder.label(), "--runs", "1", ".");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("COPY src src", "hit rate");
        assertThat(result.err()).contains("cannot be kept here", "the HTML report cannot be written here");
    }

    /** Ctrl-C: the jar as users run it, since a hook of the whole process is at work. */
    @ParameterizedTest
    @MethodSource("builders")
    void anInterruptEndsTheBuildAndReportsWhatWasSeen(EngineUnderTest engine, BuilderKind builder) throws Exception {
        String seconds = "61." + Math.floorMod(unique.hashCode(), 1_000_000);
        write("Dockerfile", "FROM busybox:1\nCOPY seed seed\nRUN sleep " + seconds + "\nRUN true\n");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path jar = Path.of("target/misstep.jar").toAbsolutePath();
        ProcessBuilder command = new ProcessBuilder(
                        java.toString(),
                        "-jar",
                        jar.toString(),
                        "profile",
                        "--progress",
                        "plain",
                        "--builder-kind",
                        builder.label(),
                        ".")
                .directory(context.toFile());
        command.environment()
                .put("DOCKER_HOST", engine.connection().address().host().toString());
        command.environment().put("MISSTEP_HOME", home.toString());
        Process process = command.start();
        try (BufferedReader progress =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            String line = progress.readLine();
            while (line != null && !(line.contains("running") && line.contains(seconds))) {
                line = progress.readLine();
            }
            assertThat(line).contains(seconds);

            // what a terminal sends; destroy() would send another signal
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();

            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(report).contains("COPY seed seed", "outcome", "canceled");
        } finally {
            process.destroyForcibly();
        }
    }
}
