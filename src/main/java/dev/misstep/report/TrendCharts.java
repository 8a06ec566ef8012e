package dev.misstep.report;

import dev.misstep.history.BuildState;
import dev.misstep.history.TrendData.Point;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.Function;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;

/** Charts of a trend as PNG files: hit rate and seconds of each build over time, in colours for what kind of build it was. */
public final class TrendCharts {
    private static final int HEIGHT = 480;
    private static final int MOST_SERIES = 20;

    private TrendCharts() {}

    /**
     * Writes {@code trend-<number>-hit-rate.png} and {@code trend-<number>-seconds.png} for each series, the one that lost most
     * first, of at most twenty. Files of those names are replaced; the directory is made.
     *
     * @return the files written, in that order
     */
    public static List<Path> write(Trend trend, Path directory) throws IOException {
        Charts.prepare();
        Files.createDirectories(directory);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_SERIES, trend.series().size()); i++) {
            SeriesTrend series = trend.series().get(i);
            String title = Elision.middle(SafeText.oneLine(series.series().title()), 100);
            NumberAxis percent = Charts.axis("Hit rate, %");
            percent.setRange(0, 104);
            files.add(Charts.save(
                    chart(title, series.points(), percent, TrendCharts::percent),
                    HEIGHT,
                    directory.resolve("trend-" + (i + 1) + "-hit-rate.png")));
            if (series.points().stream().anyMatch(point -> point.seconds() != null)) {
                files.add(Charts.save(
                        chart(title, series.points(), Charts.axis("Build time, seconds"), Point::seconds),
                        HEIGHT,
                        directory.resolve("trend-" + (i + 1) + "-seconds.png")));
            }
        }
        return List.copyOf(files);
    }

    private static @Nullable Double percent(Point point) {
        return point.decided() == 0 ? null : Double.valueOf(100.0 * point.hits() / point.decided());
    }

    private static JFreeChart chart(
            String title, List<Point> points, NumberAxis values, Function<Point, @Nullable Double> value) {
        XYSeriesCollection data = data(points, value);
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        BuildState[] states = BuildState.values();
        for (int i = 0; i < states.length; i++) {
            renderer.setSeriesPaint(i, colour(states[i]));
            renderer.setSeriesShape(i, new Ellipse2D.Double(-2.5, -2.5, 5, 5));
        }
        DateAxis time = new DateAxis("UTC", TimeZone.getTimeZone("UTC"), Locale.ROOT);
        XYPlot plot = new XYPlot(data, time, values, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(Charts.LINE);
        plot.setDomainGridlinesVisible(false);
        return Charts.chart(title, plot, true);
    }

    /** A series for each kind of build, in their order. */
    static XYSeriesCollection data(List<Point> points, Function<Point, @Nullable Double> value) {
        XYSeriesCollection data = new XYSeriesCollection();
        for (BuildState state : BuildState.values()) {
            XYSeries series = new XYSeries(state.label());
            for (Point point : points) {
                Double each = value.apply(point);
                if (point.state() == state && each != null) {
                    series.add((double) point.builtAt().toEpochMilli(), each.doubleValue());
                }
            }
            data.addSeries(series);
        }
        return data;
    }

    private static Color colour(BuildState state) {
        return switch (state) {
            case COLD -> new Color(0x5b90d6);
            case EXPLAINED -> new Color(0x469d7f);
            case UNEXPLAINED -> new Color(0xd0771f);
        };
    }
}
