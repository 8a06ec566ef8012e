package dev.misstep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code misstep}: the options every command has. */
@Command(
        name = "misstep",
        description = "Tells which steps of a Docker build missed the cache, why, and what that cost.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            " 0:done",
            " 2:wrong usage",
            " 3:input that cannot be read, or holds no build",
            " 4:no engine",
            " 5:the build failed; the analysis is printed all the same",
            "70:a bug in Misstep"
        },
        sortOptions = false)
final class MisstepCommand {
    private final Surroundings surroundings;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            scope = ScopeType.INHERIT,
            description =
                    "Colour: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}; NO_COLOR and CLICOLOR_FORCE are honoured).")
    private Console.Colour colour;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Show where an error came from.")
    private boolean stacktrace;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    MisstepCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Console console() {
        return new Console(surroundings, colour, stacktrace);
    }
}
