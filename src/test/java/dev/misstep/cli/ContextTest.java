package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.context.git.Commits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextTest {
    @TempDir
    private Path home;

    @TempDir
    private Path context;

    @BeforeEach
    void makeContext() throws IOException {
        write("Dockerfile", """
                FROM busybox:1 AS build
                COPY package.json .
                RUN --mount=type=bind,source=src,target=/s make
                COPY $WHERE /x
                FROM busybox:1
                COPY --from=build /out /out
                COPY src src
                """);
        write("package.json", "{}");
        write("src/a", "12345");
        write("src/b", "67890");
        write("notes/long", "x".repeat(2000));
        write("secret", "x");
        write(".dockerignore", "secret\n.dockerignore\nDockerfile\n");
    }

    private void write(String path, String content) throws IOException {
        Path file = context.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Invocation.Result run(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "context";
        System.arraycopy(options, 0, args, 1, options.length);
        args[args.length - 1] = ".";
        return new Invocation(home).at(context).run(args);
    }

    @Test
    void tellsWhatEachInstructionTakes() {
        Invocation.Result result = run("--format", "json");

        assertThat(result.status()).isZero();
        JsonNode report = result.json();
        assertThat(report.path("schema").asText()).isEqualTo("misstep-context/1");
        assertThat(report.path("files").asInt()).isEqualTo(4);
        assertThat(report.path("bytes").asInt()).isEqualTo(2012);
        assertThat(report.path("unused").path("bytes").asInt()).isEqualTo(2000);
        assertThat(report.path("selections").findValuesAsText("dockerfileLine")).containsExactly("2", "3", "7");
        assertThat(report.path("selections").findValuesAsText("bytes")).containsExactly("2", "10", "10");
        assertThat(report.path("unknownLines").toString()).isEqualTo("[4]");
    }

    @Test
    void saysTheSameOnATerminal() {
        assertThat(run().out())
                .contains("4 files, 2.0 kB")
                .containsPattern("line 7 +2 files, 10 B +COPY src src")
                .contains("What line 4 takes depends on a variable that a base image may set.")
                .contains("No instruction takes: 1 file, 2.0 kB");
    }

    @Test
    void looksOnlyAtStagesThatAreBuilt() {
        assertThat(run("--format", "json", "--target", "build")
                        .json()
                        .path("selections")
                        .findValuesAsText("dockerfileLine"))
                .containsExactly("2", "3");
    }

    @Test
    void aWrongDockerfileIsToldInOneLine() throws IOException {
        write("Dockerfile", "FROM a\nCOPI x\n");
        Invocation.Result result = run();
        assertThat(result.status()).isEqualTo(ExitStatus.INPUT);
        assertThat(result.err()).hasLineCount(1).contains("COPI").contains("mend that line");
    }

    @Test
    void aDirectoryThatIsNotThere() {
        Invocation.Result result =
                new Invocation(home).run("context", context.resolve("none").toString());
        assertThat(result.status()).isEqualTo(ExitStatus.INPUT);
        assertThat(result.err()).hasLineCount(1).contains("no such directory");
    }

    @Test
    void aPredictionNeedsAnEngine() {
        Invocation.Result result = new Invocation(home)
                .at(context)
                .with("DOCKER_HOST", "unix://" + context.resolve("none.sock"))
                .run("context", "--predict", ".");
        assertThat(result.status()).isEqualTo(ExitStatus.NO_ENGINE);
        assertThat(result.err()).hasLineCount(1);
    }

    @Test
    void tellsWhatChangesOften() throws IOException {
        try (Commits commits = new Commits(context)) {
            commits.file("package.json", "1")
                    .file("src/a", "1")
                    .file("src/b", "1")
                    .file("secret", "1")
                    .commit();
            commits.file("src/a", "2").file("notes/long", "2").commit();
            commits.file("secret", "2").commit();
            commits.file("src/a", "3").gone("src/b").commit();
        }
        JsonNode report = run("--format", "json").json();

        assertThat(report.path("commits").asInt()).isEqualTo(4);
        assertThat(report.path("selections").findValuesAsText("changedInCommits"))
                .containsExactly("1", "3", "3");
        assertThat(report.path("selections").path(2).path("changing").toString())
                .isEqualTo("[{\"path\":\"src/a\",\"commits\":3},{\"path\":\"src/b\",\"commits\":2}]");
        assertThat(run().out()).contains("changed in 3 of the last 4 commits: src/a (3), src/b (2)");
    }

    @Test
    void aPartOfARepositoryIsLookedAtByItself(@TempDir Path above) throws IOException {
        Files.createDirectories(above.resolve("web"));
        try (Commits commits = new Commits(above)) {
            commits.file("web/a", "1").file("a", "1").commit();
            commits.file("a", "2").file("web-other/a", "1").commit();
        }
        Files.writeString(above.resolve("web/Dockerfile"), "FROM busybox:1\nCOPY a /a\n");
        Files.writeString(above.resolve("web/a"), "1");

        JsonNode report = new Invocation(home)
                .at(above.resolve("web"))
                .run("context", "--format", "json", ".")
                .json();

        assertThat(report.path("commits").asInt()).isEqualTo(2);
        assertThat(report.path("selections").findValuesAsText("changedInCommits"))
                .containsExactly("1");
    }

    @Test
    void withoutARepositoryNothingIsSaidOfChanges() {
        Invocation.Result result = run("--format", "json");

        assertThat(result.err()).isEmpty();
        assertThat(result.json().path("commits").isNull()).isTrue();
        assertThat(result.json()
                        .path("selections")
                        .path(0)
                        .path("changedInCommits")
                        .isNull())
                .isTrue();
    }
}
