package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.history.HistoryFilter;
import dev.misstep.history.TrendData;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrendHtmlTest {
    private static final Trend TREND = Trends.trend(Trends.worseFrom(60, 120, 7));

    private static JsonNode json(Trend trend) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TrendReport(trend).writeJson(out);
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private static String cell(String text) {
        return "<td>" + text + "</td>";
    }

    /** Each line of the table, from the JSON's numbers. */
    @Test
    void everyNumberIsThatOfTheJson() throws Exception {
        String page = TrendHtml.render(TREND);
        JsonNode report = json(TREND);
        JsonNode periods = report.at("/series/0/periods/all");
        assertThat(
                        periods.isArray()
                                ? periods.size()
                                : report.at("/series/0/periods").size())
                .isGreaterThan(0);
        for (SeriesTrend series : TREND.series()) {
            for (TrendPeriods.Period period : series.periods().all()) {
                TrendNumbers numbers = period.numbers();
                assertThat(page)
                        .contains(cell(String.valueOf(numbers.builds()))
                                + cell(Percents.text(numbers.hitRate()))
                                + cell(Percents.text(numbers.timeHitRate()))
                                + cell(Durations.text(numbers.meanSeconds(), "–"))
                                + cell(Durations.text(numbers.lostSeconds(), "–")));
            }
        }
        assertThat(page)
                .contains("<dd>" + Percents.text(report.at("/all/hitRate").asDouble()) + "</dd>")
                .contains("<dd>" + report.at("/all/builds").asInt() + "</dd>")
                .contains("<dd>" + Durations.text(report.at("/all/lostSeconds").asDouble()) + "</dd>");
    }

    @Test
    void aChangeIsToldWithItsFirstBuildAndCommit() {
        assertThat(TrendHtml.render(TREND))
                .contains(">worse</span>")
                .containsPattern("The build time rose from 20\\.\\ds to (59|60|61)\\.\\ds")
                .contains("build 61 of ");
    }

    @Test
    void nothingIsAskedFor() {
        assertThat(TrendHtml.render(TREND)).doesNotContain("<script", "src=\"http", "href=\"http", "@import url");
    }

    @Test
    void theSameTrendGivesTheSamePage() {
        assertThat(TrendHtml.render(TREND)).isEqualTo(TrendHtml.render(TREND));
    }

    @Test
    void anEmptyHistoryIsAPageToo() {
        Trend none = Trend.of(new TrendData(List.of(), List.of(), List.of()), HistoryFilter.ALL);
        assertThat(TrendHtml.render(none)).contains(TrendWords.NONE);
    }

    @Test
    void chartsAreWrittenForEachSeries(@TempDir Path directory) throws Exception {
        List<Path> files = TrendCharts.write(TREND, directory.resolve("charts"));
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("trend-1-hit-rate.png", "trend-1-seconds.png");
        assertThat(Files.size(files.get(0))).isGreaterThan(1000);
        assertThat(TrendCharts.data(TREND.series().get(0).points(), TrendData.Point::seconds)
                        .getSeries(2)
                        .getItemCount())
                .as("unexplained builds in a colour of their own")
                .isEqualTo(12);
    }
}
