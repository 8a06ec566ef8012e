package dev.misstep.report;

import dev.misstep.report.HtmlPage.Fact;
import java.util.List;

/**
 * What the page of {@link TrendHtml} shows, in its order. Texts are already readable and free of control characters; the
 * templates escape them.
 *
 * @param facts the numbers in the heading
 * @param steps whose misses cost most
 * @param moreSteps how many others there are
 * @param files whose changes cost most
 */
public record TrendPage(
        String title,
        String subtitle,
        String verdict,
        List<Fact> facts,
        List<SeriesView> series,
        List<StepView> steps,
        int moreSteps,
        List<FileView> files) {
    public TrendPage {
        facts = List.copyOf(facts);
        series = List.copyOf(series);
        steps = List.copyOf(steps);
        files = List.copyOf(files);
    }

    /**
     * Builds that can be compared with each other.
     *
     * @param anchor the id of its section
     * @param changes sentences, the newest last
     * @param rates a column a period, of the hit rate
     * @param seconds a column a period, of the mean build time
     * @param lost a column a period, of what misses cost
     * @param unit what a period is, as the head of a column
     * @param open whether its table is unfolded
     */
    public record SeriesView(
            String anchor,
            String title,
            String numbers,
            List<ChangeView> changes,
            String worth,
            List<SvgTrend.Column> rates,
            List<SvgTrend.Column> seconds,
            List<SvgTrend.Column> lost,
            String density,
            String unit,
            List<RowView> periods,
            boolean open,
            List<GroupsView> groups) {
        public SeriesView {
            changes = List.copyOf(changes);
            rates = List.copyOf(rates);
            seconds = List.copyOf(seconds);
            lost = List.copyOf(lost);
            periods = List.copyOf(periods);
            groups = List.copyOf(groups);
        }
    }

    /** A sentence, and whether it is a good one. */
    public record ChangeView(String sentence, boolean better) {}

    /** What some builds were like together, as the cells of a line. */
    public record RowView(
            String name,
            String builds,
            String rate,
            String timeRate,
            String mean,
            String lost,
            String explained,
            String unexplained,
            String cold) {}

    /** Branches, or machines. */
    public record GroupsView(String what, List<RowView> rows) {
        public GroupsView {
            rows = List.copyOf(rows);
        }
    }

    /** A step over the builds. */
    public record StepView(
            String name,
            String series,
            String lost,
            String rate,
            String ran,
            String roots,
            String mean,
            String causes) {}

    /** A file that changed. */
    public record FileView(String path, String series, String lost, String builds) {}
}
