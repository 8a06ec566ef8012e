package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.context.BuildContext;
import dev.misstep.context.ContextProblem;
import dev.misstep.context.FileDigests;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.engine.BaseImages;
import dev.misstep.engine.BuildRequest;
import dev.misstep.engine.BuildResult;
import dev.misstep.engine.BuildSettings;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.Cancellation;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.engine.ImageBuilder;
import dev.misstep.engine.session.SessionService;
import dev.misstep.engine.session.ShownFile;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.explain.EngineCache;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Observed;
import dev.misstep.explain.Planned;
import dev.misstep.explain.Plans;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.KeptRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds one context several times and keeps what is needed to explain each run. */
final class Profile implements ProfiledBuild {
    private final EngineConnection engine;
    private final ContextDirectory directory;
    private final BuildOptions options;
    private final Console console;
    private final BuilderKind builder;
    private final Map<String, String> given;
    private final OtherContexts others;
    private final List<SessionService> services;
    private final ArgumentMask mask;
    private final boolean showArgs;
    private final CountedRuns runs = new CountedRuns();
    private final ProfileState state;
    private final FileDigests digests;
    private final Set<String> told = new TreeSet<>();
    private final Set<String> images = new TreeSet<>();
    private final Map<String, KeptRun> keptRuns = new TreeMap<>();

    private final SeenCache cache;

    private @Nullable KeptRun baseline;
    private @Nullable Build earlier;
    private boolean pulled;
    private @Nullable String engineLost;

    Profile(
            EngineConnection engine,
            ContextDirectory directory,
            BuildOptions options,
            boolean showArgs,
            Console console) {
        Surroundings surroundings = console.surroundings();
        this.engine = engine;
        this.directory = directory;
        this.options = options;
        this.console = console;
        this.builder = options.builderKind(surroundings.environment());
        this.given = options.buildArgs(surroundings.environment());
        this.others = options.otherContexts(surroundings);
        this.services = options.services(surroundings);
        BuildRefusal.check(options, settings(given, false), builder, engine.facts(), console);
        this.mask = masking(showArgs ? Map.of() : given);
        this.showArgs = showArgs;
        this.state = new ProfileState(
                directory,
                options,
                builder,
                engine.address().host().toString(),
                engine.facts().platform(),
                console);
        this.digests = state.digests(directory.root());
        this.cache = new SeenCache(engine, state, builder);
    }

    /** Without these values, and without what the addresses of other contexts keep secret. */
    private ArgumentMask masking(Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(others.secrets());
        all.putAll(values);
        return new ArgumentMask(all);
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
        return keptRuns;
    }

    @Override
    public @Nullable Build earlier() {
        return earlier;
    }

    @Override
    public BuildSeries series(String project, Build build) {
        String inContext = directory.dockerfileInContext();
        return BuildSeries.of(project, inContext, options.platform(), build);
    }

    @Override
    public String place() {
        return directory.root().toString();
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
        Path name = directory.root().getFileName();
        return name == null ? "root" : name.toString();
    }

    @Override
    public void run(List<Scenario> scenarios, Progress progress, Cancellation cancellation) {
        Map<Scenario, List<RunEdit>> edits = edits(scenarios);
        DockerfileFacts facts = facts(directory.bytes(), given);
        pullBases(facts, progress);
        baseline = state.lastRun(facts, digests);
        earlier = baseline == null ? null : baseline.run().build();
        progress.earlier(earlier == null ? List.of() : List.of(earlier));
        try {
            edits.forEach((scenario, changes) -> runs.carryOut(
                    scenario,
                    changes,
                    variation -> runOnce(variation, progress, cancellation),
                    () -> goesOn(cancellation)));
        } finally {
            state.save(directory.root(), digests);
        }
    }

    private Map<Scenario, List<RunEdit>> edits(List<Scenario> scenarios) {
        BuildContext tree = directory.walk(builder);
        // all of them before the first build: what is wrong with the last one must not be found out after an hour
        Map<Scenario, List<RunEdit>> edits = new LinkedHashMap<>();
        for (Scenario scenario : scenarios) {
            edits.put(
                    scenario,
                    scenario.edits().stream()
                            .map(edit -> RunEdit.of(edit, directory.root(), tree, console.surroundings()))
                            .toList());
        }
        directory
                .unreadIgnoreFiles(tree, builder)
                .forEach(unread -> console.warn(unread.file().toString(), unread.why()));
        return edits;
    }

