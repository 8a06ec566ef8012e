package dev.misstep.cli;

import dev.misstep.build.Outcome;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Gate;
import dev.misstep.explain.JudgedBuild;
import dev.misstep.history.BuildState;
import dev.misstep.history.History;
import dev.misstep.history.HistoryBuild;
import dev.misstep.history.HistoryException;
import dev.misstep.history.HistoryFilter;
import dev.misstep.history.TrendData.Point;
import dev.misstep.report.SeriesTrend;
import dev.misstep.report.Trend;
import dev.misstep.report.TrendCharts;
import dev.misstep.report.TrendHtml;
import dev.misstep.report.TrendReport;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep trend}: whether the cache is getting better or worse. */
final class TrendCommand implements Callable<Integer> {
    private final MisstepCommand parent;
    private final Syntax syntax =
            new Syntax(this, "trend", "Tells whether the cache is getting better or worse, and what made it so.");
    private final HistoryCommand.FilterOptions filter = new HistoryCommand.FilterOptions(syntax);
    private final HistoryOptions history = new HistoryOptions(syntax);
    private final GateOptions failOn = new GateOptions(syntax);
    private final Argument<OutputOptions.Form> form = OutputOptions.form(syntax);
    private final Argument<@Nullable String> html = syntax.text("FILE", "Write the HTML report to FILE.", "--html");
    private final Argument<@Nullable String> json = syntax.text("FILE", "Write the JSON report to FILE.", "--json");
    private final Argument<@Nullable String> markdown =
            syntax.text("FILE", "Write the Markdown report to FILE.", "--markdown");
    private final Argument<@Nullable String> charts =
            syntax.text("DIR", "Write charts as PNG files into DIR.", "--charts");

    TrendCommand(MisstepCommand parent) {
        this.parent = parent;
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        HistoryFilter chosen = filter.filter(console.surroundings().clock().instant());
        List<Gate> gates = failOn.read();
        List<JudgedBuild> judged = new ArrayList<>();
        Trend trend = HistoryCommand.opened(history, console, open -> {
            Trend found = Trend.of(open.trend(chosen), chosen);
            if (!gates.isEmpty()) {
                judged.addAll(newest(found, open));
            }
            return found;
        });
        if (trend.all().builds() == 0) {
            throw new UserError(
                    ExitStatus.INPUT,
                    "history",
                    "has no such build; misstep profile keeps what it builds, and misstep history import saved logs");
        }
        TrendReport report = new TrendReport(trend);
        List<UserError> errors = new ArrayList<>();
        OutputOptions.save(
                html.value(),
                console,
                errors,
                file -> Files.writeString(OutputOptions.create(file), TrendHtml.render(trend)));
        OutputOptions.save(json.value(), console, errors, file -> {
            try (OutputStream out = Files.newOutputStream(OutputOptions.create(file))) {
                report.writeJson(out);
            }
        });
        OutputOptions.save(
                markdown.value(),
                console,
                errors,
                file -> Files.writeString(OutputOptions.create(file), report.markdown()));
        OutputOptions.save(charts.value(), console, errors, directory -> TrendCharts.write(trend, directory));
        OutputOptions.print(report, form.value(), console);
        ProfileReport.tell(
                html.value() == null
                        ? ProfileReport.writeHtml(() -> TrendHtml.render(trend), "trend", console)
                        : html.value(),
                form.value(),
                console);
        int status = GateOptions.judge(gates, judged, console);
        UserError.throwLast(errors, console);
        return status;
    }

    /** What gates are about: the newest build of each series, its time held against the one it is best compared with. */
    private static List<JudgedBuild> newest(Trend trend, History history) throws HistoryException {
        List<JudgedBuild> newest = new ArrayList<>();
        for (SeriesTrend series : trend.series()) {
            Point last = series.points().get(series.points().size() - 1);
            HistoryBuild build = history.find(last.id()).orElse(null);
            if (build == null) {
                continue; // it was removed meanwhile
            }
            Analysis analysis = build.analysis(HistoryIds.name(last.id()));
            newest.add(new JudgedBuild(
                    analysis.builds().get(0), analysis.misses(), last.seconds(), reference(build, last, history)));
        }
        return newest;
    }

    /** None for a build that was cold, or did not come to its end, and none that was. */
    private static JudgedBuild.@Nullable Reference reference(HistoryBuild build, Point last, History history)
            throws HistoryException {
        if (last.state() == BuildState.COLD || build.kept().build().outcome() != Outcome.SUCCEEDED) {
            return null;
        }
        HistoryBuild earlier = history.baseline(last.series(), build.kept().build(), build.builtAt(), last.branch())
                .orElse(null);
        Double seconds = earlier == null ? null : earlier.kept().build().seconds();
        return earlier == null || seconds == null || earlier.kept().state() == BuildState.COLD
                ? null
                : new JudgedBuild.Reference("build " + HistoryIds.name(earlier.id()), seconds, false);
    }
}
