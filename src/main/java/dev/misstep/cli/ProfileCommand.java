package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.engine.Cancellation;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Gate;
import dev.misstep.explain.JudgedBuild;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep profile PATH}. */
final class ProfileCommand implements Callable<Integer> {
    static final int RUNS = 3;

    /** How builds are shown while they run. */
    enum Shown {
        AUTO,
        PLAIN,
        NONE
    }

    private final MisstepCommand parent;
    private final Syntax syntax =
            new Syntax(this, "profile", "Builds PATH N times through the engine and explains every miss.");

    private final Argument<Integer> runs =
            syntax.number(RUNS, "N", "How often to build as things are (default ${DEFAULT-VALUE}).", "--runs");

    private final Argument<Integer> warmUps =
            syntax.number(0, "N", "How often to build before, untold (default ${DEFAULT-VALUE}).", "--warmup");

    private final Argument<Boolean> cold =
            syntax.flag("Begin with a run without cache; what the cache holds stays.", "--cold");

    private final Argument<@Nullable String> prepare =
            syntax.text("COMMAND", "What the shell is to run before each run.", "--prepare");

    private final Argument<List<String>> edits = syntax.texts(
            "[KIND:]FILE",
            "One run more, in which the builder sees FILE with changed content; FILE itself is not touched."
                    + " KIND is mode, touch, add or remove for another change, arg for another value of a build argument.",
            "--edit");

    private final Argument<@Nullable String> scenarios = syntax.text(
            "FILE",
            "Runs one series for each scenario of a YAML file; its keys are warmup, cold, runs, no-cache, edit and prepare.",
            "--scenarios");

    private final Argument<Shown> shown = shown(syntax);

    private final Argument<Boolean> showArgs = syntax.flag("Show the values of build arguments.", "--show-args");
    private final BuildOptions options = new BuildOptions(syntax);
    private final OutputOptions output = new OutputOptions(syntax, this::dockerfile);
    private final GateOptions failOn = new GateOptions(syntax);
    private final Remembering remembering = new Remembering(syntax);
    private final Argument<String> path = syntax.parameter(
            "PATH",
            "The build context: a directory, or the address of a repository of git, an archive or a Dockerfile;"
                    + " - for a Dockerfile on standard input, without a context.");

    ProfileCommand(MisstepCommand parent) {
        this.parent = parent;
        syntax.command()
                .usageMessage()
                .customSynopsis("misstep profile [OPTIONS] PATH", "       " + WrappedProfile.SYNOPSIS);
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        if (runs.value() < 1) {
            throw new UserError(ExitStatus.USAGE, "--runs", "must be 1 or more");
        }
        if (warmUps.value() < 0) {
            throw new UserError(ExitStatus.USAGE, "--warmup", "must be 0 or more");
        }
        List<Gate> gates = failOn.read();
        Surroundings surroundings = console.surroundings();
        RemoteContext remote = RemoteContext.of(path.value(), surroundings).orElse(null);
        boolean piped = ContextDirectory.isStandardInput(path.value(), surroundings);
        ContextDirectory directory = remote != null
                ? null
                : piped
                        ? ContextDirectory.ofStandardInput(options.file(), surroundings)
                        : ContextDirectory.of(path.value(), options.file(), surroundings);
        List<Scenario> series = series(surroundings);
        remembering.check(console);
        RehearsedProfile.begin(remembering.isWanted());
        if (directory != null && !piped) {
            remembering.lookAt(directory.root(), console);
        }
        Cancellation cancellation = new Cancellation();
        try (Interrupt interrupt = Interrupt.on(cancellation);
                EngineConnection engine = UserEngine.connect(surroundings)) {
            ProfiledBuild profile = directory != null
                    ? new Profile(engine, directory, options, showArgs.value(), console)
                    : new RemoteProfile(engine, Objects.requireNonNull(remote), options, showArgs.value(), console);
            UserError broken = null;
            try (Progress progress = progress(shown.value(), console)) {
                if (progress.foretells()) {
                    remembering.recall(profile, options.target(), console, progress::earlier);
                }
                profile.run(series, progress, cancellation);
            } catch (UserError e) {
                broken = e; // the runs before it are reported all the same
            }
            int status = report(profile, gates, console, interrupt);
            if (broken != null && !interrupt.happened()) {
                throw broken;
            }
            return status;
        } catch (EngineException e) {
            throw new UserError(ExitStatus.NO_ENGINE, "engine", String.valueOf(e.getMessage()), e);
        }
    }

    private String dockerfile() {
        String named = options.file();
        Surroundings surroundings = parent.console().surroundings();
        boolean remote = RemoteContext.of(path.value(), surroundings).isPresent()
                || ContextDirectory.isStandardInput(path.value(), surroundings);
        return named != null && !named.equals("-") && !named.contains("://")
                ? named
                : remote ? "Dockerfile" : path.value() + "/Dockerfile";
    }

    private List<Scenario> series(Surroundings surroundings) {
        Scenario given = new Scenario(
                null, warmUps.value(), cold.value(), runs.value(), options.noCache(), edits.value(), prepare.value());
        String file = scenarios.value();
        return file == null ? List.of(given) : ScenarioFile.read(file, surroundings.resolve(file), given);
    }

    static Argument<Shown> shown(Syntax syntax) {
        return syntax.choice(
                Shown.values(),
                Shown.AUTO,
                "HOW",
                "How to show builds while they run: ${COMPLETION-CANDIDATES}; auto shows them on a terminal only.",
                "--progress");
    }

    static Progress progress(Shown how, Console console) {
        return switch (how) {
            case PLAIN -> new ProgressLines(console);
            case AUTO ->
                console.surroundings().terminal().errIsTerminal() ? new ProgressView(console) : Progress.SILENT;
            case NONE -> Progress.SILENT;
        };
    }

    private int report(ProfiledBuild profile, List<Gate> gates, Console console, Interrupt interrupt) {
        Analysis analysis = profile.analysis();
        List<UserError> errors = new ArrayList<>();
        if (!analysis.builds().isEmpty()) {
            ProfileReport.write(analysis, profile.contextName(), output, console, errors);
        }
        UserError forgotten = remembering.remember(profile, console);
        if (interrupt.happened()) {
            return ExitStatus.INTERRUPTED;
        }
        if (forgotten != null) {
            errors.add(forgotten);
        }
        int status = GateOptions.judge(gates, JudgedBuild.of(analysis), console);
        if (profile.engineLost() != null) {
            errors.add(new UserError(
                    ExitStatus.NO_ENGINE, "engine", profile.engineLost() + "; what was seen so far is reported"));
            UserError.throwLast(errors, console);
        }
        Build failed = profile.lastBuild();
        if (failed != null && failed.outcome() != Outcome.SUCCEEDED) {
            String reason = failed.error() == null ? "it " + failed.outcome().label() : failed.error();
            errors.add(new UserError(
                    ExitStatus.BUILD_FAILED, RemoteContext.shown(path.value()), "the build failed: " + reason));
        }
        UserError.throwLast(errors, console);
        return status;
    }
}
