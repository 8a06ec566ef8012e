package dev.misstep.cli;

import dev.misstep.advise.Advice;
import dev.misstep.advise.Finding;
import dev.misstep.advise.PatchedTexts;
import dev.misstep.advise.Verification;
import dev.misstep.engine.Cancellation;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.engine.StoredImages;
import dev.misstep.report.AdviceReport;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep advise PATH}. */
final class AdviseCommand implements Callable<Integer> {
    private final MisstepCommand parent;
    private final Syntax syntax = new Syntax(
            this,
            "advise",
            "Tells what to change so that fewer steps run again, and why; builds nothing but to verify it.");

    private final Argument<Boolean> verify = syntax.flag(
            "Try each patch, and all together: build before and after, compare the images and the times, and give only"
                    + " what stands this. Your files are not touched, and the images are removed.",
            "--verify");

    private final Argument<Boolean> apply = syntax.flag(
            "Write the patches into the Dockerfile and the ignore file; with --verify those that are proven.",
            "--apply");

    private final Argument<Integer> runs = syntax.number(
            1, "N", "How often to build after each edit, to verify (default ${DEFAULT-VALUE}).", "--runs");

    private final Argument<ProfileCommand.Shown> shown = ProfileCommand.shown(syntax);
    private final Argument<OutputOptions.Form> form = OutputOptions.form(syntax);
    private final BuildOptions options = new BuildOptions(syntax);
    private final Argument<String> path = syntax.parameter("PATH", "The build context's directory.");

    AdviseCommand(MisstepCommand parent) {
        this.parent = parent;
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        check();
        ContextDirectory directory = ContextDirectory.of(path.value(), options.file(), console.surroundings());
        AdvisedProject advised = AdvisedProject.read(directory, options, console);
        List<Finding> findings = Advice.of(advised.project());
        if (!verify.value()) {
            print(directory, findings, null, console);
            if (apply.value()) {
                List<Integer> patches = IntStream.range(0, findings.size())
                        .filter(place -> findings.get(place).patch() != null)
                        .boxed()
                        .toList();
                apply(advised.files().together(findings, patches), findings, advised, console);
            }
            return ExitStatus.DONE;
        }
        Verification verification;
        try {
            verification = verification(findings, advised, console);
        } catch (UserError e) {
            if (e.status() == ExitStatus.NO_ENGINE || e.status() == ExitStatus.USAGE) {
                throw e; // nothing was built
            }
            print(directory, findings, null, console);
            throw e;
        }
        List<Finding> judged = verification == null ? findings : verification.judged(findings);
        print(directory, judged, verification, console);
        if (verification != null && apply.value()) {
            apply(verification.proven(), judged, advised, console);
        }
        return ExitStatus.DONE;
    }

    private void check() {
        if (runs.value() < 1) {
            throw new UserError(ExitStatus.USAGE, "--runs", "must be 1 or more");
        }
        if (apply.value() && ContextDirectory.STDIN.equals(options.file())) {
            throw new UserError(
                    ExitStatus.USAGE, "--apply", "cannot write a Dockerfile that came on standard input; name a file");
        }
        if (verify.value() && options.noCache()) {
            throw new UserError(
                    ExitStatus.USAGE, "--no-cache", "leaves nothing to measure with --verify; leave it out");
        }
        if (verify.value() && options.severalPlatforms()) {
            throw new UserError(ExitStatus.USAGE, "--platform", "names several; verify for one at a time");
        }
    }

    private void print(
            ContextDirectory directory, List<Finding> findings, @Nullable Verification verification, Console console) {
        OutputOptions.print(new AdviceReport(directory.name(), findings, verification), form.value(), console);
    }

    /** Builds; {@code null} where there is no patch to be tried. */
    private @Nullable Verification verification(List<Finding> findings, AdvisedProject advised, Console console) {
        Cancellation cancellation = new Cancellation();
        try (Interrupt interrupt = Interrupt.on(cancellation);
                EngineConnection engine = UserEngine.connect(console.surroundings())) {
            if (findings.stream().allMatch(finding -> finding.patch() == null)) {
                return null;
            }
            try (Progress progress = ProfileCommand.progress(shown.value(), console);
                    TrialBuilds builds =
                            new TrialBuilds(engine, advised.directory(), options, console, progress, cancellation)) {
                builds.pull(advised.bases(engine, options, console));
                return new PatchTrials(
                                builds,
                                new StoredImages(engine),
                                advised,
                                findings,
                                runs.value(),
                                console,
                                cancellation)
                        .run(engine.facts().version());
            } catch (EngineException e) {
                if (interrupt.happened()) {
                    throw new UserError(ExitStatus.INTERRUPTED, path.value(), "interrupted; nothing is proven", e);
                }
                throw e;
            }
        } catch (EngineException e) {
            throw new UserError(ExitStatus.NO_ENGINE, "engine", String.valueOf(e.getMessage()), e);
        }
    }

    /** Writes the patches of the findings at these places. */
    private void apply(List<Integer> places, List<Finding> findings, AdvisedProject advised, Console console) {
        PatchedTexts texts = advised.files().patched(findings, places).orElseThrow();
        advised.files().write(texts, advised.directory().root());
        texts.contents().keySet().stream().sorted().forEach(name -> console.say("misstep: " + name + ": written"));
        long left = findings.stream().filter(finding -> finding.patch() != null).count() - places.size();
        if (left > 0) {
            console.warn(
                    "--apply",
                    left + " more left out, as they touch the same lines or were not built together; run it again");
        }
        if (places.isEmpty()) {
            console.warn("--apply", "there is no patch to write");
        }
    }
}
