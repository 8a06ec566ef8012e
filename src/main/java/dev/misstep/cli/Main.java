package dev.misstep.cli;

import static java.util.stream.Collectors.joining;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: streams in, exit status out. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // before any class of AWT is loaded
        // Before any of picocli, which would look for Groovy and for types of java.time and java.sql that no option
        // has.
        System.setProperty("picocli.disable.closures", "true");
        System.setProperty("picocli.converters.excludes", "java.*");
        if (args.length > 0 && args[0].equals(Subcommand.ANALYZE.label())) {
            RehearsedAnalysis.begin();
        }
        Map<String, String> environment = System.getenv();
        OutputFile out = new OutputFile(FileDescriptor.out);
        Surroundings surroundings = new Surroundings(
                System.in,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8),
                environment,
                Path.of(System.getProperty("user.home")),
                Path.of("").toAbsolutePath(),
                InstantSource.system(),
                Terminal.ofProcess(environment, System.getProperty("misstep.terminals")));
        int status = run(surroundings, args);
        String lost = out.lost();
        if (lost != null) {
            new Console(surroundings, Console.Colour.AUTO, false)
                    .warn("standard output", "cannot be written (" + lost + ")");
            status = status == ExitStatus.DONE ? ExitStatus.INPUT : status;
        }
        System.exit(status);
    }

    /** Runs one command, as {@code main} does, and returns its exit status. */
    static int run(Surroundings surroundings, String... args) {
        if (args.length == 1 && Version.OPTIONS.contains(args[0])) {
            surroundings.out().println(Version.sentence()); // at once: the other commands need not be looked at
            surroundings.out().flush();
            return ExitStatus.DONE;
        }
        GivenWords given = GivenWords.of(args);
        CommandLine command = commands(surroundings, given.command(), asked(given.ownWords()))
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(
                        Math.min(100, Math.max(80, surroundings.terminal().columns())))
                .setParameterExceptionHandler((e, a) -> wrongUsage(e))
                .setExecutionExceptionHandler((e, c, p) -> failed(e, surroundings, given.ownWords()));
        int status;
        try {
            status = command.execute(asked(given.ownWords()));
        } catch (OutOfMemoryError e) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            surroundings
                    .err()
                    .println("misstep: " + megabytes + " MB of memory are not enough for that much; give the JVM"
                            + " more with MISSTEP_JAVA_OPTS=-Xmx" + 4 * megabytes + "m");
            status = ExitStatus.INPUT;
        } catch (StackOverflowError e) {
            status = failed(
                    new IllegalStateException("something is nested too deeply", e), surroundings, given.ownWords());
        }
        surroundings.out().flush();
        surroundings.err().flush();
        return status;
    }

    /** A command alone where it is named first, so that no time is lost on the options of the others; else all. */
    private static CommandLine commands(Surroundings surroundings, @Nullable List<String> wrapped, String... args) {
        MisstepCommand misstep = new MisstepCommand(surroundings, wrapped);
        CommandLine all = new CommandLine(misstep.spec());
        for (Subcommand one : Subcommand.named(args.length == 0 ? "" : args[0])) {
            all.addSubcommand(one.label(), one.spec(misstep));
        }
        return all;
    }

    // "misstep help profile", as with git and docker
    private static String[] asked(String... args) {
        if (args.length == 0 || !args[0].equals("help")) {
            return args;
        }
        String[] asked = Arrays.copyOfRange(args, 1, args.length + 1);
        asked[args.length - 1] = "--help";
        return asked;
    }

    private static int wrongUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String what = e instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched, name)
                : String.valueOf(e.getMessage());
        command.getErr().println("misstep: " + VisibleText.of(what) + " (see '" + name + " --help')");
        command.getErr().flush();
        return ExitStatus.USAGE;
    }

    // picocli goes on to list all that follows, though nothing is wrong with it
    private static String unmatched(UnmatchedArgumentException e, String command) {
        String what;
        if (e.isUnknownOption()) {
            what = "is no option of '" + command + "'"
                    + (e.getCommandLine().getCommandSpec().userObject() instanceof WrappedProfile
                            ? " before a command; those of the command follow it"
                            : "");
        } else if (e.getCommandLine().getSubcommands().isEmpty()) {
            what = "is one argument too many";
        } else {
            what = "is no command";
        }
        String meant = e.getSuggestions().stream()
                .limit(1)
                .map(s -> "; did you mean '" + s + "'?")
                .collect(joining());
        return e.getUnmatched().get(0) + ": " + what + meant;
    }

    private static int failed(Exception e, Surroundings surroundings, String... args) {
        boolean stacktrace = Arrays.asList(args).contains("--stacktrace");
        Console console = new Console(surroundings, Console.Colour.AUTO, stacktrace);
        if (e instanceof UserError error) {
            console.error(error);
            return error.status();
        }
        console.bug(e);
        return ExitStatus.BUG;
    }
}
