package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Observed;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.History;
import dev.misstep.history.HistoryBuild;
import dev.misstep.history.HistoryException;
import dev.misstep.history.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep history import}: keeps builds of saved logs, or those that the engine remembers. */
final class HistoryImport implements Callable<Integer> {
    private final MisstepCommand parent;
    private final Syntax syntax = new Syntax(
            this, "import", "Keeps builds of saved logs, or those that the engine remembers; each is kept once.");
    private final Argument<Boolean> remembered =
            syntax.flag("The builds that the engine remembers (24 and newer).", "--engine");
    private final Argument<Integer> last = syntax.number(
            RememberedBuilds.LAST,
            "N",
            "How many of the builds that the engine remembers, the last (default ${DEFAULT-VALUE}).",
            "--last");
    private final KeepOptions keep = new KeepOptions(syntax);
    private final HistoryOptions options = new HistoryOptions(syntax);
    private final Argument<List<String>> logs =
            syntax.optionalParameters("LOG", "A file, packed or not, a directory (every file below it), or -.");

    HistoryImport(MisstepCommand parent) {
        this.parent = parent;
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        keep.check(console);
        if (logs.value().isEmpty() && !remembered.value()) {
            throw new UserError(
                    ExitStatus.USAGE, "LOG", "is missing; name a log or a directory of logs, or write --engine");
        }
        if (last.value() < 1) {
            throw new UserError(ExitStatus.USAGE, "--last", "must be 1 or more");
        }
        List<Build> builds = new ArrayList<>();
        if (remembered.value()) {
            RememberedBuilds.read(last.value(), false, console, builds);
        }
        List<UserError> errors = LoggedBuilds.read(logs.value(), console, builds);
        if (!builds.isEmpty()) {
            String said = HistoryCommand.opened(options, console, history -> kept(builds, history, console));
            console.print(said);
        }
        UserError.throwLast(errors, console);
        return ExitStatus.DONE;
    }

    /** Keeps them, and says in a line how many there were. */
    private String kept(List<Build> builds, History history, Console console) throws HistoryException {
        // what the CI says of this job is not said of builds that were made long ago
        Origin origin = new Origin(console.surroundings().clock().instant(), null, null, null, null, null);
        String project = keep.project(console, "");
        Function<Build, BuildSeries> series = build -> BuildSeries.of(project, null, null, build);
        Analysis analysis = compared(builds, series, origin, history);
        int added = keep.keep(analysis, series, null, Map.of(), origin, history);
        int there = builds.size() - added;
        return added + (added == 1 ? " build kept" : " builds kept")
                + (there == 0 ? "" : ", " + there + (there == 1 ? " was" : " were") + " there before") + "\n";
    }

    /** Explains builds, and compares those that stand alone with what the history has of them. */
    static Analysis compared(List<Build> builds, Function<Build, BuildSeries> series, Origin origin, History history)
            throws HistoryException {
        List<HistoryException> failures = new ArrayList<>();
        Analysis analysis = Explainer.explain(builds, (build, baseline) -> {
            Observed earlier = baseline == null
                    ? remembered(build, series.apply(build), origin, history, failures)
                    : new Observed(baseline, BuildInputs.NONE);
            return new Explainer.Compared(new Observed(build, BuildInputs.NONE), earlier);
        });
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return analysis;
    }

    private static @Nullable Observed remembered(
            Build build, BuildSeries series, Origin origin, History history, List<HistoryException> failures) {
        Instant when = Objects.requireNonNullElse(build.startedAt(), origin.keptAt());
        try {
            HistoryBuild earlier =
                    history.baseline(series, build, when, origin.branch()).orElse(null);
            return earlier == null
                    ? null
                    : new Observed(earlier.kept().build().withId(HistoryIds.name(earlier.id())), BuildInputs.NONE);
        } catch (HistoryException e) {
            failures.add(e);
            return null;
        }
    }
}