    /** The classic builder knows its base images by what the engine has; so what it needs is fetched first. */
    private void pullBases(@Nullable DockerfileFacts facts, Progress progress) {
        if (facts == null || builder == BuilderKind.BUILDKIT) {
            return;
        }
        List<String> notes = new BaseImages(engine)
                .ensure(facts.images(), options.platform(), options.pull(), line -> progress.note(mask.text(line)));
        notes.forEach(note -> console.warn("base image", mask.text(note)));
        pulled = options.pull() && notes.isEmpty();
    }

    /**
     * What one run is made with.
     *
     * @param facts the Dockerfile, read once, so that what is explained is what was built
     * @param named the other contexts that are directories, as they are sent
     * @param began the engine's time; {@code null} where it does not say
     */
    private record Given(
            Variation variation,
            Map<String, String> arguments,
            @Nullable DockerfileFacts facts,
            BuildRequest request,
            SentFiles sent,
            Map<String, SentFiles> named,
            @Nullable Instant began,
            List<Diagnostic> remarks) {}

    private void runOnce(Variation variation, Progress progress, Cancellation cancellation) {
        new Preparation(variation.prepare(), console).run();
        Given run = given(variation, progress);
        BuildResult result = imageBuilder().build(run.request, mask.listener(progress), cancellation);
        run.sent.changed().forEach(path -> console.warn(path, "changed while it was sent to the builder"));
        keep(result, run);
        progress.earlier(runs.lastBuilds());
    }

    /** Walks the context. What the walk found is let go of before BuildKit, which asks again, is: it may be much. */
    private Given given(Variation variation, Progress progress) {
        RunEdit edit = variation.edit();
        Supplier<Optional<Instant>> asked = cache.askNow(); // long before the build is no worse than just before it
        BuildContext tree = directory.walk(builder);
        byte[] dockerfile = directory.bytes();
        Instant now = console.surroundings().clock().instant();
        Map<String, String> arguments = edit == null ? given : edit.arguments(given, now);
        DockerfileFacts facts = facts(dockerfile, arguments);
        String inContext = directory.dockerfileInContext();
        Map<String, ShownFile> shown = new TreeMap<>();
        shown.put(inContext, ShownFile.asRead(dockerfile));
        List<Diagnostic> remarks = new ArrayList<>();
        if (edit != null) {
            shown.putAll(edit.shown(directory.root(), now));
            remarks.add(new Diagnostic(0, edit.remark()));
        }
        Map<String, ContextProblem> unreadable = new TreeMap<>();
        tree.problems().forEach(problem -> tell(problem, unreadable));
        Snapshot own = ContextDirectory.snapshot(tree, builder, digests, problem -> tell(problem, unreadable));
        Map<String, ShownFile> inSnapshot = new TreeMap<>(shown);
        if (!tree.has(inContext)) {
            inSnapshot.remove(inContext);
        }
        BuildInputs had = baseline == null ? BuildInputs.NONE : baseline.run().inputs();
        SentFiles sent = new SentFiles(ShownContext.of(own, inSnapshot), had.snapshot());
        refuseNeeded(unreadable, facts);
        progress.run(variation.title());
        Instant began = asked.get().orElse(null);
        Map<String, SentFiles> named = new TreeMap<>();
        others.snapshots(state, this::tellOnce)
                .forEach((name, snapshot) ->
                        named.put(name, new SentFiles(snapshot, had.others().get(name))));
        RunContext context = new RunContext(directory, tree, shown, unreadable.keySet(), sent, others, named, console);
        BuildRequest request = request(context, arguments, variation.withoutCache(), edit != null);
        return new Given(variation, arguments, facts, request, sent, named, began, remarks);
    }

