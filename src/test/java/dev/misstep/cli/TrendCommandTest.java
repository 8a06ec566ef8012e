package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code misstep trend} over a history of imported logs. */
class TrendCommandTest {
    private static final String LOG = """
            #1 [1/3] FROM docker.io/library/busybox:1
            #1 DONE 0.0s
            #2 [2/3] COPY . /app
            #2 %s
            #3 [3/3] RUN make
            #3 %s
            #4 exporting to image
            #4 DONE 0.1s
            """;

    @TempDir
    private Path home;

    private Invocation.Result run(String... args) {
        return new Invocation(home).at(home).run(args);
    }

    @BeforeEach
    void importLogs() throws IOException {
        List<String> logs = List.of(
                LOG.formatted("DONE 0.5s", "DONE 20.0s"),
                LOG.formatted("CACHED", "CACHED"),
                LOG.formatted("DONE 0.6s", "DONE 21.0s"));
        for (int i = 0; i < logs.size(); i++) {
            Files.writeString(home.resolve("run-" + i + ".log"), logs.get(i));
        }
        run("history", "import", "--project", "app", "run-0.log", "run-1.log", "run-2.log");
    }

    @Test
    void theLastLineIsThePathOfThePage() throws IOException {
        Invocation.Result result = run("trend");
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("3 builds").contains("Hit rate 33%");
        String last = result.out().lines().reduce("", (before, line) -> line);
        assertThat(Files.readString(Path.of(last))).contains("<h2 id=\"series-1\"><bdi>app</bdi></h2>");
    }

    @Test
    void filesGoWhereTheUserSays() throws IOException {
        Invocation.Result result = run(
                "trend",
                "--html",
                "out/t.html",
                "--json",
                "out/t.json",
                "--markdown",
                "out/t.md",
                "--charts",
                "out/charts");
        assertThat(result.status()).isZero();
        assertThat(result.out()).endsWith("out/t.html\n");
        assertThat(home.resolve("out/t.json")).content().contains("\"misstep-trend/1\"");
        assertThat(home.resolve("out/t.md")).content().contains("`COPY . /app`");
        assertThat(home.resolve("out/charts/trend-1-hit-rate.png")).isNotEmptyFile();
    }

    @Test
    void jsonIsADocumentOfItsOwn() {
        JsonNode report = run("trend", "--format", "json").json();
        assertThat(report.at("/all/builds").asInt()).isEqualTo(3);
        assertThat(report.at("/all/cold").asInt()).isEqualTo(1);
    }

    @Test
    void gatesAreAboutTheNewestBuild() {
        assertThat(run("trend", "--fail-on", "hit-rate<80%").status()).isEqualTo(ExitStatus.GATE);
        assertThat(run("trend", "--fail-on", "miss:make").status()).isEqualTo(ExitStatus.GATE);
        assertThat(run("trend", "--fail-on", "cost>1h").status()).isZero();
        assertThat(run("trend", "--fail-on", "hit-rate").status()).isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void aHistoryWithoutSuchBuildsIsToldSo() {
        Invocation.Result result = run("trend", "--target", "web");
        assertThat(result.status()).isEqualTo(ExitStatus.INPUT);
        assertThat(result.err())
                .startsWith("misstep: history: has no such build")
                .hasLineCount(1);
    }
}
