package dev.misstep.report;

import dev.misstep.history.BuildSeries;
import dev.misstep.history.BuildState;
import dev.misstep.history.HistoryFilter;
import dev.misstep.history.TrendData;
import dev.misstep.history.TrendData.CauseCount;
import dev.misstep.history.TrendData.FileTrend;
import dev.misstep.history.TrendData.Point;
import dev.misstep.history.TrendData.StepTrend;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made trends, the same for the same seed. */
final class Trends {
    static final BuildSeries SHOP = new BuildSeries("shop", "Dockerfile", "web", "", "buildkit");

    private Trends() {}

    /** Builds, one an hour, of which those from one on hit 5 steps of 10 for 60 seconds where they hit 9 for 20. */
    static List<Point> worseFrom(int worse, int builds, long seed) {
        Random random = new Random(seed);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < builds; i++) {
            int hits = (i < worse ? 8 : 4) + random.nextInt(3);
            double seconds = (i < worse ? 20 : 60) + random.nextGaussian();
            BuildState state = i % 10 == 3 ? BuildState.UNEXPLAINED : BuildState.EXPLAINED;
            points.add(point(SHOP, i, state, hits, seconds, "main", i % 2 == 0 ? "ci-1" : "ci-2"));
        }
        return points;
    }

    static Point point(
            BuildSeries series, int i, BuildState state, int hits, double seconds, String branch, String machine) {
        return new Point(
                i + 1L,
                series,
                Samples.MORNING.plusSeconds(3600L * i),
                true,
                state,
                "succeeded",
                String.format("%040x", i),
                branch,
                machine,
                hits,
                10,
                seconds,
                seconds / 2,
                hits * 3.0,
                seconds / 4,
                1.0 + i % 3);
    }

    static Trend trend(List<Point> points) {
        CauseCount cause = new CauseCount("context-files", 7, 12, "src/app.js changed");
        return Trend.of(
                new TrendData(
                        points,
                        List.of(new StepTrend(SHOP, "[build] RUN make", 30, 70, 12, 9.5, 120.25, List.of(cause))),
                        List.of(new FileTrend(SHOP, "src/app.js", 7, 90.5))),
                HistoryFilter.ALL);
    }

    /** Every name is one of {@link Samples#HOSTILE}. */
    static Trend hostile() {
        List<Point> points = new ArrayList<>();
        List<StepTrend> steps = new ArrayList<>();
        List<FileTrend> files = new ArrayList<>();
        for (int i = 0; i < 40 * Samples.HOSTILE.size(); i++) {
            String evil = Samples.HOSTILE.get(i % Samples.HOSTILE.size());
            int round = i / Samples.HOSTILE.size();
            BuildSeries series = new BuildSeries(evil, evil, evil, evil, evil);
            Point point = point(series, i, BuildState.EXPLAINED, round < 20 ? 9 : 2, 5, evil, evil + round % 2);
            points.add(new Point(
                    point.id(),
                    series,
                    point.builtAt(),
                    true,
                    point.state(),
                    "succeeded",
                    evil,
                    evil + round % 3,
                    point.machine(),
                    point.hits(),
                    10,
                    5.0,
                    1.0,
                    1.0,
                    1.0,
                    1.0));
            if (round == 0) {
                steps.add(new StepTrend(series, evil, 1, 1, 1, 1.0, 1.0, List.of(new CauseCount(evil, 1, 1, evil))));
                files.add(new FileTrend(series, evil, 1, 1.0));
            }
        }
        return Trend.of(new TrendData(points, steps, files), HistoryFilter.ALL);
    }
}
