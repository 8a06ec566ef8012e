package dev.misstep.report;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Charts as PNG files: hit rate and seconds over the runs, and a timeline a build. */
public final class Charts {
    private static final int WIDTH = 1200;
    private static final int ROW_HEIGHT = 20;
    private static final int LABEL_COLUMNS = 60;
    private static final Color INK = new Color(0x1b1f24);
    static final Color LINE = new Color(0xe3e1da);
    private static final Color QUIET = new Color(0x8b939d);
    private static final String OVERHEAD = "builder's own work";

    /** The graphics of this Java do not work. The message says what to install. */
    public static final class NoGraphicsException extends IOException {
        private static final long serialVersionUID = 1;

        NoGraphicsException(Throwable cause) {
            super(
                    "charts need fonts and their libraries, which this Java does not find:"
                            + " install libfontconfig1, libfreetype6 and fonts-dejavu-core (names of Debian and Ubuntu)",
                    cause);
        }
    }

    private Charts() {}

    /**
     * Writes {@code hit-rate.png} and, for each build with times, {@code timeline-<build id>.png}. Files of those names are
     * replaced; the directory is made.
     *
     * @return the files written, in that order
     */
    public static List<Path> write(Analysis analysis, Path directory) throws IOException {
        prepare();
        Files.createDirectories(directory);
        List<Path> files = new ArrayList<>();
        files.add(save(hitRate(analysis), 480, directory.resolve("hit-rate.png")));
        Set<String> names = new HashSet<>();
        for (Analysis.Analysed each : analysis.builds()) {
            String name = fileName(each.build().id(), names);
            List<Vertex> vertices = drawn(each.build());
            if (!vertices.isEmpty()) {
                int height = ROW_HEIGHT * vertices.size() + 160;
                files.add(save(timeline(each.build(), vertices), height, directory.resolve(name)));
            }
        }
        return List.copyOf(files);
    }

    /** To be called before anything is drawn. */
    static void prepare() throws NoGraphicsException {
        System.setProperty("java.awt.headless", "true");
        checkGraphics(Charts::drawNothing);
    }

    /** Text is where a Java without fonts breaks, and it breaks with errors of several kinds. */
    static void checkGraphics(Runnable drawing) throws NoGraphicsException {
        try {
            drawing.run();
        } catch (LinkageError | InternalError | RuntimeException e) {
            throw new NoGraphicsException(e);
        }
    }

    private static void drawNothing() {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().getFontMetrics(font(Font.PLAIN, 12)).stringWidth("x");
    }

