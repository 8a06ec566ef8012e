package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.explain.Explainer;
import dev.misstep.log.ReadLogs;
import dev.misstep.log.SavedLogs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep analyze LOG...}. */
final class AnalyzeCommand implements Callable<Integer> {
    private static final String NO_BUILD = "holds no build that Misstep can read";

    private final MisstepCommand parent;
    private final Syntax syntax = new Syntax(
            this, "analyze", "Reads saved builds; several builds of one target form a series, in the order given.");
    private final OutputOptions output = new OutputOptions(syntax);
    private final Argument<List<String>> logs = syntax.parameters(
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
        List<Build> builds = new ArrayList<>();
        List<UserError> errors = new ArrayList<>();
        for (String log : logs.value()) {
            try {
                readAll(log, console, builds);
            } catch (UserError e) {
                errors.add(e); // the others are still read
            }
        }
        if (!builds.isEmpty()) {
            try {
                output.write(Explainer.explain(builds), console);
            } catch (UserError e) {
                errors.add(e);
            }
        }
        UserError.throwLast(errors, console);
        return ExitStatus.DONE;
    }

    private static void readAll(String log, Console console, List<Build> builds) {
        int before = builds.size();
        for (LogFiles file : LogFiles.of(log, console)) {
            List<Build> read = List.of();
            try {
                ReadLogs logs = read(file, console.surroundings());
                logs.remarks().forEach(remark -> console.warn(remark.member(), remark.message()));
                read = logs.builds();
                if (read.isEmpty()) {
                    throw new UserError(ExitStatus.INPUT, file.name(), NO_BUILD);
                }
            } catch (UserError e) {
                if (file.named()) {
                    throw e;
                }
                console.error(e); // a warning: the other files of the directory are read
            }
            for (Build build : read) {
                builds.add(build.withId(Integer.toString(builds.size() + 1)));
            }
        }
        if (builds.size() == before) {
            throw new UserError(ExitStatus.INPUT, log, NO_BUILD);
        }
    }

    private static ReadLogs read(LogFiles file, Surroundings surroundings) {
        try (InputStream in = file.isStdin() ? surroundings.in() : open(file)) {
            return SavedLogs.read(file.name(), in);
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT,
                    file.name(),
                    "cannot be read (" + IoSentence.of(e) + "); check the path and its permissions",
                    e);
        }
    }

    private static InputStream open(LogFiles file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file.path()));
    }
}
