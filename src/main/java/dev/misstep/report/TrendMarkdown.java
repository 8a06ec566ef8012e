package dev.misstep.report;

import dev.misstep.history.TrendData.FileTrend;
import dev.misstep.history.TrendData.StepTrend;
import java.util.List;

/** A trend in GitHub-flavoured Markdown: the three worst first, the rest folded and short enough for a comment. */
final class TrendMarkdown {
    private static final int WORST = 3;
    private static final int ROWS = 20;
    private static final int NAME = 100;

    private final StringBuilder out = new StringBuilder();

    private TrendMarkdown() {}

    static String of(Trend trend) {
        return new TrendMarkdown().trend(trend);
    }

    private String trend(Trend trend) {
        out.append("### Cache trend\n\n");
        if (trend.all().builds() == 0) {
            return out.append(TrendWords.NONE).append('\n').toString();
        }
        out.append(TrendWords.range(trend))
                .append(". ")
                .append(TrendWords.numbers(trend.all()))
                .append("\n\n");
        List<StepTrend> steps =
                trend.steps().stream().filter(step -> step.roots() > 0).toList();
        steps(steps.subList(0, Math.min(WORST, steps.size())));
        for (SeriesTrend series :
                trend.series().subList(0, Math.min(WORST, trend.series().size()))) {
            List<TrendChange> changes = series.changes();
            if (!changes.isEmpty()) {
                TrendChange last = changes.get(changes.size() - 1);
                out.append("- ")
                        .append(title(series))
                        .append(": ")
                        .append(TrendWords.change(last, Markdown::code))
                        .append('\n');
            }
            out.append("- ")
                    .append(title(series))
                    .append(": ")
                    .append(TrendWords.worth(series.worth()))
                    .append('\n');
        }
        out.append('\n');
        fold("Series", "Series", trend.series(), each -> cell(each.series().title()), SeriesTrend::numbers);
        if (steps.size() > WORST) {
            open("More steps");
            steps(steps.subList(WORST, Math.min(WORST + ROWS, steps.size())));
            close(steps.size() - WORST - ROWS);
        }
        files(trend.files());
        if (trend.series().size() == 1) {
            SeriesTrend only = trend.series().get(0);
            fold(
                    "Branches",
                    "Branch",
                    only.branches(),
                    each -> cell(TrendWords.group(each.name())),
                    SeriesTrend.Group::numbers);
            fold(
                    "Machines",
                    "Machine",
                    only.machines(),
                    each -> cell(TrendWords.group(each.name())),
                    SeriesTrend.Group::numbers);
        }
        return out.toString();
    }

    private static String title(SeriesTrend series) {
        return cell(series.series().title());
    }

    private static String cell(String name) {
        return Markdown.code(Elision.middle(SafeText.oneLine(name), NAME));
    }

    private void steps(List<StepTrend> steps) {
        if (steps.isEmpty()) {
            return;
        }
        out.append("| Step | Lost | Hit rate | Causes |\n|:--|--:|--:|:--|\n");
        for (StepTrend step : steps) {
            out.append(Markdown.row(List.of(
                    cell(step.name()),
                    Durations.text(step.lostSeconds(), "–"),
                    Percents.text(TrendWords.rate(step)),
                    TrendWords.causes(step, Markdown::code))));
        }
        out.append('\n');
    }

    private void files(List<FileTrend> files) {
        if (files.isEmpty()) {
            return;
        }
        open("Files whose changes cost most");
        out.append("| File | Lost | Builds |\n|:--|--:|--:|\n");
        for (FileTrend file : files.subList(0, Math.min(ROWS, files.size()))) {
            out.append(Markdown.row(List.of(
                    cell(file.path()), Durations.text(file.lostSeconds(), "–"), String.valueOf(file.builds()))));
        }
        close(files.size() - ROWS);
    }

    /** What numbers a row tells. */
    private interface Numbers<T> {
        TrendNumbers of(T row);
    }

    /** What a row is called. */
    private interface Name<T> {
        String of(T row);
    }

    private <T> void fold(String title, String head, List<T> rows, Name<T> name, Numbers<T> numbers) {
        if (rows.size() < 2) {
            return;
        }
        open(title);
        out.append("| ").append(head).append(" | Builds | Cold | Unexplained | Hit rate | Mean | Lost |\n");
        out.append("|:--|--:|--:|--:|--:|--:|--:|\n");
        for (T row : rows.subList(0, Math.min(ROWS, rows.size()))) {
            TrendNumbers of = numbers.of(row);
            out.append(Markdown.row(List.of(
                    name.of(row),
                    String.valueOf(of.builds()),
                    String.valueOf(of.cold()),
                    String.valueOf(of.unexplained()),
                    Percents.text(of.hitRate()),
                    Durations.text(of.meanSeconds(), "–"),
                    Durations.text(of.lostSeconds(), "–"))));
        }
        close(rows.size() - ROWS);
    }

    /** @param title words of ours */
    private void open(String title) {
        out.append("<details><summary>").append(title).append("</summary>\n\n");
    }

    private void close(int more) {
        out.append(more > 0 ? "\nand " + more + " more\n" : "").append("\n</details>\n\n");
    }
}
