package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.context.git.Commits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdviseTest {
    @TempDir
    private Path home;

    @TempDir
    private Path context;

    private void write(String path, String content) throws IOException {
        Path file = context.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void makeProject() throws IOException {
        write("Dockerfile", "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n");
        write("package.json", "{}");
        write("index.js", "1");
    }

    private Invocation.Result run(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "advise";
        System.arraycopy(options, 0, args, 1, options.length);
        args[args.length - 1] = ".";
        return new Invocation(home).at(context).run(args);
    }

    @Test
    void findingsAreThoseOfTheReportsSchema() throws IOException {
        makeProject();

        Invocation.Result result = run("--format", "json");

        assertThat(result.status()).isZero();
        JsonNode report = result.json();
        assertThat(report.path("schema").asText()).isEqualTo("misstep-report/1");
        JsonNode finding = report.path("findings").path(0);
        assertThat(finding.path("rule").asText()).isEqualTo("copy-before-install");
        assertThat(finding.path("file").asText()).isEqualTo("Dockerfile");
        assertThat(finding.path("line").asInt()).isEqualTo(4);
        assertThat(finding.path("proof").asText()).isEqualTo("none");
        assertThat(finding.path("savesSeconds").isNull()).isTrue();
        assertThat(finding.path("patch").asText()).startsWith("--- a/Dockerfile\n+++ b/Dockerfile\n@@ ");
    }

    @Test
    void aTerminalGetsThePatch() throws IOException {
        makeProject();

        Invocation.Result result = run();

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("Dockerfile:4 copy-before-install high\n")
                .contains("\n    +COPY package.json ./\n")
                .endsWith("1 finding, 1 patch; none of them was tried by a build.\n");
    }

    @Test
    void historyTellsWhetherItIsWorthIt() throws IOException {
        makeProject();
        try (Commits commits = new Commits(context)) {
            commits.file("package.json", "{}").file("index.js", "1").commit();
            commits.file("package.json", "{ }").commit();

            assertThat(run().out()).doesNotContain("copy-before-install");
            commits.file("index.js", "2").commit();
        }

        assertThat(run().out()).contains("of the last 3 commits 3 changed").contains("2 package.json");
    }

    @Test
    void nothingIsWrittenAnywhere() throws IOException {
        makeProject();
        run();

        try (var files = Files.list(context)) {
            assertThat(files).hasSize(3);
        }
        try (var files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aContextThatIsNotThereIsOneLine() {
        Invocation.Result result = run();

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err().lines()).hasSize(1);
    }

    @Test
    void fromElsewhereAPatchIsForTheProjectItself() throws IOException {
        makeProject();

        Invocation.Result result = new Invocation(home).at(home).run("advise", "--format", "json", context.toString());

        JsonNode finding = result.json().path("findings").path(0);
        assertThat(finding.path("file").asText()).isEqualTo("Dockerfile");
        assertThat(finding.path("patch").asText()).startsWith("--- a/Dockerfile\n");
    }

    @Test
    void toVerifyNeedsAnEngine() throws IOException {
        makeProject();

        Invocation.Result result = new Invocation(home)
                .at(context)
                .with("DOCKER_HOST", "unix:///nowhere/docker.sock")
                .run("advise", "--verify", ".");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void thePatchIsWrittenAndTheFileKeepsItsMode() throws IOException {
        makeProject();
        write("src/__pycache__/a.pyc", "x");
        Path dockerfile = context.resolve("Dockerfile");
        Files.setPosixFilePermissions(dockerfile, PosixFilePermissions.fromString("rw-r-----"));

        Invocation.Result result = run("--apply");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("+COPY package.json ./");
        assertThat(result.err().lines())
                .containsExactly("misstep: .dockerignore: written", "misstep: Dockerfile: written");
        assertThat(dockerfile).hasContent("FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY . .\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dockerfile)))
                .isEqualTo("rw-r-----");
        assertThat(context.resolve(".dockerignore")).hasContent("**/__pycache__\n");
        try (var files = Files.list(context)) {
            assertThat(files).hasSize(5);
        }
        assertThat(run("--apply").err()).contains("there is no patch to write");
    }

    @Test
    void aLinkInTheContextIsFollowedAndOneOutOfItIsNot() throws IOException {
        makeProject();
        Files.move(context.resolve("Dockerfile"), context.resolve("real"));
        Files.createSymbolicLink(context.resolve("Dockerfile"), Path.of("real"));

        assertThat(run("--apply").status()).isZero();
        assertThat(context.resolve("Dockerfile")).isSymbolicLink();
        assertThat(context.resolve("real")).content().contains("COPY package.json ./");

        Path outside = Files.writeString(home.resolve("ignored"), "dist\n");
        Files.createSymbolicLink(context.resolve(".dockerignore"), outside);
        write("src/__pycache__/a.pyc", "x");

        Invocation.Result result = run("--apply");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains("is a link out of the context");
        assertThat(outside).hasContent("dist\n");
    }

    @Test
    void standardInputCannotBeWritten() throws IOException {
        makeProject();

        Invocation.Result result = run("--apply", "-f", "-");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--apply").contains("standard input");
    }
}