    private void keep(BuildResult result, Given run) {
        if (result.connectionLost()) {
            engineLost = mask.text(String.valueOf(result.error()));
        }
        DockerfileFacts facts = run.facts;
        boolean noCache = run.variation.withoutCache();
        Snapshot snapshot = run.sent.corrected();
        Map<String, Snapshot> named = OtherContexts.corrected(run.named, console::warn);
        Build seen = result.build();
        List<Diagnostic> diagnostics = new ArrayList<>(run.remarks);
        diagnostics.addAll(seen.diagnostics());
        Build build = runs.numbered(seen, options.target()).withDiagnostics(diagnostics);
        BuildInputs inputs = new BuildInputs(snapshot, Map.of(), Map.of(), Map.of(), noCache);
        Map<String, String> commands = Map.of();
        Planned done = null;
        Plans plans = null;
        if (facts != null) {
            Map<String, Instruction> located = facts.located(build);
            build = DockerfileFacts.withLines(build, located);
            inputs = facts.inputs(located, snapshot, noCache, null)
                    .withoutCacheFor(options.uncached())
                    .withContexts(named);
            Planned plan = Planned.of(facts, snapshot, named, noCache, options.given(engine.facts(), run.arguments));
            commands = new HashMap<>(plan.maskedCommands(build, located));
            commands.putAll(facts.maskedCommands(build, located));
            build = plan.withLines(build, located);
            done = plan.carriedOut(build, located);
            EngineCache had = cache.keep(baseline, done, seen, located, run.began);
            plans = new Plans(plan, baseline == null ? null : baseline.plan(), had);
        }
        Observed observed = new Observed(masking(run.arguments).build(build, commands), inputs);
        runs.add(
                new Explainer.Compared(observed, baseline == null ? null : baseline.run(), null, plans),
                masking(Map.of()).build(build, Map.of()));
        if (run.variation.edit() != null) {
            dropImage(result);
        } else {
            baseline = new KeptRun(observed, done, cache.id());
            keptRuns.put(build.id(), baseline);
            state.keep(baseline);
            if (result.imageId() != null) {
                images.add(result.imageId());
            }
        }
    }

    /**
     * Nobody wants the image of an edited tree, unless the edit made no difference and it is that of an earlier run. The
     * classic builder's cache is made of images, so there it stays.
     */
    private void dropImage(BuildResult result) {
        String image = result.imageId();
        if (image == null || builder == BuilderKind.CLASSIC || images.contains(image)) {
            return;
        }
        try {
            engine.removeImage(image);
        } catch (EngineException e) {
            console.warn("image " + image, "could not be removed: " + e.getMessage());
        }
    }

    private void tell(ContextProblem problem, Map<String, ContextProblem> unreadable) {
        if (problem.kind() != ContextProblem.Kind.DANGLING_LINK) {
            unreadable.put(problem.path(), problem);
        }
        tellOnce(problem.path(), problem.message());
    }

    private void tellOnce(String where, String what) {
        if (told.add(where)) {
            console.warn(where, what);
        }
    }

    /** A build goes on without a file that nothing selects; with one that is selected it would not be the user's build. */
    private static void refuseNeeded(Map<String, ContextProblem> unreadable, @Nullable DockerfileFacts facts) {
        for (ContextProblem problem : unreadable.values()) {
            Instruction selecting = facts == null ? null : facts.selecting(problem.path());
            if (selecting != null && problem.kind() == ContextProblem.Kind.UNREADABLE) {
                throw new UserError(
                        ExitStatus.INPUT,
                        problem.path(),
                        problem.message() + ", and " + selecting.keyword() + " on line " + selecting.line()
                                + " needs it; make it readable or list it in .dockerignore");
            }
        }
    }

    private ImageBuilder imageBuilder() {
        return ImageBuilder.of(engine, console.surroundings().clock(), LiveClassic::new);
    }

    private BuildRequest request(RunContext context, Map<String, String> arguments, boolean noCache, boolean edited) {
        BuildSettings settings = settings(arguments, noCache);
        return new BuildRequest(
                directory.name(),
                context.source(builder),
                context.dockerfile(builder),
                edited ? settings.forNobody() : settings,
                services,
                builder);
    }

    private BuildSettings settings(Map<String, String> arguments, boolean noCache) {
        return options.settings(arguments, noCache, options.pull() && !pulled, others, console.surroundings());
    }

    private @Nullable DockerfileFacts facts(byte[] dockerfile, Map<String, String> arguments) {
        if (options.severalPlatforms()) {
            return null; // each step is there once for each, and may be made of other files and images
        }
        try {
            return new ReadDockerfile(engine, options, arguments, builder)
                    .facts(Dockerfile.parse(new String(dockerfile, StandardCharsets.UTF_8)));
        } catch (DockerfileSyntaxException e) {
            return null; // the engine will refuse it in its own words
        }
    }
}
