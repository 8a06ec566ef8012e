package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.context.git.Commits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
