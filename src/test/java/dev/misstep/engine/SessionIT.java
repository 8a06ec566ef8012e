package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.misstep.engine.http2.MisstepThreads;
import dev.misstep.engine.session.DirectoryTree;
import dev.misstep.engine.session.Secrets;
import dev.misstep.engine.session.SessionService;
import dev.misstep.engine.session.ShownFile;
import dev.misstep.engine.session.SshAgents;
import dev.misstep.engine.session.SyncedTree;
import dev.misstep.log.BuildListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real engines ask a session for, and get. */
@Timeout(120)
class SessionIT {
    private final String unique = UUID.randomUUID().toString();
    private final MisstepThreads threads = MisstepThreads.now();
    private final RecordedBuild recorded = new RecordedBuild();

    /** What was sent of each file. */
    private final Map<String, Long> sent = new ConcurrentSkipListMap<>();

    @TempDir
    Path directory;

    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        threads.assertNoneLeft();
        for (EngineUnderTest engine : EngineUnderTest.all().toList()) {
            engine.removeImages(label());
        }
    }

    private String label() {
        return "dev.misstep.test=" + unique;
    }

    private BuildSettings settings(List<String> noCacheFilter, Map<String, String> contexts) {
        return new BuildSettings(
                null,
                Map.of(),
                Map.of("dev.misstep.test", unique),
                null,
                false,
                noCacheFilter,
                false,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                contexts,
                List.of());
    }

    private BuildRequest request(String dockerfile, SessionService... services) {
        return new BuildRequest(
                "test",
                Contexts.directories(dockerfile),
                "Dockerfile",
                settings(List.of(), Map.of()),
                List.of(services),
                BuilderKind.BUILDKIT);
    }

    private BuildResult build(EngineUnderTest engine, BuildRequest request, RecordedBuild into) {
        return new BuildKitBuilder(engine.connection(), listener -> into)
                .build(request, BuildListener.NONE, new Cancellation());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aSecretReachesItsStepAndNothingElse(EngineUnderTest engine) throws Exception {
        String secret = "s3cret-" + unique;
        Path file = Files.writeString(directory.resolve("token"), secret);
        Secrets secrets =
                new Secrets(Map.of("token", () -> Files.readAllBytes(file), "user", () -> new byte[] {'m', 'e'}));
        String dockerfile = """
                FROM busybox:1
                RUN --mount=type=secret,id=token --mount=type=secret,id=user,target=/u,mode=0444 \\
                    echo "%s: $(wc -c </run/secrets/token) bytes of $(cat /u)"; test -s /run/secrets/token
                RUN test ! -s /run/secrets/token && test ! -s /u
                """.formatted(unique);

        BuildResult result = build(engine, request(dockerfile, secrets), recorded);

        assertThat(result.error()).isNull();
        assertThat(recorded.output()).contains(unique + ": " + secret.length() + " bytes of me");
        assertThat(recorded.output()).doesNotContain(secret);
        assertThat(recorded.statuses.toString()).doesNotContain(secret);
    }

    /** A failing step that prints nothing shows nothing of the secret either. */
    @ParameterizedTest
    @MethodSource("engines")
    void aStepThatFailsWithASecretDoesNotShowIt(EngineUnderTest engine) {
        String secret = "s3cret-" + unique;
        Secrets secrets = new Secrets(Map.of("token", () -> secret.getBytes(StandardCharsets.UTF_8)));

        BuildResult result = build(
                engine,
                request(
                        "FROM busybox:1\nRUN --mount=type=secret,id=token grep -q %s.. /run/secrets/token\n"
                                .formatted(unique),
                        secrets),
                recorded);

        assertThat(result.error()).contains("exit code: 1").doesNotContain(secret);
        assertThat(result.build().toString()).doesNotContain(secret);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aSecretThatIsNotThereIsNamed(EngineUnderTest engine) {
        String dockerfile = "FROM busybox:1\nRUN --mount=type=secret,id=some-token,required=true echo " + unique + "\n";
        Secrets others = new Secrets(Map.of("other", () -> new byte[0]));
        Secrets gone = new Secrets(Map.of("some-token", () -> Files.readAllBytes(directory.resolve("gone"))));

        assertThat(build(engine, request(dockerfile, others), recorded).error())
                .contains("some-token")
                .contains("not found");
        assertThat(build(engine, request(dockerfile), recorded).error()).isNotNull();
        assertThat(build(engine, request(dockerfile, gone), recorded).error())
                .contains("secret some-token cannot be read: ");
    }

    /** Without a secret that is not required a step runs without it. */
    @ParameterizedTest
    @MethodSource("engines")
    void aSecretThatIsNotRequiredMayBeMissing(EngineUnderTest engine) {
        String dockerfile =
                "FROM busybox:1\nRUN --mount=type=secret,id=none test ! -e /run/secrets/none && echo " + unique + "\n";

        assertThat(build(engine, request(dockerfile, new Secrets(Map.of())), recorded)
                        .error())
                .isNull();
        assertThat(recorded.output()).contains(unique);
    }

    /** What is said over it is shown where no engine is needed: nothing in this image talks to such a socket. */
    @ParameterizedTest
    @MethodSource("engines")
    void aStepFindsTheUsersAgent(EngineUnderTest engine) {
        SshAgents agents = new SshAgents(Map.of("default", directory.resolve("a"), "work", directory.resolve("b")));
        String dockerfile = """
                FROM busybox:1
                RUN --mount=type=ssh test -S "$SSH_AUTH_SOCK" && echo %1$s one
                RUN --mount=type=ssh,id=work,target=/agent test -S /agent && echo %1$s two
                RUN test -z "$SSH_AUTH_SOCK" && test ! -e /agent
                """.formatted(unique);

        assertThat(build(engine, request(dockerfile, agents), recorded).error()).isNull();
        assertThat(recorded.output()).contains(unique + " one", unique + " two");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anAgentThatIsNotGivenIsNamed(EngineUnderTest engine) {
        String dockerfile = "FROM busybox:1\nRUN --mount=type=ssh,id=work,required=true echo " + unique + "\n";

        assertThat(build(engine, request(dockerfile, new SshAgents(Map.of())), recorded)
                        .error())
                .contains("unset ssh forward key work");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void otherContextsAreDirectoriesAndImages(EngineUnderTest engine) throws Exception {
        Path other = Files.createDirectories(directory.resolve("other"));
        Files.writeString(other.resolve("x"), unique);
        Files.writeString(other.resolve("not-asked-for"), unique);
        String dockerfile = """
                FROM base
                COPY --from=more x /x
                RUN cat /x
                """;
        BuildSource.Directories given = Contexts.directories(dockerfile);
        Map<String, SyncedTree> trees = new TreeMap<>(given.trees());
        trees.put("more", counted(other, Map.of()));
        BuildRequest request = new BuildRequest(
                "test",
                new BuildSource.Directories(trees, given.sharedKey()),
                "Dockerfile",
                settings(List.of(), Map.of("more", "local:more", "base", "docker-image://busybox:1")),
                List.of(),
                BuilderKind.BUILDKIT);

        BuildResult result = build(engine, request, recorded);

        if (engine.connection().facts().version().startsWith("20.")) {
            // its frontend knows no other contexts, and takes the name for an image's
            assertThat(result.error()).isNotNull();
            return;
        }
        assertThat(result.error()).isNull();
        assertThat(recorded.output()).contains(unique);
        assertThat(sent).containsOnlyKeys("x");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void oneStageCanBeBuiltWithoutCache(EngineUnderTest engine) {
        String dockerfile = """
                FROM busybox:1 AS one
                RUN echo %1$s >/one
                FROM busybox:1 AS two
                RUN echo %1$s >/two
                FROM busybox:1
                COPY --from=one /one /
                COPY --from=two /two /
                """.formatted(unique);
        BuildSource.Directories context = Contexts.directories(dockerfile);
        BuildRequest plain = new BuildRequest(
                "test", context, "Dockerfile", settings(List.of(), Map.of()), List.of(), BuilderKind.BUILDKIT);
        BuildRequest filtered = new BuildRequest(
                "test", context, "Dockerfile", settings(List.of("two"), Map.of()), List.of(), BuilderKind.BUILDKIT);
        assertThat(build(engine, plain, new RecordedBuild()).error()).isNull();

        assertThat(build(engine, filtered, recorded).error()).isNull();

        assertThat(recorded.cached())
                .contains(
                        entry("[one 2/2] RUN echo " + unique + " >/one", true),
                        entry("[two 2/2] RUN echo " + unique + " >/two", false));
    }

    private DirectoryTree counted(Path root, Map<String, ShownFile> shown) {
        return new DirectoryTree(root, shown, (stat, content) -> {
            sent.put(stat.path(), stat.size());
            return content;
        });
    }

    private BuildRequest of(Path root, Map<String, ShownFile> shown, String key) {
        DirectoryTree tree = counted(root, shown);
        return new BuildRequest(
                "test",
                new BuildSource.Directories(Map.of("context", tree, "dockerfile", tree), key),
                "Dockerfile",
                settings(List.of(), Map.of()),
                List.of(),
                BuilderKind.BUILDKIT);
    }

    /** Everything of a path that a reader of it could change, but the time it was last read. */
    private static Map<Path, Map<String, Object>> all(Path root) throws IOException {
        Map<Path, Map<String, Object>> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                all.put(
                        path,
                        Files.readAttributes(
                                path, "unix:mode,ino,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void onlyWhatAStepNeedsAndWhatChangedTravels(EngineUnderTest engine) throws Exception {
        for (int i = 0; i < 100; i++) {
            Path folder = Files.createDirectories(directory.resolve("src/d" + i));
            for (int j = 0; j < 100; j++) {
                Files.writeString(folder.resolve("f" + j), unique + i + " " + j);
            }
        }
        Files.writeString(Files.createDirectories(directory.resolve("other")).resolve("not-asked-for"), "x");
        Files.writeString(
                directory.resolve("Dockerfile"),
                "FROM busybox:1\nCOPY src /src\nRUN cat /src/d7/f7 && ls /src/*/* | wc -l\n");
        Map<Path, Map<String, Object>> before = all(directory);
        BuildRequest first = of(directory, Map.of(), unique);
        assertThat(build(engine, first, recorded).error()).isNull();
        assertThat(sent)
                .hasSize(10_001)
                .containsKeys("Dockerfile", "src/d99/f99")
                .doesNotContainKey("other/not-asked-for");
        assertThat(recorded.output()).contains("10000");

        sent.clear();
        RecordedBuild again = new RecordedBuild();
        assertThat(build(engine, of(directory, Map.of(), unique), again).error())
                .isNull();
        assertThat(sent.keySet()).isSubsetOf("Dockerfile");
        assertThat(again.cached()).doesNotContainValue(false);

        sent.clear();
        RecordedBuild edited = new RecordedBuild();
        ShownFile other =
                ShownFile.withContent("other ".concat(unique).getBytes(StandardCharsets.UTF_8), 1_000_000_007L);
        assertThat(build(engine, of(directory, Map.of("src/d7/f7", other), unique), edited)
                        .error())
                .isNull();
        assertThat(edited.output()).contains("other " + unique);
        assertThat(new ArrayList<>(sent.keySet()))
                .filteredOn(path -> !path.equals("Dockerfile"))
                .containsExactly("src/d7/f7");

        assertThat(all(directory)).isEqualTo(before);
    }
}
