package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Status;
import dev.misstep.explain.Analysis;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s+([a-zA-Z0-9-]+)(?:=\"([^\"]*)\")?");
    private static final Pattern TAG =
            Pattern.compile("</?([a-zA-Z][a-z0-9]*)((?:" + ATTRIBUTE.pattern() + ")*+)\\s*>");
    private static final Set<String> TAGS = Set.of(
            "html",
            "head",
            "meta",
            "link",
            "title",
            "style",
            "body",
            "a",
            "header",
            "div",
            "p",
            "svg",
            "rect",
            "h1",
            "h2",
            "h3",
            "bdi",
            "dl",
            "dt",
            "dd",
            "main",
            "section",
            "article",
            "span",
            "code",
            "b",
            "ul",
            "li",
            "details",
            "summary",
            "figure",
            "figcaption",
            "line",
            "g",
            "text",
            "i",
            "small",
            "table",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "th",
            "td",
            "pre",
            "footer");

    @Test
    void saysWhatHappenedAndWhy() {
        assertThat(HtmlReport.render(Samples.nodeApp()))
                .contains(
                        "Run 4 ran 3 steps because src/routes/checkout.ts and 6 other files changed. That cost 21.3s.")
                .contains("2 later", "src/legacy/basket.ts", "and 3 more", "57%", "1m 01s", "proven")
                .contains("Run 1: 7 steps ran with no earlier build to compare with, 57.8s of work.");
    }

    @Test
    void isMadeOfItsOwnTagsWhateverTheLogSays() {
        String page = HtmlReport.render(Samples.hostile());
        int textFrom = 0;
        Matcher tag = TAG.matcher(page);
        int from = page.indexOf("<html");
        while (tag.find(from)) {
            assertThat(page.substring(Math.max(from, textFrom), tag.start()))
                    .as("text before %s", tag.group())
                    .doesNotContain("<");
            assertThat(TAGS).contains(tag.group(1));
            Matcher attribute = ATTRIBUTE.matcher(tag.group(2));
            while (attribute.find()) {
                assertThat(attribute.group(1)).doesNotStartWith("on").isNotIn("style", "src", "srcset", "action");
                if (attribute.group(1).equals("href")) {
                    assertThat(attribute.group(2)).matches("#[a-z0-9-]+|data:,");
                }
            }
            from = tag.end();
            textFrom = from;
        }
        assertThat(page.substring(from)).doesNotContain("<");
    }

    @Test
    void nothingInvisibleIsLeftInIt() {
        assertThat(HtmlReport.render(Samples.hostile()))
                .doesNotContainPattern("[\\p{Cc}&&[^\\n]]")
                .doesNotContainPattern("[\\p{Cs}\\u2028-\\u202e\\u2066-\\u2069\\u200e\\ufeff]");
    }

    @Test
    void thePolicyAllowsItsOneStyleSheetAndNothingElse() throws Exception {
        String page = HtmlReport.render(Samples.nodeApp());
        String css = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
        assertThat(page.replace("&#39;", "'"))
                .contains("default-src 'none'; img-src data:; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(hash) + "';");
        assertThat(css).doesNotContain("url(", "@import", "http");
    }

    @Test
    void everyLinkHasItsTarget() {
        for (Analysis analysis : List.of(Samples.nodeApp(), Samples.hostile(), Samples.big(4, 60))) {
            String page = HtmlReport.render(analysis);
            Set<String> ids = all(page, "\\sid=\"([^\"]*)\"");
            assertThat(ids).containsAll(all(page, "\\shref=\"#([^\"]*)\""));
        }
    }

    @Test
    void theSameAnalysisGivesTheSamePage() {
        assertThat(HtmlReport.render(Samples.big(3, 40))).isEqualTo(HtmlReport.render(Samples.big(3, 40)));
    }

    @Test
    void twentyRunsOfAThousandStepsStayUsable() {
        String page = HtmlReport.render(Samples.big(20, 1000));
        assertThat(page.length()).isLessThan(5_000_000);
        assertThat(page).contains("700 short vertices are not drawn");
        assertThat(page.split("<tbody>", 2)[1]).contains("RUN make module-1000");
    }

    @Test
    void aLogWithoutClockHasDurationsButNoStarts() {
        String page = HtmlReport.render(Samples.failedEarly());
        assertThat(page)
                .contains("a bar tells how long a step took, not when")
                .contains("failed to solve: node:99", "No step with a cache decision was reached.")
                .doesNotContain(", from ");
    }

    @Test
    void aLogWithoutSecondsHasNoBars() {
        Analysis analysis = new Analysis(
                List.of(Samples.analysed(Samples.plain(
                        "1", "ci.log", List.of(Samples.vertex("1", "[1/1] RUN a", Status.CACHED, null, null))))),
                List.of());
        assertThat(HtmlReport.render(analysis))
                .contains("This source has no times")
                .doesNotContain("class=\"bars\"");
    }

    @Test
    void equalRunsHaveATableOfTheirSpread() {
        assertThat(HtmlReport.render(Samples.threeEqualRuns()))
                .contains("runs 1, 2 and 3")
                .contains("<td>1.20s ± 0.10s</td><td>1.10s to 1.30s</td>");
        assertThat(HtmlReport.render(Samples.nodeApp())).doesNotContain("Spread of");
    }

    @Test
    void noBuildIsAPageToo() {
        assertThat(HtmlReport.render(new Analysis(List.of(), List.of()))).contains("No build was found.");
    }

    private static Set<String> all(String page, String pattern) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
