package dev.misstep.report;

import dev.misstep.history.BuildSeries;
import dev.misstep.history.TrendData.FileTrend;
import dev.misstep.history.TrendData.StepTrend;
import dev.misstep.report.Style.Tone;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A trend for a terminal, as JSON and as Markdown. */
public final class TrendReport implements PrintedReport {
    private static final int SERIES_SHOWN = 20;
    private static final int CHANGES_SHOWN = 10;
    private static final int GROUPS_SHOWN = 10;
    private static final int STEPS_SHOWN = 10;
    private static final int NUMBERS = 44;

    private final Trend trend;

    public TrendReport(Trend trend) {
        this.trend = trend;
    }

    @Override
    public String text(int columns, boolean colour) {
        if (trend.all().builds() == 0) {
            return TrendWords.NONE + "\n";
        }
        int width = Math.max(40, columns);
        Style style = new Style(colour);
        StringBuilder out = new StringBuilder();
        out.append(style.of(Tone.HEADING, "Trend of " + TrendWords.range(trend)))
                .append('\n')
                .append(TrendWords.numbers(trend.all()))
                .append("\n\n");
        List<SeriesTrend> series = trend.series();
        for (SeriesTrend each : series.subList(0, Math.min(SERIES_SHOWN, series.size()))) {
            series(out, each, width, style);
        }
        more(out, series.size() - SERIES_SHOWN, "series");
        steps(out, width, style);
        files(out, width, style);
        return out.toString();
    }

    private void series(StringBuilder out, SeriesTrend series, int width, Style style) {
        out.append(style.of(
                        Tone.HEADING,
                        Elision.middle(SafeText.oneLine(series.series().title()), width)))
                .append('\n');
        if (trend.series().size() > 1) {
            out.append("  ").append(TrendWords.numbers(series.numbers())).append('\n');
        }
        List<TrendChange> changes = series.changes();
        for (TrendChange change : changes.subList(Math.max(0, changes.size() - CHANGES_SHOWN), changes.size())) {
            Tone tone = change.better() ? Tone.HIT : Tone.RAN;
            out.append("  ")
                    .append(style.of(tone, TrendWords.change(change, SafeText::oneLine)))
                    .append('\n');
        }
        if (changes.isEmpty()) {
            out.append("  No lasting change of hit rate or build time.\n");
        }
        out.append("  ").append(TrendWords.worth(series.worth())).append('\n');
        groups(out, "branch", series.branches(), width, style);
        groups(out, "machine", series.machines(), width, style);
        out.append('\n');
    }

    private static void groups(StringBuilder out, String what, List<SeriesTrend.Group> groups, int width, Style style) {
        if (groups.size() < 2) {
            return;
        }
        int room = Math.max(8, width - NUMBERS);
        out.append(style.of(Tone.QUIET, "  " + TextWidth.padRight(what, room) + "builds   cold   hits      mean"))
                .append('\n');
        for (SeriesTrend.Group group : groups.subList(0, Math.min(GROUPS_SHOWN, groups.size()))) {
            TrendNumbers numbers = group.numbers();
            String name = Elision.middle(SafeText.oneLine(TrendWords.group(group.name())), room - 1);
            out.append("  ")
                    .append(TextWidth.padRight(name, room))
                    .append(TextWidth.padLeft(Integer.toString(numbers.builds()), 6))
                    .append(TextWidth.padLeft(Integer.toString(numbers.cold()), 7))
                    .append(TextWidth.padLeft(Percents.text(numbers.hitRate()), 7))
                    .append(TextWidth.padLeft(Durations.text(numbers.meanSeconds(), "–"), 10))
                    .append('\n');
        }
        more(out, groups.size() - GROUPS_SHOWN, what.equals("branch") ? "branches" : "machines");
    }

    private void steps(StringBuilder out, int width, Style style) {
        List<StepTrend> steps =
                trend.steps().subList(0, Math.min(STEPS_SHOWN, trend.steps().size()));
        if (steps.isEmpty()) {
            return;
        }
        out.append(style.of(Tone.HEADING, "Steps whose misses cost most")).append('\n');
        for (StepTrend step : steps) {
            String head = "  " + TextWidth.padLeft(Durations.text(step.lostSeconds(), "–"), 8) + "  "
                    + TextWidth.padLeft(Percents.text(TrendWords.rate(step)), 4) + " hits  ";
            out.append(head)
                    .append(Elision.middle(
                            SafeText.oneLine(named(step.name(), step.series())),
                            Math.max(8, width - TextWidth.of(head))))
                    .append('\n');
            String causes = TrendWords.causes(step, SafeText::oneLine);
            if (!causes.isEmpty()) {
                out.append(style.of(Tone.QUIET, " ".repeat(12) + Elision.end(causes, width - 12)))
                        .append('\n');
            }
        }
        more(out, trend.steps().size() - STEPS_SHOWN, "steps");
        out.append('\n');
    }

    private void files(StringBuilder out, int width, Style style) {
        List<FileTrend> files =
                trend.files().subList(0, Math.min(STEPS_SHOWN, trend.files().size()));
        if (files.isEmpty()) {
            return;
        }
        out.append(style.of(Tone.HEADING, "Files whose changes cost most")).append('\n');
        for (FileTrend file : files) {
            String head = "  " + TextWidth.padLeft(Durations.text(file.lostSeconds(), "–"), 8) + "  "
                    + TextWidth.padLeft(Integer.toString(file.builds()), 4) + "×  ";
            out.append(head)
                    .append(Elision.middle(
                            SafeText.oneLine(named(file.path(), file.series())),
                            Math.max(8, width - TextWidth.of(head))))
                    .append('\n');
        }
        more(out, trend.files().size() - STEPS_SHOWN, "files");
    }

    /** With whose it is, where there are several. */
    private String named(String name, BuildSeries series) {
        return trend.series().size() > 1 ? name + " (" + series.title() + ")" : name;
    }

    private static void more(StringBuilder out, int count, String what) {
        if (count > 0) {
            out.append("  and ").append(count).append(" more ").append(what).append("; JSON has them all\n");
        }
    }

    /** As JSON, schema {@code misstep-trend/1}. The stream is flushed and stays open. */
    @Override
    public void writeJson(OutputStream out) throws IOException {
        TrendJson.write(trend, out);
    }

    /** As Markdown made for a pull request or a job's summary: the three worst first, the rest folded. */
    @Override
    public String markdown() {
        return TrendMarkdown.of(trend);
    }
}
