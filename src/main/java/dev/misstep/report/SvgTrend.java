package dev.misstep.report;

import dev.misstep.explain.Analysis;
import java.util.ArrayList;
import java.util.List;

/**
 * The geometry of the chart of hit rate and wall seconds over the runs of a series: two rows of columns, in percents of the
 * drawing's width and CSS pixels of height.
 *
 * @param rates a column a run
 * @param seconds a column a run
 * @param density the CSS class for how many columns there are: too many for a label on each, or on a narrow screen
 */
public record SvgTrend(List<Column> rates, List<Column> seconds, String density) {
    /** Height of the highest column in CSS pixels. */
    public static final int HEIGHT = 88;

    /** Height left above a column for its label. */
    public static final int HEADROOM = 20;

    private static final int LABELLED = 10;
    private static final int LABELLED_WHEN_NARROW = 5;

    /**
     * One run.
     *
     * @param middle where its label stands
     * @param y from the top, as the label's base line is {@code y - 6}
     * @param height 0 where there is no number
     * @param name of the run
     * @param value the number as text, or a dash
     */
    public record Column(String x, String width, String middle, int y, int height, String name, String value) {}

    public SvgTrend {
        rates = List.copyOf(rates);
        seconds = List.copyOf(seconds);
    }

    static SvgTrend of(List<Analysis.Analysed> builds) {
        double longest = builds.stream()
                .mapToDouble(each ->
                        each.build().seconds() == null ? 0 : each.build().seconds())
                .max()
                .orElse(0);
        List<Column> rates = new ArrayList<>();
        List<Column> seconds = new ArrayList<>();
        for (int i = 0; i < builds.size(); i++) {
            Analysis.Analysed each = builds.get(i);
            Double rate = each.summary().hitRate();
            Double wall = each.build().seconds();
            String name = Words.run(each.build().id());
            rates.add(column(i, builds.size(), rate == null ? 0 : rate, name, Percents.text(rate)));
            double share = wall == null || longest <= 0 ? 0 : wall / longest;
            seconds.add(column(i, builds.size(), share, name, Durations.text(wall, "–")));
        }
        return new SvgTrend(rates, seconds, density(builds.size()));
    }

    static String density(int count) {
        return count > LABELLED ? "dense" : count > LABELLED_WHEN_NARROW ? "close" : "";
    }

    /** Whether any run has a wall time. */
    public boolean hasSeconds() {
        return seconds.stream().anyMatch(column -> !column.value().equals("–"));
    }

    static Column column(int index, int count, double share, String name, String value) {
        double slot = 100.0 / count;
        double width = Math.min(slot * 0.7, 14);
        double middle = slot * (index + 0.5);
        int height = share <= 0 ? 0 : Math.max(2, (int) Math.round(share * HEIGHT));
        return new Column(
                SvgTimeline.percent(middle - width / 2),
                SvgTimeline.percent(width),
                SvgTimeline.percent(middle),
                HEADROOM + HEIGHT - height,
                height,
                name,
                value);
    }
}
