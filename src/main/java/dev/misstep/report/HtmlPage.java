package dev.misstep.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of {@link HtmlReport} shows, in its order. Texts are already readable and free of control characters; the
 * templates escape them.
 *
 * @param facts the numbers in the heading
 * @param misses the root misses, costliest first
 * @param firstRuns a sentence for each build with nothing to compare with
 * @param findings what to change, the worst first
 * @param spreads of runs that are equal
 * @param notes what to know about the input
 */
public record HtmlPage(
        String title,
        String subtitle,
        String verdict,
        List<Fact> facts,
        List<MissView> misses,
        List<String> firstRuns,
        List<FindingView> findings,
        List<SeriesView> series,
        List<SpreadView> spreads,
        List<RunView> runs,
        List<String> notes) {
    public HtmlPage {
        facts = List.copyOf(facts);
        misses = List.copyOf(misses);
        firstRuns = List.copyOf(firstRuns);
        findings = List.copyOf(findings);
        series = List.copyOf(series);
        spreads = List.copyOf(spreads);
        runs = List.copyOf(runs);
        notes = List.copyOf(notes);
    }

    /** A number with its name and a remark. */
    public record Fact(String name, String value, String remark) {}

    /**
     * A root miss.
     *
     * @param anchor the id other parts of the page point to
     * @param place the step's place in its stage and in the Dockerfile
     * @param because the cause as a clause
     * @param cause the cause's name in the JSON
     * @param certainty the certainty's name, for its colour
     * @param cost what it cost; empty where that is not known
     * @param files changed files, the first of them
     * @param moreFiles how many others there are
     */
    public record MissView(
            String anchor,
            String run,
            String place,
            String command,
            String because,
            String cause,
            String certainty,
            String certaintyText,
            @Nullable String baseline,
            String cost,
            List<FileView> files,
            int moreFiles,
            @Nullable String before,
            @Nullable String after,
            String detail,
            List<String> cascades,
            int moreCascades) {}

    /**
     * Something to change.
     *
     * @param place the step it is about; empty for none
     * @param saves seconds of a build; empty where that is not known
     * @param risk what to look at before; empty for nothing
     */
    public record FindingView(
            String rule, String severity, String place, String message, String fix, String saves, String risk) {}

    /** A changed file. */
    public record FileView(String path, String change) {}

    /** A table of steps by runs, with its chart. */
    public record SeriesView(
            String title, List<HeadView> heads, List<RowView> rows, List<FooterView> footers, SvgTrend trend) {}

    /** The head of a column, linked to its timeline. */
    public record HeadView(String run, String source, String anchor) {}

    /** A step over the runs. */
    public record RowView(String place, String command, String fullName, List<CellView> cells) {}

    /**
     * A step in a run.
     *
     * @param status the CSS class of its colour
     * @param why the anchor of its explanation, for a root miss
     */
    public record CellView(
            String status, String text, @Nullable String why) {}

    /** A last line of a table. */
    public record FooterView(String name, List<String> values) {}

    /** What equal runs took, in a table of steps. */
    public record SpreadView(String runs, List<SpreadRow> rows) {}

    /** One of its lines. */
    public record SpreadRow(String name, boolean step, String mean, String range) {}

    /**
     * The timeline of a run.
     *
     * @param open whether it is unfolded at first
     * @param spent where its time went, in a sentence; empty where that is not known
     */
    public record RunView(
            String anchor,
            String run,
            String summary,
            boolean open,
            String ending,
            String spent,
            SvgTimeline timeline,
            String clock) {}
}
