package dev.misstep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: streams in, exit status out. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // before any class of AWT is loaded
        Map<String, String> environment = System.getenv();
        Surroundings surroundings = new Surroundings(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                environment,
                Path.of(System.getProperty("user.home")),
                Path.of("").toAbsolutePath(),
                InstantSource.system(),
                Terminal.ofProcess(environment));
        System.exit(run(surroundings, args));
    }

    /** Runs one command, as {@code main} does, and returns its exit status. */
    static int run(Surroundings surroundings, String... args) {
        CommandLine command = new CommandLine(new MisstepCommand(surroundings))
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(
                        Math.min(100, Math.max(80, surroundings.terminal().columns())))
                .setParameterExceptionHandler((e, a) -> wrongUsage(e, surroundings))
                .setExecutionExceptionHandler((e, c, p) -> failed(e, surroundings, args));
        int status = command.execute(args);
        surroundings.out().flush();
        surroundings.err().flush();
        return status;
    }

    private static int wrongUsage(ParameterException e, Surroundings surroundings) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println("misstep: " + VisibleText.of(String.valueOf(e.getMessage())) + " (see '" + name + " --help')");
        UnmatchedArgumentException.printSuggestions(e, err);
        err.flush();
        return ExitStatus.USAGE;
    }

    private static int failed(Exception e, Surroundings surroundings, String... args) {
        boolean stacktrace = java.util.Arrays.asList(args).contains("--stacktrace");
        Console console = new Console(surroundings, Console.Colour.AUTO, stacktrace);
        if (e instanceof UserError error) {
            console.error(error);
            return error.status();
        }
        console.bug(e);
        return ExitStatus.BUG;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
