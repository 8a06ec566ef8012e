package dev.misstep.cli;

import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitRepository;
import dev.misstep.explain.StepTimes;
import dev.misstep.report.ForecastReport;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep forecast PATH}. */
final class ForecastCommand implements Callable<Integer> {
    private static final int COMMITS = 200;

    private final MisstepCommand parent;
    private final Syntax syntax = new Syntax(
            this,
            "forecast",
            "Tells which steps the last commits would have missed, built one after the other, and what that costs; builds"
                    + " nothing.");

    private final Argument<Integer> commits =
            syntax.number(COMMITS, "N", "How many commits to replay (default ${DEFAULT-VALUE}).", "--commits");

    private final Argument<OutputOptions.Form> form = OutputOptions.form(syntax);
    private final Argument<@Nullable String> json = syntax.text("FILE", "Write the JSON report to FILE.", "--json");
    private final Argument<@Nullable String> markdown =
            syntax.text("FILE", "Write the Markdown report to FILE.", "--markdown");
    private final MeasuredTimes measured = new MeasuredTimes(syntax);
    private final BuildOptions options = new BuildOptions(syntax);
    private final Argument<String> path =
            syntax.parameter("PATH", "The build context's directory, in a clone with its history.");

    ForecastCommand(MisstepCommand parent) {
        this.parent = parent;
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        int most = commits.value();
        if (most < 1 || most == Integer.MAX_VALUE) {
            throw new UserError(ExitStatus.USAGE, "--commits", "must be a number from 1 on");
        }
        ClonedProject project = ClonedProject.of(path.value(), options.file(), console.surroundings());
        ForecastReport report = report(project, most, console);
        List<UserError> errors = new ArrayList<>();
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
        OutputOptions.print(report, form.value(), console);
        UserError.throwLast(errors, console);
        return ExitStatus.DONE;
    }

    private ForecastReport report(ClonedProject project, int most, Console console) {
        try (GitRepository repository = GitRepository.around(project.root())) {
            StepTimes times = measured.read(project, options, console);
            CommitForecast.Told told =
                    new CommitForecast(repository, project, options, times, console.surroundings()).of(most);
            if (told.shallow()) {
                console.warn(
                        project.name(),
                        "is a shallow clone, which has fewer commits; git fetch --unshallow brings the rest");
            }
            return new ForecastReport(
                    project.name(),
                    told.dockerfile(),
                    most,
                    told.forecast(),
                    told.findings(),
                    told.simulations(),
                    !times.isEmpty());
        } catch (GitException e) {
            throw new UserError(ExitStatus.INPUT, project.name(), String.valueOf(e.getMessage()), e);
        }
    }
}
