package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.explain.Analysis;
import dev.misstep.explain.Explainer;
import dev.misstep.log.SavedLogs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What builds tell of how they are set up stands in each report for people. */
class FindingsInReportsTest {
    private static final String HOSTILE = """
            #1 [internal] load build definition from Dockerfile
            #1 DONE 0.0s
            #4 importing cache manifest from <script>x</script>@all
            #4 ERROR: not found
            #5 [2/2] RUN make
            #5 DONE 12.0s
            #6 exporting to image
            #6 DONE 0.1s
            """;

    @Test
    void inHtmlAsText() throws IOException {
        String page = HtmlReport.render(analysis());

        assertThat(page).contains("What to change").contains("ci-cold-cache").contains("found nothing");
        assertThat(page).contains("&lt;script>x&lt;/script>").doesNotContain("<script>");
    }

    @Test
    void inMarkdownAsText() throws IOException {
        String report = MarkdownReport.render(analysis());

        assertThat(report).contains("What to change:\n\n- **ci-cold-cache** `importing cache manifest from");
        assertThat(report.lines().filter(line -> line.startsWith("- **")))
                .singleElement()
                .satisfies(line -> assertThat(line.substring(line.indexOf("found nothing")))
                        .doesNotContain("<script>")
                        .doesNotContain("@all"));
    }

    private static Analysis analysis() throws IOException {
        return Explainer.explain(
                SavedLogs.read("ci.log", new ByteArrayInputStream(HOSTILE.getBytes(StandardCharsets.UTF_8)))
                        .builds());
    }
}
