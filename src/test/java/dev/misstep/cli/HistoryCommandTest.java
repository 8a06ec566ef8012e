package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands around the history, as a user types them. */
class HistoryCommandTest {
    private static final String COLD = """
            #1 [1/3] FROM docker.io/library/busybox:1
            #1 DONE 0.0s
            #2 [2/3] COPY . /app
            #2 DONE 0.5s
            #3 [3/3] RUN make
            #3 DONE 20.0s
            #4 exporting to image
            #4 DONE 0.1s
            """;

    private static final String WARM = COLD.replace("#2 DONE 0.5s", "#2 CACHED").replace("#3 DONE 20.0s", "#3 CACHED");

    @TempDir
    private Path home;

    private Invocation.Result run(String... args) {
        return new Invocation(home).at(home).run(args);
    }

    private Path log(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    private JsonNode listed() {
        return run("history", "list", "--format", "json").json().get("builds");
    }

    @Test
    void importedBuildsAreListedAndShown() throws IOException {
        log("one.log", COLD);
        log("two.log", WARM);

        assertThat(run("history", "import", "one.log", "two.log").out()).isEqualTo("2 builds kept\n");

        assertThat(listed().findValuesAsText("source")).containsExactly("two.log", "one.log");
        assertThat(listed().findValuesAsText("state")).containsExactly("explained", "cold");
        assertThat(run("history", "list").out()).contains("2/2 100%").contains("0/2 0%");
        JsonNode shown = run("history", "show", "2", "--format", "json").json();
        assertThat(shown.get("schema").asText()).isEqualTo("misstep-report/1");
        assertThat(shown.get("builds").get(0).get("summary").get("hitRate").asDouble())
                .isEqualTo(1.0);
    }

    @Test
    void whatIsImportedAgainIsThereBefore() throws IOException {
        log("one.log", COLD);
        run("history", "import", "one.log");

        assertThat(run("history", "import", "one.log").out()).isEqualTo("0 builds kept, 1 was there before\n");
        assertThat(listed()).hasSize(1);
    }

    @Test
    void aSavedBuildIsComparedWithTheHistory() throws IOException {
        log("one.log", COLD);
        log("two.log", COLD.replace("RUN make", "RUN make all").replace("#2 DONE 0.5s", "#2 CACHED"));
        run("analyze", "--save", "one.log");

        JsonNode report =
                run("analyze", "--save", "--format", "json", "two.log").json();

        JsonNode miss = report.get("misses").get(0);
        assertThat(miss.get("baseline").asText()).isEqualTo("history-1");
        assertThat(miss.get("cause").asText()).isEqualTo("instruction");
        assertThat(listed()).hasSize(2);
        assertThat(run("history", "show", "2").out()).contains("compared with build 1 of the history");
    }

    @Test
    void withoutBeingAskedALogIsNotKept() throws IOException {
        log("one.log", COLD);
        run("analyze", "one.log");
        assertThat(listed()).isEmpty();
    }

    @Test
    void aRemovedBuildIsGone() throws IOException {
        log("one.log", COLD);
        log("two.log", WARM);
        run("history", "import", "one.log", "two.log");

        assertThat(run("history", "rm", "1").status()).isZero();
        assertThat(listed().findValuesAsText("id")).containsExactly("2");
        assertThat(run("history", "rm", "1").status()).isEqualTo(ExitStatus.INPUT);
    }

    @Test
    void whatIsTooMuchIsForgotten() throws IOException {
        log("one.log", COLD);
        log("two.log", WARM);
        run("history", "import", "--keep", "1", "one.log", "two.log");
        assertThat(listed().findValuesAsText("source")).containsExactly("two.log");
    }

    @Test
    void aProjectIsNamedByTheUserOrTheCi() throws IOException {
        log("one.log", COLD);
        new Invocation(home)
                .at(home)
                .with("GITHUB_REPOSITORY", "acme/shop")
                .with("GITHUB_SHA", "0123456789abcdef")
                .with("GITHUB_REF_NAME", "main")
                .run("analyze", "--save", "one.log");
        assertThat(listed().get(0).get("project").asText()).isEqualTo("acme/shop");
        assertThat(listed().get(0).get("branch").asText()).isEqualTo("main");
        assertThat(listed().get(0).get("commit").asText()).isEqualTo("0123456789abcdef");
        assertThat(run("history", "list", "--project", "other", "--format", "json")
                        .json()
                        .get("builds"))
                .isEmpty();
    }

    /** The analysis is printed all the same. */
    @Test
    void aHistoryThatCannotBeUsedIsOneLine() throws IOException {
        log("one.log", COLD);
        Files.createDirectory(home.resolve("folder"));
        for (String where : List.of("folder", "one.log/history.db", "jdbc:oracle:thin:scott/tiger")) {
            Invocation.Result result = run("analyze", "--save", "--history", where, "one.log");
            assertThat(result.status()).as(where).isEqualTo(ExitStatus.INPUT);
            assertThat(result.out()).contains("RUN make");
            assertThat(result.err().lines()).hasSize(1).first().asString().startsWith("misstep: history: ");
            assertThat(result.err()).doesNotContain("tiger");
        }
    }

    @Test
    void wrongUsageIsRefused() throws IOException {
        log("one.log", COLD);
        assertThat(run("history").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("history", "show", "first").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("history", "import").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("history", "list", "--since", "lately").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("history", "import", "--keep", "some", "one.log").status())
                .isEqualTo(ExitStatus.USAGE);
        assertThat(run("history", "show", "7").status()).isEqualTo(ExitStatus.INPUT);
        assertThat(run("history", "import", "none.log").status()).isEqualTo(ExitStatus.INPUT);
    }
}
