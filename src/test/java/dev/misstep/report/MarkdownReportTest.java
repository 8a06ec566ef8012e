package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.explain.Analysis;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
    /** What GitHub takes as a comment. */
    private static final int LONGEST_COMMENT = 65_536;

    @Test
    void readsLikeThisInAPullRequest() throws IOException {
        try (InputStream golden = Objects.requireNonNull(getClass().getResourceAsStream("node-app.md"))) {
            assertThat(MarkdownReport.render(Samples.nodeApp()))
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void theThreeWorstMissesComeFirstAndTheOthersAreFolded() {
        String report = MarkdownReport.render(Samples.big(4, 40));

        String open = report.substring(0, report.indexOf("<details>"));
        assertThat(open.lines().filter(line -> line.startsWith("| `RUN make"))).hasSize(3);
        assertThat(report).containsPattern("<summary>\\d+ more root misses</summary>");
    }

    @Test
    void neverLongerThanAComment() {
        String report = MarkdownReport.render(Samples.big(12, 2000));

        assertThat(report).hasSizeLessThan(LONGEST_COMMENT).containsPattern("and \\d+ more steps");
        assertThat(report.split("<details>", -1)).hasSameSizeAs(report.split("</details>", -1));
    }

    @Test
    void namesAreNeitherMarkupNorMentions() {
        String report = MarkdownReport.render(Samples.hostile());

        assertThat(report)
                .doesNotContainPattern("[\\p{Cc}&&[^\\n]]")
                .doesNotContainPattern("[\\p{Cs}\\u2028-\\u202e\\u2066-\\u2069\\u200e\\ufeff]");
        String outsideCode =
                report.replaceAll("(?s)(`{3,})text\n.*?\n\\1\n", "").replaceAll("`[^`\n]*`", "");
        assertThat(outsideCode.replaceAll("</?(details|summary|code|br)>", "")).doesNotContain("<", "javascript:'");
        assertThat(outsideCode.split("<details>", -1)).hasSameSizeAs(outsideCode.split("</details>", -1));
    }

    @Test
    void everyRowOfATableHasAsManyCellsAsItsHead() {
        int columns = 0;
        for (String line : MarkdownReport.render(Samples.hostile()).lines().toList()) {
            int bars = line.startsWith("|")
                    ? (int) line.chars().filter(c -> c == '|').count()
                    : 0;
            assertThat(bars == 0 || columns == 0 ? bars : columns).as(line).isEqualTo(bars);
            columns = bars;
        }
    }

    @Test
    void aFailureIsFoldedWithItsError() {
        assertThat(MarkdownReport.render(Samples.failedEarly()))
                .contains("<summary>run 1 failed</summary>\n\n```text\nfailed to solve: node:99:");
    }

    @Test
    void noBuildIsNoReasonToFail() {
        assertThat(MarkdownReport.render(new Analysis(List.of(), List.of())))
                .isEqualTo("### Misstep\n\n**No build was found.**\n\n");
    }
}
