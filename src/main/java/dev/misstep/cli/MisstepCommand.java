package dev.misstep.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** {@code misstep}: the options every command has. */
final class MisstepCommand {
    private final Surroundings surroundings;
    private final @Nullable List<String> wrapped;

    private final Syntax syntax = new Syntax(
            this, "misstep", "Tells which steps of a Docker build missed the cache, why, and what that cost.");

    private final Argument<Console.Colour> colour = syntax.forAll()
            .choice(
                    Console.Colour.values(),
                    Console.Colour.AUTO,
                    "WHEN",
                    "Colour: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}; NO_COLOR and CLICOLOR_FORCE are honoured).",
                    "--color");

    private final Argument<Boolean> stacktrace = syntax.forAll().flag("Show where an error came from.", "--stacktrace");

    MisstepCommand(Surroundings surroundings, @Nullable List<String> wrapped) {
        this.surroundings = surroundings;
        this.wrapped = wrapped;
        syntax.forAll().help("Show this help.", "-h", "--help");
        syntax.version("Show the version.", Version.OPTIONS.toArray(String[]::new));
        syntax.command().versionProvider(new Version());
        syntax.command()
                .usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .exitCodeListHeading("Exit status:%n")
                .exitCodeList(UsageMessageSpec.keyValuesMap(
                        " 0:done",
                        " 1:a gate said no (--fail-on)",
                        " 2:wrong usage",
                        " 3:input that cannot be read, or holds no build",
                        " 4:no engine",
                        " 5:the build failed; the analysis is printed all the same",
                        "70:a bug in Misstep"));
    }

    CommandSpec spec() {
        return syntax.command();
    }

    /** The command that stands behind {@code --}, or {@code null}. */
    @Nullable
    List<String> wrapped() {
        return wrapped;
    }

    Console console() {
        return new Console(surroundings, colour.value(), stacktrace.value());
    }
}
