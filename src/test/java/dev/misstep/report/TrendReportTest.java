package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.history.BuildState;
import dev.misstep.history.HistoryFilter;
import dev.misstep.history.TrendData;
import dev.misstep.history.TrendData.Point;
import dev.misstep.history.TrendData.StepTrend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendReportTest {
    @Test
    void aChangeNamesTheFirstBuildAfterIt() {
        Trend trend = Trends.trend(Trends.worseFrom(50, 100, 1));
        assertThat(trend.series().get(0).changes())
                .extracting(TrendChange::measure, change -> change.first().id(), TrendChange::better)
                .containsExactly(
                        tuple(TrendChange.Measure.HIT_RATE, 51L, false),
                        tuple(TrendChange.Measure.SECONDS, 51L, false));
        assertThat(new TrendReport(trend).text(100, false))
                .contains(
                        "The hit rate fell from 90% to 50% (medians of 50 and 50 builds) with build 51 of 2026-11-25 06:15,"
                                + " commit 000000000000 on main, after build 50")
                .contains("The build time rose from 19.8s to 1m 00s")
                .contains("[build] RUN make", "context-files 7×, last: src/app.js changed", "src/app.js")
                .contains("ci-1", "ci-2");
    }

    @Test
    void coldBuildsMakeNoChange() {
        List<Point> points = new ArrayList<>(Trends.worseFrom(60, 60, 2));
        for (int i = 60; i < 100; i++) {
            points.add(Trends.point(Trends.SHOP, i, BuildState.COLD, 0, 300, "main", "ci-1"));
        }
        Trend trend = Trends.trend(points);
        assertThat(trend.series().get(0).changes()).isEmpty();
        assertThat(trend.all().cold()).isEqualTo(40);
        assertThat(new TrendReport(trend).text(80, false)).contains("No lasting change", "40 cold");
    }

    @Test
    void theSumsAreThoseOfTheBuilds() throws IOException {
        List<Point> points = Trends.worseFrom(150, 300, 3);
        JsonNode json = json(Trends.trend(points));
        int hits = points.stream().mapToInt(Point::hits).sum();
        assertThat(json.at("/schema").asText()).isEqualTo("misstep-trend/1");
        assertThat(json.at("/all/hits").asInt()).isEqualTo(hits);
        assertThat(json.at("/all/hitRate").asDouble()).isCloseTo(hits / 3000.0, offset(0.001));
        assertThat(json.at("/series/0/points")).hasSize(300);
        assertThat(json.at("/series/0/period").asText()).isEqualTo("day");
        int builds = 0;
        for (JsonNode period : json.at("/series/0/periods")) {
            builds += period.at("/builds").asInt();
        }
        assertThat(builds).isEqualTo(300);
    }

    @Test
    void aCacheIsJudgedOnlyWhereTheNumbersCarryIt() {
        List<Point> points = Trends.worseFrom(40, 40, 4);
        StepTrend seen = new StepTrend(Trends.SHOP, "RUN a", 40, 1, 0, 0.5, null, List.of());
        StepTrend unseen = new StepTrend(Trends.SHOP, "RUN b", 1, 0, 0, null, null, List.of());
        assertThat(CacheWorth.of(points, List.of()).verdict()).isEqualTo(CacheWorth.Verdict.WORTH_IT);
        List<Point> dear = points.stream()
                .map(point -> withCache(point, 100.0 + point.id() % 3))
                .toList();
        assertThat(CacheWorth.of(dear, List.of(seen)).verdict()).isEqualTo(CacheWorth.Verdict.NOT_WORTH_IT);
        assertThat(CacheWorth.of(dear, List.of(seen, unseen)).verdict()).isEqualTo(CacheWorth.Verdict.UNKNOWN);
        assertThat(CacheWorth.of(points.subList(0, 4), List.of()).verdict()).isEqualTo(CacheWorth.Verdict.UNKNOWN);
        List<Point> still = points.stream().map(point -> withCache(point, 0)).toList();
        assertThat(CacheWorth.of(still, List.of()).verdict()).isEqualTo(CacheWorth.Verdict.NOT_MOVED);
    }

    @Test
    void hostileNamesMoveNoCursorAndAreNoMarkup() throws IOException {
        TrendReport report = new TrendReport(Trends.hostile());
        assertThat(report.text(80, false))
                .doesNotContainPattern("[\\p{Cc}&&[^\\n]]")
                .doesNotContain("\u202e");
        String markdown = report.markdown();
        assertThat(markdown).doesNotContainPattern("[\\p{Cc}&&[^\\n]]").doesNotContain("\u202e");
        // within a span of code nothing is markup but what ends it
        assertThat(markdown.replaceAll("`[^`\n|]*`", "").replaceAll("</?(code|details|summary)>", ""))
                .doesNotContain("<", ">", "`", "*", "[", "@");
        assertThat(json(Trends.hostile()).at("/series")).hasSize(Samples.HOSTILE.size());
    }

    @Test
    void aHistoryWithoutBuildsSaysSo() throws IOException {
        Trend none = Trend.of(new TrendData(List.of(), List.of(), List.of()), HistoryFilter.ALL);
        assertThat(new TrendReport(none).text(80, true)).isEqualTo("The history has no such build.\n");
        assertThat(new TrendReport(none).markdown()).contains("no such build");
        assertThat(json(none).at("/all/hitRate").isNull()).isTrue();
    }

    @Test
    void markdownShowsTheWorstFirstAndFoldsTheRest() {
        String markdown = new TrendReport(Trends.trend(Trends.worseFrom(50, 100, 5))).markdown();
        assertThat(markdown).startsWith("### Cache trend\n\n100 builds, 2026-11-23 to 2026-11-27 (UTC). Hit rate ");
        assertThat(markdown.indexOf("RUN make")).isBetween(0, markdown.indexOf("<details>"));
        assertThat(markdown).contains("`ci-1`").doesNotContain("null");
    }

    private static Point withCache(Point point, double seconds) {
        return new Point(
                point.id(),
                point.series(),
                point.builtAt(),
                true,
                point.state(),
                point.outcome(),
                point.commit(),
                point.branch(),
                point.machine(),
                point.hits(),
                point.decided(),
                point.seconds(),
                point.executedSeconds(),
                point.savedSeconds(),
                point.lostSeconds(),
                seconds);
    }

    static JsonNode json(Trend trend) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TrendReport(trend).writeJson(out);
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    }
}
