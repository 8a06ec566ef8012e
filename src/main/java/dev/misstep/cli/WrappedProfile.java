package dev.misstep.cli;

import dev.misstep.explain.Analysis;
import dev.misstep.explain.Gate;
import dev.misstep.explain.JudgedBuild;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep profile -- COMMAND}: a profile of whatever the user's own command builds. */
final class WrappedProfile implements Callable<Integer> {
    /** How to write it, for help texts. */
    static final String SYNOPSIS =
            "misstep profile [--runs=N] [--show-args] [--fail-on EXPR] [output options] -- COMMAND [ARG...]";

    private final MisstepCommand parent;
    private final Syntax syntax = new Syntax(
            this, "profile", "Runs COMMAND N times, passes on what it writes, and explains every miss of its builds.");
    private final Argument<Integer> runs =
            syntax.number(ProfileCommand.RUNS, "N", "How often to run COMMAND (default ${DEFAULT-VALUE}).", "--runs");
    private final Argument<Boolean> showArgs =
            syntax.flag("Show the values of build arguments that COMMAND's words have.", "--show-args");
    private final OutputOptions output = new OutputOptions(syntax);
    private final GateOptions failOn = new GateOptions(syntax);
    private final Remembering remembering = new Remembering(syntax);

    WrappedProfile(MisstepCommand parent) {
        this.parent = parent;
        syntax.command().usageMessage().customSynopsis(SYNOPSIS);
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        List<String> words = Objects.requireNonNull(parent.wrapped(), "no command");
        if (words.isEmpty()) {
            throw new UserError(ExitStatus.USAGE, "--", "needs a command behind it, such as docker buildx bake");
        }
        if (runs.value() < 1) {
            throw new UserError(ExitStatus.USAGE, "--runs", "must be 1 or more");
        }
        List<Gate> gates = failOn.read();
        remembering.check(console);
        boolean answerAlone = output.form() != OutputOptions.Form.TEXT;
        try (EndSignals signals = EndSignals.listen()) {
            CommandSeries series = new CommandSeries(words, showArgs.value(), answerAlone, signals, console);
            UserError broken = null;
            try {
                series.run(runs.value());
            } catch (UserError e) {
                broken = e; // the runs before it are reported all the same
            }
            Analysis analysis = series.analysis();
            List<UserError> errors = new ArrayList<>();
            if (!analysis.builds().isEmpty()) {
                ProfileReport.write(analysis, series.program(), output, console, errors);
            }
            // what shows values is not for keeping
            UserError forgotten = showArgs.value() ? null : remembering.remember(analysis, console);
            if (signals.heard()) {
                return signals.status();
            }
            int status = GateOptions.judge(gates, JudgedBuild.of(analysis), console);
            if (forgotten != null) {
                errors.add(forgotten);
            }
            if (broken != null) {
                errors.add(broken);
            }
            UserError.throwLast(errors, console);
            return status;
        }
    }
}
