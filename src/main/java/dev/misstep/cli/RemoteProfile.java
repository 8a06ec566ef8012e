package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.engine.BuildRequest;
import dev.misstep.engine.BuildResult;
import dev.misstep.engine.BuildSettings;
import dev.misstep.engine.BuildSource;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.Cancellation;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.ImageBuilder;
import dev.misstep.engine.session.DirectoryTree;
import dev.misstep.engine.session.SessionService;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Observed;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.KeptRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a context that only the builder sees several times. What went into a step is not known, so each run is compared with
 * the one before by what the builder tells, and of files nothing is claimed.
 */
final class RemoteProfile implements ProfiledBuild {
    private final EngineConnection engine;
    private final RemoteContext context;
    private final BuildOptions options;
    private final Console console;
    private final Map<String, String> given;
    private final OtherContexts others;
    private final RemoteDockerfile dockerfile;
    private final List<SessionService> services;
    private final ArgumentMask mask;
    private final ArgumentMask shown;

    private final CountedRuns runs = new CountedRuns();
    private final boolean showArgs;
    private @Nullable String engineLost;
    private @Nullable String lastCommit;

    RemoteProfile(
            EngineConnection engine, RemoteContext context, BuildOptions options, boolean showArgs, Console console) {
        Surroundings surroundings = console.surroundings();
        this.engine = engine;
        this.context = context;
        this.options = options;
        this.console = console;
        this.given = options.buildArgs(surroundings.environment());
        this.others = options.otherContexts(surroundings);
        this.dockerfile = RemoteDockerfile.of(options.file(), surroundings);
        this.services = context.isOverSsh() ? options.servicesWithAgent(surroundings) : options.services(surroundings);
        this.showArgs = showArgs;
        Map<String, String> secrets = new TreeMap<>(context.secrets());
        secrets.putAll(others.secrets());
        this.shown = new ArgumentMask(secrets);
        secrets.putAll(given);
        this.mask = new ArgumentMask(secrets);
        BuilderKind builder = options.builderKind(surroundings.environment());
        if (builder == BuilderKind.CLASSIC) {
            throw new UserError(
                    ExitStatus.USAGE,
                    RemoteContext.shown(context.address()),
                    "the classic builder is given directories only; clone it, or build with --builder-kind buildkit");
        }
        BuildRefusal.check(options, settings(options.noCache()), builder, engine.facts(), console);
    }

    @Override
    public void run(List<Scenario> scenarios, Progress progress, Cancellation cancellation) {
        if (scenarios.stream().anyMatch(scenario -> !scenario.edits().isEmpty())) {
            throw new UserError(
                    ExitStatus.USAGE, "--edit", "changes files of a directory, and this context is none; clone it");
        }
        for (Scenario scenario : scenarios) {
            runs.carryOut(
                    scenario,
                    List.of(),
                    variation -> runOnce(variation, progress, cancellation),
                    () -> goesOn(cancellation));
        }
    }

    private void runOnce(Variation variation, Progress progress, Cancellation cancellation) {
        new Preparation(variation.prepare(), console).run();
        progress.run(variation.title());
        boolean noCache = variation.withoutCache();
        FetchedCommit commit = new FetchedCommit((showArgs ? shown : mask).listener(progress));
        BuildRequest request = new BuildRequest(
                RemoteContext.shown(context.address()),
                new BuildSource.Remote(
                        context.address(), dockerfile.trees(others.trees(name -> DirectoryTree.Watch.NONE))),
                dockerfile.name(),
                settings(noCache),
                services,
                BuilderKind.BUILDKIT);
        BuildResult result = ImageBuilder.of(engine, console.surroundings().clock(), LiveClassic::new)
                .build(request, commit, cancellation);
        if (result.connectionLost()) {
            engineLost = mask.text(String.valueOf(result.error()));
        }
        keep(result.build(), commit.seen(), noCache);
        progress.earlier(runs.lastBuilds());
    }

    private void keep(Build seen, @Nullable String commit, boolean noCache) {
        Explainer.Compared earlier = runs.last();
        List<Diagnostic> diagnostics = new ArrayList<>(seen.diagnostics());
        if (commit != null && lastCommit != null && !commit.equals(lastCommit)) {
            diagnostics.add(new Diagnostic(
                    0,
                    "built from commit " + commit + ", and not " + lastCommit
                            + " as the run before; which of its files a step selects is not known"));
        }
        lastCommit = commit == null ? lastCommit : commit;
        Build build = runs.numbered(seen, options.target()).withDiagnostics(diagnostics);
        BuildInputs inputs =
                new BuildInputs(null, Map.of(), Map.of(), Map.of(), noCache).withoutCacheFor(options.uncached());
        Observed observed = new Observed(mask.build(build, Map.of()), inputs);
        runs.add(
                new Explainer.Compared(observed, earlier == null ? null : earlier.observed()),
                shown.build(build, Map.of()));
    }

    private BuildSettings settings(boolean noCache) {
        return options.settings(given, noCache, options.pull(), others, console.surroundings());
    }

    @Override
    public Analysis analysis() {
        return runs.analysis(showArgs);
    }

    @Override
    public Analysis asThingsAre() {
        return runs.asThingsAre();
    }

    @Override
    public Map<String, KeptRun> kept() {
        return Map.of();
    }

    @Override
    public @Nullable Build earlier() {
        return null;
    }

    @Override
    public BuildSeries series(String project, Build build) {
        return BuildSeries.of(project, options.file(), options.platform(), build);
    }

    @Override
    public String place() {
        return RemoteContext.shown(context.address());
    }

    @Override
    public @Nullable Build lastBuild() {
        return runs.lastBuild();
    }

    @Override
    public @Nullable String engineLost() {
        return engineLost;
    }

    @Override
    public String contextName() {
        return context.name();
    }
}
