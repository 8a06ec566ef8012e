package dev.misstep.cli;

import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.report.ContextReport;
import dev.misstep.report.PredictionReport;
import dev.misstep.report.PrintedReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep context PATH}. */
final class ContextCommand implements Callable<Integer> {
    private final MisstepCommand parent;
    private final Syntax syntax =
            new Syntax(this, "context", "Tells what the build context PATH holds, and what the next build will do.");

    private final Argument<Boolean> predict = syntax.flag(
            "Tell which steps the next build will take from the cache, by the last run of a profile and the engine's"
                    + " images.",
            "--predict");

    private final Argument<OutputOptions.Form> form = OutputOptions.form(syntax);
    private final BuildOptions options = new BuildOptions(syntax);
    private final Argument<String> path = syntax.parameter("PATH", "The build context's directory.");

    ContextCommand(MisstepCommand parent) {
        this.parent = parent;
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        ContextDirectory directory = ContextDirectory.of(path.value(), options.file(), console.surroundings());
        PrintedReport report = predict.value() ? prediction(directory, console) : contents(directory, console);
        OutputOptions.print(report, form.value(), console);
        return ExitStatus.DONE;
    }

    private ContextReport contents(ContextDirectory directory, Console console) {
        ContextContents contents = ContextContents.of(directory, options, console);
        BuilderKind builder = options.builderKind(console.surroundings().environment());
        directory
                .unreadIgnoreFiles(contents.tree(), builder)
                .forEach(unread -> console.warn(unread.file().toString(), unread.why()));
        return new ContextReport(directory.name(), contents.use());
    }

    private PredictionReport prediction(ContextDirectory directory, Console console) {
        try (EngineConnection engine = UserEngine.connect(console.surroundings())) {
            return new PredictionReport(directory.name(), new NextBuild(engine, directory, options, console).steps());
        } catch (EngineException e) {
            throw new UserError(ExitStatus.NO_ENGINE, "engine", String.valueOf(e.getMessage()), e);
        }
    }
}
