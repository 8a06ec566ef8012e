package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.misstep.explain.Analysis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens reports in Chromium: what it makes of a page counts, not what we think it should. */
class HtmlInBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @TempDir
    Path directory;

    /** What the browser made of a page. */
    private record Opened(String dom, String console) {}

    @BeforeAll
    static void needsChromium() {
        if (Files.isExecutable(CHROMIUM)) {
            return;
        }
        String reason = CHROMIUM + " is missing: apt-get install chromium";
        if (System.getenv("CI") == null) {
            abort(reason);
        }
        fail(reason);
    }

    @Test
    void aBrowserRunsWhatAnUnsafePageHolds() throws Exception {
        Opened page = open("<title>a</title><img src=x onerror=\"document.title='pwned'; console.log('ran')\">");
        assertThat(page.dom()).as("the proof that the other tests could fail").contains("<title>pwned</title>");
        assertThat(page.console()).contains("ran");
    }

    @Test
    void aBrowserComplainsWhereThePolicyForbids() throws Exception {
        String page = HtmlReport.render(Samples.nodeApp()).replace("* { box-sizing", "** { box-sizing");
        assertThat(open(page).console()).contains("Content Security Policy");
    }

    @Test
    void hostileNamesAreTextAndNothingIsRefused() throws Exception {
        Opened page = open(HtmlReport.render(Samples.hostile()));
        assertThat(page.console()).isEmpty();
        assertThat(page.dom())
                .doesNotContain("<title>pwned", "<img", "<script", "<iframe")
                .contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;")
                .contains("– Misstep</title>");
    }

    @Test
    void reportsOfAllSizesOpenWithoutComplaint() throws Exception {
        for (Analysis analysis : List.of(Samples.nodeApp(), Samples.failedEarly(), Samples.big(20, 1000))) {
            Opened page = open(HtmlReport.render(analysis));
            assertThat(page.console()).isEmpty();
            assertThat(page.dom()).contains("Made by Misstep.");
        }
    }

    @Test
    void trendsOpenWithoutComplaintAndHoldNamesAsText() throws Exception {
        for (Trend trend : List.of(Trends.trend(Trends.worseFrom(60, 120, 1)), Trends.hostile())) {
            Opened page = open(TrendHtml.render(trend));
            assertThat(page.console()).isEmpty();
            assertThat(page.dom())
                    .doesNotContain("<title>pwned", "<img", "<script", "<iframe")
                    .contains("Made by Misstep.");
        }
    }

    private Opened open(String html) throws IOException, InterruptedException {
        Path page = Files.writeString(directory.resolve("page.html"), html);
        Path dom = directory.resolve("dom");
        Path log = directory.resolve("log");
        Process chromium = new ProcessBuilder(
                        CHROMIUM.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        if (!chromium.waitFor(90, TimeUnit.SECONDS)) {
            chromium.descendants().forEach(ProcessHandle::destroyForcibly);
            chromium.destroyForcibly();
            fail("Chromium did not finish: " + Files.readString(log));
        }
        assertThat(chromium.exitValue()).as(Files.readString(log)).isZero();
        // "[0101/120000.123:INFO:CONSOLE:1] "Refused to apply …", source: file:///…"
        List<String> console = Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                .filter(line -> line.contains(":CONSOLE"))
                .toList();
        return new Opened(Files.readString(dom), String.join("\n", console));
    }
}
