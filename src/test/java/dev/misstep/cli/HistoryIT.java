package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.engine.EngineUnderTest;
import dev.misstep.history.History;
import dev.misstep.history.HistoryPlace;
import dev.misstep.history.KeptRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a profile leaves in the history. */
class HistoryIT {
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

    private JsonNode listed(EngineUnderTest engine) {
        return on(engine).run("history", "list", "--format", "json").json().get("builds");
    }

    private void writeProject() throws IOException {
        Files.writeString(context.resolve("file"), unique);
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM scratch\nARG WORD\nLABEL dev.misstep.test=" + unique + "\nCOPY file /\nCOPY Dockerfile /\n");
    }

    private Invocation.Result profile(EngineUnderTest engine, String... more) {
        String[] args = Stream.concat(
                        Stream.of("profile", "--format", "json", "--build-arg", "WORD=sesame-" + unique),
                        Stream.concat(Stream.of(more), Stream.of(".")))
                .toArray(String[]::new);
        return on(engine).run(args);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatWasBuiltAsThingsAreIsKeptWithWhatWentIntoIt(EngineUnderTest engine) throws Exception {
        writeProject();

        assertThat(profile(engine, "--runs", "2", "--edit", "file").status()).isZero();

        assertThat(listed(engine))
                .as("the edited run was for the experiment's sake")
                .hasSize(2);
        assertThat(listed(engine).get(0).get("hitRate").asDouble()).isEqualTo(1.0);
        assertThat(listed(engine).get(0).get("project").asText())
                .isEqualTo(context.toRealPath().toString());
        Path file = home.resolve(".local/state/misstep/history.db");
        try (History history = new HistoryPlace(file.toString()).open(file, InstantSource.system(), remark -> {})) {
            KeptRun first =
                    Objects.requireNonNull(history.find(1).orElseThrow().kept().run());
            assertThat(first.run().inputs().snapshot()).isNotNull();
            assertThat(first.plan()).isNotNull();
        }
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path kept : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(kept), StandardCharsets.ISO_8859_1))
                        .doesNotContain("sesame-" + unique);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void twoRememberedBuildsAreComparedByWhatWasProvenThen(EngineUnderTest engine) throws IOException {
        writeProject();
        profile(engine, "--runs", "1");
        Files.writeString(context.resolve("file"), unique + " changed");
        profile(engine, "--runs", "1");

        JsonNode report =
                on(engine).run("compare", "1", "2", "--format", "json").json();

        JsonNode root = report.findParents("role").stream()
                .filter(each -> each.path("build").asText().equals("2")
                        && each.path("role").asText().equals("root"))
                .findFirst()
                .orElseThrow();
        assertThat(root.get("cause").asText()).isEqualTo("context-files");
        assertThat(root.get("certainty").asText()).isEqualTo("proven");
        assertThat(root.get("baseline").asText()).isEqualTo("1");
        assertThat(root.at("/files/0/path").asText()).isEqualTo("file");
        assertThat(report.at("/builds/0/source").asText()).isEqualTo("build 1 of the history");
    }

    /** It has moved the cache on, and is what the next build is compared with. */
    @ParameterizedTest
    @MethodSource("engines")
    void aFailedBuildIsKeptToo(EngineUnderTest engine) throws IOException {
        writeProject();
        Files.writeString(
                context.resolve("Dockerfile"), Files.readString(context.resolve("Dockerfile")) + "COPY none /\n");
        assertThat(profile(engine, "--runs", "1").status()).isEqualTo(ExitStatus.BUILD_FAILED);
        assertThat(listed(engine).findValuesAsText("outcome")).containsExactly("failed");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theCommitThatIsCheckedOutIsKept(EngineUnderTest engine) throws Exception {
        writeProject();
        try (Git git = Git.init()
                .setDirectory(context.toFile())
                .setInitialBranch("login")
                .call()) {
            git.add().addFilepattern(".").call();
            String commit = git.commit()
                    .setMessage("first")
                    .setSign(false)
                    .setAuthor("a", "a@example.org")
                    .setCommitter("a", "a@example.org")
                    .call()
                    .name();

            profile(engine, "--runs", "1");

            assertThat(listed(engine).findValuesAsText("commit")).containsExactly(commit);
            assertThat(listed(engine).findValuesAsText("branch")).containsExactly("login");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whoWantsNoHistoryGetsNone(EngineUnderTest engine) throws IOException {
        writeProject();
        assertThat(profile(engine, "--runs", "1", "--no-history").status()).isZero();
        assertThat(home.resolve(".local/state/misstep/history.db")).doesNotExist();
    }

    /** Watched by a profile and remembered by the engine, a build is one. */
    @ParameterizedTest
    @MethodSource("engines")
    void whatTheEngineRemembersIsNotKeptTwice(EngineUnderTest engine) throws IOException {
        writeProject();
        profile(engine, "--runs", "1");
        JsonNode before = listed(engine);

        Invocation.Result imported = on(engine).run("history", "import", "--engine", "--last", "1");

        if (imported.status() == ExitStatus.INPUT) {
            assertThat(imported.err()).as("before 24").contains("remembers no build");
        } else {
            assertThat(imported.out()).isEqualTo("0 builds kept, 1 was there before\n");
        }
        assertThat(listed(engine)).isEqualTo(before);
    }

    /** The answer is not lost with its keeping. */
    @ParameterizedTest
    @MethodSource("engines")
    void aHistoryThatCannotBeWrittenIsToldAndTheAnswerPrinted(EngineUnderTest engine) throws IOException {
        writeProject();
        Invocation.Result result = profile(engine, "--runs", "1", "--history", "/proc/history.db");
        assertThat(result.status()).isEqualTo(ExitStatus.INPUT);
        assertThat(result.json().get("builds")).hasSize(1);
        assertThat(result.err()).contains("misstep: history: /proc/history.db: ");
    }
}
