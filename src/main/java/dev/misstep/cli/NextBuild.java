package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.FileDigests;
import dev.misstep.context.Snapshot;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.RegistryDigests;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.explain.EngineCache;
import dev.misstep.explain.Planned;
import dev.misstep.explain.Plans;
import dev.misstep.explain.PredictedStep;
import dev.misstep.explain.Prediction;
import dev.misstep.explain.RemoteFrontend;
import dev.misstep.history.KeptRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what a build would do, without building. */
final class NextBuild {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EngineConnection engine;
    private final ContextDirectory directory;
    private final BuildOptions options;
    private final Console console;

    NextBuild(EngineConnection engine, ContextDirectory directory, BuildOptions options, Console console) {
        this.engine = engine;
        this.directory = directory;
        this.options = options;
        this.console = console;
    }

    /** The fate of each step, in the order of the Dockerfile. */
    List<PredictedStep> steps() {
        Surroundings surroundings = console.surroundings();
        if (options.severalPlatforms()) {
            throw new UserError(ExitStatus.USAGE, "--platform", "several cannot be foreseen; name one");
        }
        BuilderKind builder = options.builderKind(surroundings.environment());
        Map<String, String> arguments = options.buildArgs(surroundings.environment());
        ProfileState state = new ProfileState(
                directory,
                options,
                builder,
                engine.address().host().toString(),
                engine.facts().platform(),
                console);
        BuildContext tree = directory.walk(builder);
        FileDigests digests = state.digests(directory.root());
        byte[] dockerfile = directory.bytes();
        Snapshot snapshot = ContextDirectory.snapshot(
                tree,
                builder,
                digests,
                problem -> console.warn(problem.path(), problem.message() + "; it is taken for unchanged"));
        state.save(directory.root(), digests);
        DockerfileFacts facts =
                new ReadDockerfile(engine, options, arguments, builder).facts(directory.parsed(dockerfile));
        Map<String, Snapshot> named = options.otherContexts(surroundings)
                .snapshots(state, (path, problem) -> console.warn(path, problem + "; it is taken for unchanged"));
        Planned next = Planned.of(facts, snapshot, named, options.noCache(), options.given(engine.facts(), arguments));
        KeptRun last = state.lastRun(facts, digests);
        EngineCache cache = new SeenCache(engine, state, builder).look(last);
        return Prediction.of(new Plans(next, last == null ? null : last.plan(), cache), frontend(facts, last));
    }

    private @Nullable RemoteFrontend frontend(DockerfileFacts facts, @Nullable KeptRun last) {
        String name = facts.remoteFrontend().orElse(null);
        return name == null || last == null
                ? null
                : new RemoteFrontend(
                        name,
                        RemoteFrontend.digest(last.run().build(), name).orElse(null),
                        new RegistryDigests(engine, PATIENCE).of(name).orElse(null));
    }
}
