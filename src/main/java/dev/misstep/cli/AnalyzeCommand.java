package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.engine.RememberedBuild;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Gate;
import dev.misstep.explain.JudgedBuild;
import dev.misstep.log.ReadLogs;
import dev.misstep.log.SavedLogs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep analyze LOG...}. */
final class AnalyzeCommand implements Callable<Integer> {
    private static final String NO_BUILD = "holds no build that Misstep can read";

    private static final int LAST = 20;

    private final MisstepCommand parent;
    private final Syntax syntax = new Syntax(
            this, "analyze", "Reads saved builds; several builds of one target form a series, in the order given.");
    private final OutputOptions output = new OutputOptions(syntax);
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
            LAST,
            "N",
            "How many of the builds that the engine remembers, the last (default ${DEFAULT-VALUE}).",
            "--last");
    private final Argument<Boolean> showArgs =
            syntax.flag("Show the values of build arguments of the engine's builds.", "--show-args");
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
        if (remembered.value()) {
            readEngine(console, builds);
        }
        for (String log : logs.value()) {
            try {
                readAll(log, console, builds);
            } catch (UserError e) {
                errors.add(e); // the others are still read
            }
        }
        int status = ExitStatus.DONE;
        if (!builds.isEmpty()) {
            try {
                Analysis analysis = explain(builds, range, console);
                try {
                    output.write(analysis, console);
                } finally {
                    status = GateOptions.judge(gates, JudgedBuild.of(analysis), console);
                }
            } catch (UserError e) {
                errors.add(e);
            }
        }
        UserError.throwLast(errors, console);
        return status;
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

    private void readEngine(Console console, List<Build> builds) {
        try (EngineConnection engine = UserEngine.connect(console.surroundings())) {
            for (RememberedBuild kept :
                    RememberedBuild.last(engine, last.value(), remark -> console.warn("engine", remark))) {
                Build build = showArgs.value()
                        ? kept.build()
                        : new ArgumentMask(kept.arguments()).build(kept.build(), Map.of());
                builds.add(build.withId(Integer.toString(builds.size() + 1)));
            }
        } catch (EngineException e) {
            throw new UserError(ExitStatus.NO_ENGINE, "engine", String.valueOf(e.getMessage()), e);
        }
        if (builds.isEmpty()) {
            throw new UserError(ExitStatus.INPUT, "engine", "remembers no build; engines do so from version 24 on");
        }
    }

    private static void readAll(String log, Console console, List<Build> builds) {
        int before = builds.size();
        ReadAhead.inOrder(LogFiles.of(log, console), file -> read(file, console.surroundings()), read -> {
            UserError error = read.error;
            if (error != null && read.file.named()) {
                throw error;
            }
            if (error != null) {
                console.error(error); // a warning: the other files of the directory are read
                return;
            }
            read.logs.remarks().forEach(remark -> console.warn(remark.member(), remark.message()));
            for (Build build : read.logs.builds()) {
                builds.add(build.withId(Integer.toString(builds.size() + 1)));
            }
            if (read.logs.builds().isEmpty() && !read.file.named()) {
                console.error(new UserError(ExitStatus.INPUT, read.file.name(), NO_BUILD));
            }
        });
        if (builds.size() == before) {
            throw new UserError(ExitStatus.INPUT, log, NO_BUILD);
        }
    }

    /**
     * A file that was read.
     *
     * @param logs what it holds; nothing where it could not be read
     * @param error why it could not be read, or {@code null}
     */
    private record Read(
            LogFiles file, ReadLogs logs, @Nullable UserError error) {}

    private static Read read(LogFiles file, Surroundings surroundings) {
        try (InputStream in = file.isStdin() ? surroundings.in() : open(file)) {
            return new Read(file, SavedLogs.read(file.name(), in), null);
        } catch (IOException e) {
            String what = "cannot be read (" + IoSentence.of(e) + "); check the path and its permissions";
            UserError error = new UserError(ExitStatus.INPUT, file.name(), what, e);
            return new Read(file, new ReadLogs(List.of(), List.of()), error);
        }
    }

    private static InputStream open(LogFiles file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file.path()));
    }
}