    /** {@code timeline-7.png}; what a file system could misread becomes a dash, and no name is given twice. */
    static String fileName(String buildId, Set<String> taken) {
        String safe = buildId.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
        String stem = "timeline-" + safe.substring(0, Math.min(60, safe.length()));
        String name = stem;
        // Some file systems do not tell A from a.
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = stem + "-" + i;
        }
        return name + ".png";
    }

    static Path save(JFreeChart chart, int height, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartUtils.writeChartAsPNG(out, chart, WIDTH, height);
        }
        return file;
    }

    private static JFreeChart hitRate(Analysis analysis) {
        CategoryAxis runs = new CategoryAxis();
        runs.setCategoryLabelPositions(CategoryLabelPositions.UP_45);
        runs.setAxisLinePaint(LINE);
        runs.setTickLabelFont(font(Font.PLAIN, 12));
        NumberAxis percent = axis("Hit rate, %");
        percent.setRange(0, 118);
        percent.setTickUnit(new NumberTickUnit(25, number("0")));
        CombinedDomainCategoryPlot both = new CombinedDomainCategoryPlot(runs);
        both.setGap(24);
        both.add(plot(rates(analysis), percent, colour(Status.CACHED), "0.#'%'"));
        both.add(plot(seconds(analysis), axis("Wall time, seconds"), QUIET, "0.0's'"));
        return chart("Hit rate and wall time over the runs", both, false);
    }

    static CategoryDataset rates(Analysis analysis) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        for (Analysis.Analysed each : analysis.builds()) {
            Double rate = each.summary().hitRate();
            data.addValue(
                    rate == null ? null : Double.valueOf(rate * 100),
                    "hit rate",
                    Words.run(each.build().id()));
        }
        return data;
    }

    static CategoryDataset seconds(Analysis analysis) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        for (Analysis.Analysed each : analysis.builds()) {
            data.addValue(
                    each.build().seconds(), "seconds", Words.run(each.build().id()));
        }
        return data;
    }

    private static CategoryPlot plot(CategoryDataset data, NumberAxis axis, Color colour, String label) {
        BarRenderer bars = new BarRenderer();
        bars.setBarPainter(new StandardBarPainter());
        bars.setShadowVisible(false);
        bars.setMaximumBarWidth(0.1);
        bars.setSeriesPaint(0, colour);
        bars.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", number(label)));
        bars.setDefaultItemLabelFont(font(Font.PLAIN, 12));
        bars.setDefaultItemLabelsVisible(true);
        axis.setUpperMargin(0.18);
        CategoryPlot plot = new CategoryPlot(data, null, axis, bars);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(LINE);
        return plot;
    }

    /** The vertices a timeline shows, steps before the rest: those with a start, or with seconds where there is no clock; the longest of many. */
    static List<Vertex> drawn(Build build) {
        boolean times = build.vertices().stream().anyMatch(vertex -> vertex.start() != null);
        return SvgTimeline.longest(build.vertices().stream()
                .filter(vertex -> times ? vertex.start() != null : vertex.seconds() != null)
                .sorted(Comparator.comparing(vertex -> !vertex.step()))
                .toList());
    }

    private static JFreeChart timeline(Build build, List<Vertex> vertices) {
        String[] labels = vertices.stream()
                .map(vertex -> Elision.middle(SafeText.oneLine(vertex.name().text()), LABEL_COLUMNS))
                .toArray(String[]::new);
        SymbolAxis steps = new SymbolAxis(null, labels);
        steps.setInverted(true);
        steps.setGridBandsVisible(false);
        steps.setTickLabelFont(font(Font.PLAIN, 12));
        steps.setAxisLinePaint(LINE);
        XYIntervalSeriesCollection data = bars(vertices);
        XYBarRenderer renderer = new XYBarRenderer();
        renderer.setUseYInterval(true);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        for (int i = 0; i < data.getSeriesCount(); i++) {
            String key = data.getSeriesKey(i).toString();
            renderer.setSeriesPaint(
                    i, key.equals(OVERHEAD) ? QUIET : colour(Status.valueOf(key.toUpperCase(Locale.ROOT))));
        }
        boolean times = vertices.stream().anyMatch(vertex -> vertex.start() != null);
        NumberAxis axis = axis(times ? "Seconds from the build's start" : "Seconds each took; when is not known");
        XYPlot plot = new XYPlot(data, steps, axis, renderer);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(LINE);
        plot.setDomainGridlinesVisible(false);
        return chart("Timeline of " + Words.run(build.id()), plot, true);
    }

    /** A series a status, so that the legend has each colour once. A bar of no length is drawn 0.3 % of the axis wide. */
    static XYIntervalSeriesCollection bars(List<Vertex> vertices) {
        double end = vertices.stream().mapToDouble(Charts::end).max().orElse(1);
        Map<String, XYIntervalSeries> bySeries = new TreeMap<>();
        for (int i = 0; i < vertices.size(); i++) {
            Vertex vertex = vertices.get(i);
            double from = vertex.start() == null ? 0 : vertex.start();
            double to = Math.max(end(vertex), from + end * 0.003);
            boolean overhead = !vertex.step() && vertex.status() == Status.EXECUTED;
            bySeries.computeIfAbsent(overhead ? OVERHEAD : vertex.status().label(), XYIntervalSeries::new)
                    .add(i, i - 0.35, i + 0.35, from, from, to);
        }
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        bySeries.values().forEach(data::addSeries);
        return data;
    }

    private static double end(Vertex vertex) {
        return (vertex.start() == null ? 0 : vertex.start()) + (vertex.seconds() == null ? 0 : vertex.seconds());
    }

    private static NumberFormat number(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    static NumberAxis axis(String label) {
        NumberAxis axis = new NumberAxis(label);
        axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
        axis.setLabelFont(font(Font.PLAIN, 12));
        axis.setTickLabelFont(font(Font.PLAIN, 12));
        axis.setAxisLinePaint(LINE);
        return axis;
    }

    static JFreeChart chart(String title, Plot plot, boolean legend) {
        JFreeChart chart = new JFreeChart(title, font(Font.BOLD, 16), plot, legend);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(12, 12, 12, 20));
        chart.getTitle().setPaint(INK);
        chart.getTitle().setMargin(0, 0, 12, 0);
        if (chart.getLegend() != null) {
            chart.getLegend().setFrame(BlockBorder.NONE);
            chart.getLegend().setItemFont(font(Font.PLAIN, 12));
        }
        return chart;
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    private static Color colour(Status status) {
        return switch (status) {
            case CACHED -> new Color(0x469d7f);
            case PULLED -> new Color(0x5b90d6);
            case EXECUTED -> new Color(0xd0771f);
            case FAILED -> new Color(0xd5453f);
            case CANCELED, SKIPPED, UNFINISHED -> QUIET;
        };
    }
}
