package dev.misstep.cli;

import dev.misstep.engine.EngineAddress;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.report.DoctorReport;
import dev.misstep.report.DoctorReport.Check;
import dev.misstep.report.DoctorReport.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep doctor}. */
final class DoctorCommand implements Callable<Integer> {
    private final MisstepCommand parent;
    private final Syntax syntax = new Syntax(
            this, "doctor", "Tells which engine and builder there are, and what stands in the way of builds.");

    private final Argument<OutputOptions.Form> form = OutputOptions.form(syntax);
    private final Argument<@Nullable String> file =
            syntax.text("FILE", "The Dockerfile (default PATH/Dockerfile).", "-f", "--file");
    private final Argument<@Nullable String> path =
            syntax.optionalParameter("PATH", "A build context to look at, too.");

    DoctorCommand(MisstepCommand parent) {
        this.parent = parent;
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        Surroundings surroundings = console.surroundings();
        String context = path.value();
        ContextDirectory directory = context == null ? null : ContextDirectory.of(context, file.value(), surroundings);
        List<Check> checks = new ArrayList<>();
        boolean reached = true;
        try (EngineConnection engine = UserEngine.connect(surroundings)) {
            checks.addAll(new EngineChecks(engine, surroundings.environment()).all());
        } catch (EngineException e) {
            reached = false;
            checks.add(
                    new Check(State.BAD, "engine", "none at " + address(surroundings), String.valueOf(e.getMessage())));
        }
        if (directory != null) {
            checks.addAll(new ContextChecks(directory, surroundings.environment()).all());
        }
        DoctorReport report = new DoctorReport(checks);
        OutputOptions.print(report, form.value(), console);
        return reached ? ExitStatus.DONE : ExitStatus.NO_ENGINE;
    }

    private static String address(Surroundings surroundings) {
        try {
            return EngineAddress.find(surroundings.environment(), surroundings.home())
                    .host()
                    .toString();
        } catch (EngineException e) {
            return "an address that is not known";
        }
    }
}
