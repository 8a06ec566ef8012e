package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.RunName;
import dev.misstep.engine.CommandRecord;
import dev.misstep.engine.WrappedCommand;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Explainer;
import dev.misstep.log.ReadLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs a command that builds several times, passes on what it writes, and reads the builds in it. */
final class CommandSeries {
    /** How BuildKit's clients are told to show a build, where no option says so. */
    private static final String PROGRESS = "BUILDKIT_PROGRESS";

    /** What a pipe gets the plain form for, or, with {@code tty}, an error. */
    private static final Set<String> FOR_TERMINALS = Set.of("", "auto", "tty");

    private static final String NO_BUILD = "showed no build that Misstep can read";

    private final List<String> words;
    private final Console console;
    private final EndSignals signals;
    private final CommandInput input;
    private final boolean showArgs;
    private final EngineMemory memory;
    private final Map<String, String> environment;
    private final ShownOutput out;
    private final ShownOutput err;
    private final List<List<Build>> runs = new ArrayList<>();

    /**
     * @param words the command and its arguments
     * @param showArgs whether values of build arguments that its words have are shown
     * @param answerAlone whether standard output is for the answer alone: then what the command writes to its own goes to
     *     standard error
     */
    CommandSeries(List<String> words, boolean showArgs, boolean answerAlone, EndSignals signals, Console console) {
        Surroundings surroundings = console.surroundings();
        this.words = words;
        this.console = console;
        this.signals = signals;
        this.input = CommandInput.of(surroundings);
        this.showArgs = showArgs;
        this.memory = new EngineMemory(surroundings);
        this.environment = environment(surroundings.environment());
        this.err = new ShownOutput(surroundings.err());
        this.out = answerAlone ? err : new ShownOutput(surroundings.out());
    }

    /** The name of the program. Its other words may be secrets. */
    String program() {
        String first = words.get(0);
        String name = first.substring(Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1);
        return name.isBlank() ? "command" : name;
    }

    /**
     * Runs it; stops at the first run that does not end well.
     *
     * @throws UserError if one did not, if the command cannot be run, or if the first run showed no build; what was seen
     *     until then is in the analysis
     */
    void run(int times) {
        for (int run = 1; run <= times && !signals.heard(); run++) {
            String name = RunName.of(run, program());
            if (console.surroundings().terminal().errIsTerminal()) {
                console.say("Run " + run + " of " + times + ": " + program());
            }
            int status = runOnce(name);
            if (signals.heard()) {
                return;
            }
            boolean seen = !runs.get(runs.size() - 1).isEmpty();
            if (status != 0) {
                throw failed(status, times == 1 ? "" : " in run " + run + " of " + times);
            }
            if (!seen && run == 1) {
                throw new UserError(
                        ExitStatus.INPUT,
                        program(),
                        NO_BUILD + "; have it show its builds: BUILDKIT_PROGRESS=plain, and no --quiet");
            }
            if (!seen) {
                console.warn(name, NO_BUILD);
            }
        }
    }

    /** What is known when the runs are over, however they ended. */
    Analysis analysis() {
        ArgumentMask mask = new ArgumentMask(showArgs ? List.of() : arguments());
        boolean several = runs.stream().anyMatch(run -> run.size() > 1);
        List<List<Build>> numbered = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            List<Build> builds = new ArrayList<>();
            for (Build build : runs.get(run)) {
                builds.add(mask.build(build.withId((run + 1) + (several ? "." + build.ordinal() : "")), Map.of()));
            }
            numbered.add(builds);
        }
        return Explainer.explainRuns(numbered).withSeriesAlike();
    }

    /** Those that the words have and those that the engine knows, since only some runs may be found with it. */
    private List<Map<String, String>> arguments() {
        List<Map<String, String>> known = new ArrayList<>(memory.arguments());
        known.add(WrappedArguments.of(words, console.surroundings().environment()));
        return known;
    }

    private int runOnce(String name) {
        Surroundings surroundings = console.surroundings();
        Path directory = StateDirectory.of(surroundings.environment(), surroundings.home())
                .commands();
        try (CommandRecord record = CommandRecord.in(directory, surroundings.clock())) {
            Instant began = surroundings.clock().instant();
            WrappedCommand command = start();
            signals.passOnTo(command);
            int status = command.passOn(record.of(out), record.of(err));
            out.endLine();
            err.endLine();
            keep(record, name, began);
            return status;
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT,
                    directory.toString(),
                    "what the command writes cannot be kept here (" + IoSentence.of(e)
                            + "); set MISSTEP_HOME to a place that can be written",
                    e);
        }
    }

    private WrappedCommand start() {
        try {
            return WrappedCommand.start(words, console.surroundings().workingDirectory(), environment, input.next());
        } catch (IOException e) {
            throw new UserError(ExitStatus.INPUT, program(), "cannot be run (" + reason(e) + ")", e);
        }
    }

    /** The builds of a run, as the engine remembers them, or else as the output tells of them. */
    private void keep(CommandRecord record, String name, Instant began) throws IOException {
        ReadLogs read = record.builds(name);
        read.remarks().forEach(remark -> console.warn(remark.member(), remark.message()));
        runs.add(signals.heard() ? read.builds() : memory.join(read.builds(), began));
        IOException failure = record.failure();
        if (failure != null) {
            console.warn(name, "not all that it wrote could be kept and read (" + IoSentence.of(failure) + ")");
        } else if (record.isCut()) {
            console.warn(name, "wrote more than " + (CommandRecord.MOST >> 30) + " GiB; nothing behind it is read");
        }
    }

    private UserError failed(int status, String where) {
        String meaning = "";
        if (status == 127) {
            meaning = " (as a shell where a command is not found)";
        } else if (status == 126) {
            meaning = " (as a shell where a command may not be executed)";
        } else if (status > 128 && status <= 128 + 64) {
            meaning = " (as when signal " + (status - 128) + " ends it)";
        }
        String rest = analysed() ? "; what was seen so far is reported" : "; it " + NO_BUILD;
        return new UserError(
                ExitStatus.BUILD_FAILED, program(), "ended with status " + status + meaning + where + rest);
    }

    private boolean analysed() {
        return runs.stream().anyMatch(run -> !run.isEmpty());
    }

    /** What a pipe would get in any case, also from a client that the command gives a terminal of its own. */
    private static Map<String, String> environment(Map<String, String> given) {
        Map<String, String> environment = new TreeMap<>(given);
        if (FOR_TERMINALS.contains(given.getOrDefault(PROGRESS, ""))) {
            environment.put(PROGRESS, "plain");
        }
        return environment;
    }

    // "Cannot run program "make" (in directory "/home/ada"): error=2, No such file or directory"; newer ones have
    // "error: 2"
    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.matches("(?s).*error[=:] ?2\\b.*")) {
            return "no such command; check its name and the PATH";
        }
        if (message.matches("(?s).*error[=:] ?13\\b.*")) {
            return "permission denied; is it executable?";
        }
        int colon = message.lastIndexOf(": ");
        return colon < 0 ? message : message.substring(colon + 2);
    }
}
