package dev.misstep.report;

import dev.misstep.history.BuildSeries;
import dev.misstep.history.HistoryFilter;
import dev.misstep.history.TrendData;
import dev.misstep.history.TrendData.FileTrend;
import dev.misstep.history.TrendData.Point;
import dev.misstep.history.TrendData.StepTrend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the cache is getting better or worse, and what made it so: what every report of a trend is made from.
 *
 * @param filter which builds were asked for
 * @param all the numbers of all of them
 * @param series those that lost most to misses first
 * @param steps the dearest first
 * @param files the dearest first
 */
public record Trend(
        HistoryFilter filter,
        TrendNumbers all,
        List<SeriesTrend> series,
        List<StepTrend> steps,
        List<FileTrend> files) {
    public Trend {
        series = List.copyOf(series);
        steps = List.copyOf(steps);
        files = List.copyOf(files);
    }

    /** The trend that the numbers of a history show. */
    public static Trend of(TrendData data, HistoryFilter filter) {
        Map<BuildSeries, List<Point>> points = new LinkedHashMap<>();
        for (Point point : data.points()) {
            points.computeIfAbsent(point.series(), series -> new ArrayList<>()).add(point);
        }
        Map<BuildSeries, List<StepTrend>> steps = new LinkedHashMap<>();
        for (StepTrend step : data.steps()) {
            steps.computeIfAbsent(step.series(), series -> new ArrayList<>()).add(step);
        }
        List<SeriesTrend> all = new ArrayList<>();
        points.forEach((series, those) -> all.add(series(series, those, steps.getOrDefault(series, List.of()))));
        all.sort(Comparator.comparingDouble((SeriesTrend each) -> each.numbers().lostSeconds() == null
                        ? 0
                        : -each.numbers().lostSeconds())
                .thenComparingInt(each -> -each.numbers().builds())
                .thenComparing(each -> each.series().title()));
        return new Trend(filter, TrendNumbers.of(data.points()), all, data.steps(), data.files());
    }

    private static SeriesTrend series(BuildSeries series, List<Point> points, List<StepTrend> steps) {
        return new SeriesTrend(
                series,
                TrendNumbers.of(points),
                points,
                TrendPeriods.of(points),
                TrendChange.in(points),
                SeriesTrend.groups(points, Point::branch),
                SeriesTrend.groups(points, Point::machine),
                CacheWorth.of(points, steps));
    }
}
