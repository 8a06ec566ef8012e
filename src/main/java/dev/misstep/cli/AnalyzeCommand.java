package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Gate;
import dev.misstep.explain.JudgedBuild;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.History;
import dev.misstep.history.HistoryException;
import dev.misstep.history.Origin;
import dev.misstep.report.AnalysisReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep analyze LOG...}. */
final class AnalyzeCommand implements Callable<Integer> {
    private final MisstepCommand parent;
    private final Syntax syntax = new Syntax(
            this, "analyze", "Reads saved builds; several builds of one target form a series, in the order given.");
    private final OutputOptions output = new OutputOptions(syntax, this::dockerfile);
    private final GateOptions failOn = new GateOptions(syntax);
    private final Argument<@Nullable String> context = syntax.text(
            "DIR",
            "The build context, in a clone of its git repository, for logs that name their commits or with --rev.",
            "--context");
    private final Argument<@Nullable String> rev = syntax.text(
            "BASE..HEAD",
            "The revisions that the first build and the last were made from; BASE may be one that no log shows.",
            "--rev");
    private final Argument<@Nullable String> file =
            syntax.text("FILE", "The Dockerfile (default: of the name the log has, in DIR).", "-f", "--file");
    private final Argument<Boolean> remembered = syntax.flag(
            "Read the builds that the engine remembers (24 and newer), with the logs or alone.", "--engine");
    private final Argument<Integer> last = syntax.number(
            RememberedBuilds.LAST,
            "N",
            "How many of the builds that the engine remembers, the last (default ${DEFAULT-VALUE}).",
            "--last");
    private final Argument<Boolean> showArgs =
            syntax.flag("Show the values of build arguments of the engine's builds.", "--show-args");
    private final Argument<Boolean> save =
            syntax.flag("Keep these builds in the history, and compare them with what it has.", "--save");
    private final KeepOptions keep = new KeepOptions(syntax);
    private final HistoryOptions history = new HistoryOptions(syntax);
    private final Argument<List<String>> logs = syntax.optionalParameters(
            "LOG", "A file, packed or not, a directory (every file below it), or - for standard input.");

    AnalyzeCommand(MisstepCommand parent) {
        this.parent = parent;
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        RevisionRange range = range();
        List<Gate> gates = failOn.read();
        List<Build> builds = new ArrayList<>();
        List<UserError> errors = new ArrayList<>();
        if (logs.value().isEmpty() && !remembered.value()) {
            throw new UserError(
                    ExitStatus.USAGE, "LOG", "is missing; name a log, a directory of logs, or - , or write --engine");
        }
        if (last.value() < 1) {
            throw new UserError(ExitStatus.USAGE, "--last", "must be 1 or more");
        }
        keep.check(console);
        if (save.value() && showArgs.value()) {
            throw new UserError(ExitStatus.USAGE, "--save", "keeps no values of arguments; leave --show-args out");
        }
        if (remembered.value()) {
            RememberedBuilds.read(last.value(), showArgs.value(), console, builds);
        }
        errors.addAll(LoggedBuilds.read(logs.value(), console, builds));
        int status = ExitStatus.DONE;
        if (!builds.isEmpty()) {
            Analysis analysis = report(builds, range, console, errors);
            status = GateOptions.judge(gates, JudgedBuild.of(analysis), console);
        }
        UserError.throwLast(errors, console);
        return status;
    }

    private Analysis report(
            List<Build> builds, @Nullable RevisionRange range, Console console, List<UserError> errors) {
        if (!save.value()) {
            return written(explain(builds, range, console), console, errors);
        }
        Origin origin = KeepOptions.origin(console);
        String project = keep.project(console, "");
        Function<Build, BuildSeries> series = build -> BuildSeries.of(project, null, null, build);
        Analysis analysis = null;
        try (History open = history.open(console)) {
            analysis = context.value() == null
                    ? HistoryImport.compared(builds, series, origin, open)
                    : explain(builds, range, console);
            written(analysis, console, errors);
            keep.keep(analysis, series, null, Map.of(), origin, open);
        } catch (HistoryException e) {
            if (analysis == null) {
                analysis = written(explain(builds, range, console), console, errors);
            }
            errors.add(HistoryOptions.told(e));
        }
        return analysis;
    }

    private Analysis written(Analysis analysis, Console console, List<UserError> errors) {
        output.write(analysis, new AnalysisReport(analysis), console, errors);
        return analysis;
    }

    private String dockerfile() {
        String named = file.value();
        String within = context.value();
        return named != null ? named : within == null ? "Dockerfile" : within + "/Dockerfile";
    }

    private @Nullable RevisionRange range() {
        String revisions = rev.value();
        if (context.value() == null && (revisions != null || file.value() != null)) {
            throw new UserError(
                    ExitStatus.USAGE,
                    revisions == null ? "--file" : "--rev",
                    "needs --context DIR, the build context in a clone");
        }
        return revisions == null ? null : RevisionRange.parse(revisions);
    }

    private Analysis explain(List<Build> builds, @Nullable RevisionRange range, Console console) {
        String directory = context.value();
        if (directory == null) {
            return Explainer.explain(builds);
        }
        try (ClonedContext clone = ClonedContext.open(directory, file.value(), console.surroundings())) {
            return range == null
                    ? LoggedCommits.explain(builds, clone, console)
                    : BuiltRevisions.explain(builds, clone, range, console);
        }
    }
}
