package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    private static final String LOGS = "sample-logs/28-buildkit-rawjson/";
    private static final String WARM = LOGS + "02-warm.log";
    private static final String EDITED = LOGS + "03-edited.log";

    @TempDir
    private Path home;

    @Test
    void whatStoppedHittingIsToldStepByStep() {
        Invocation.Result result = compare(WARM, EDITED);

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .containsPattern("app 1/3 +COPY src src +cached +0\\.0s  stopped hitting")
                .containsPattern("assets 1/3 +COPY tools tools +cached +cached\n")
                .contains("cause   unknown (not known), compared with run 1")
                .endsWith("5 steps stopped hitting; the build takes 0.9s more.\n");
    }

    @Test
    void theJsonIsTheReportOfBothAndWhatIsDifferent() {
        JsonNode report = compare("--format", "json", WARM, EDITED).json();

        assertThat(report.path("schema").asText()).isEqualTo("misstep-report/1");
        assertThat(report.path("builds")).hasSize(2);
        JsonNode pair = report.path("comparison").path(0);
        assertThat(pair.path("base").path(0).asText()).isEqualTo("1");
        assertThat(pair.path("head").path(0).asText()).isEqualTo("2");
        assertThat(pair.path("seconds").path("difference").asDouble()).isEqualTo(0.883);
        assertThat(pair.path("seconds").path("carried").isNull()).isTrue();
        assertThat(pair.path("steps").findValuesAsText("change"))
                .filteredOn("stopped-hitting"::equals)
                .hasSize(5);
    }

    @Test
    void markdownAndHtmlAreWrittenToo() throws IOException {
        Path html = home.resolve("out.html");

        Invocation.Result result = compare("--format", "markdown", "--html", html.toString(), WARM, EDITED);

        assertThat(result.out())
                .contains("**5 steps stopped hitting; the build takes 0.9s more.**")
                .contains("| `COPY src src` | cached | 0.0s | stopped hitting |");
        assertThat(Files.readString(html)).contains("COPY src src");
    }

    @Test
    void aGateHoldsTheHeadAgainstTheBase() {
        Invocation.Result result = compare("--fail-on", "regression>20%", WARM, EDITED);

        assertThat(result.status()).isEqualTo(ExitStatus.GATE);
        assertThat(result.err())
                .startsWith("misstep: --fail-on regression>20%: build 2 took 0.9")
                .endsWith("% more than BASE (0.03s)\n");
        assertThat(compare("--fail-on", "regression>20%", EDITED, WARM).status())
                .isZero();
    }

    @Test
    void aNumberIsABuildOfTheHistory() {
        Invocation.Result kept = new Invocation(home).run("history", "import", WARM, EDITED);
        assertThat(kept.status()).isZero();

        Invocation.Result result = compare("1", "2");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("5 steps stopped hitting");
        assertThat(compare("1", EDITED).out()).contains("5 steps stopped hitting");
        assertThat(compare("1", "77").err())
                .isEqualTo("misstep: history: has no build 77; misstep history list shows those there are\n");
    }

    @Test
    void whatSharesNothingIsRefused() throws IOException {
        Path other = home.resolve("other.log");
        Files.writeString(other, "#1 [2/2] RUN other\n#1 CACHED\n");

        Invocation.Result result = compare(WARM, other.toString());

        assertThat(result.status()).isEqualTo(ExitStatus.INPUT);
        assertThat(result.err()).contains("shares no step with " + WARM);
    }

    @Test
    void twoSidesAreNeeded() {
        Invocation.Result result = compare(WARM);

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.err()).isEqualTo("misstep: compare: needs two builds, BASE and HEAD\n");
    }

    private Invocation.Result compare(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "compare";
        System.arraycopy(args, 0, all, 1, args.length);
        return new Invocation(home).run(all);
    }
}
