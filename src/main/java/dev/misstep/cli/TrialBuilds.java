package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Interval;
import dev.misstep.context.BuildContext;
import dev.misstep.context.ContextProblem;
import dev.misstep.context.Snapshot;
import dev.misstep.engine.BaseImages;
import dev.misstep.engine.BuildRequest;
import dev.misstep.engine.BuildResult;
import dev.misstep.engine.BuildSettings;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.Cancellation;
import dev.misstep.engine.ClassicSink;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.engine.ImageBuilder;
import dev.misstep.engine.StoredImages;
import dev.misstep.engine.session.SessionService;
import dev.misstep.engine.session.ShownFile;
import dev.misstep.log.BuildListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds one context in several forms with the user's options, for images that are looked at and thrown away: they get no
 * name, nothing is pushed or written, and closing this removes those that were not there before.
 */
final class TrialBuilds implements AutoCloseable {
    /** Of a build that was stopped nobody tells the image, which may have been made all the same. */
    private static final String LABEL = "dev.misstep.trial";

    private static final Snapshot UNWATCHED = new Snapshot(new TreeMap<>());

    // " ---> 8f0e6d4a1b2c": what the classic builder made, or took out of its cache
    private static final Pattern MADE = Pattern.compile("^ ---> ([0-9a-f]{12})$");

    private final EngineConnection engine;
    private final StoredImages images;
    private final ContextDirectory directory;
    private final BuildOptions options;
    private final Console console;
    private final BuilderKind builder;
    private final Map<String, String> given;
    private final OtherContexts others;
    private final List<SessionService> services;
    private final ArgumentMask mask;
    private final Progress progress;
    private final Cancellation cancellation;
    private final String mark = UUID.randomUUID().toString();
    private final Set<String> before;
    private final Set<String> made = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Set<String> told = new TreeSet<>();

    TrialBuilds(
            EngineConnection engine,
            ContextDirectory directory,
            BuildOptions options,
            Console console,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        Surroundings surroundings = console.surroundings();
        this.engine = engine;
        this.images = new StoredImages(engine);
        this.directory = directory;
        this.options = options;
        this.console = console;
        this.builder = options.builderKind(surroundings.environment());
        this.given = options.buildArgs(surroundings.environment());
        this.others = options.otherContexts(surroundings);
        this.services = options.services(surroundings);
        this.progress = progress;
        this.cancellation = cancellation;
        BuildRefusal.check(options, settings(given, false), builder, engine.facts(), console);
        Map<String, String> secrets = new TreeMap<>(others.secrets());
        secrets.putAll(given);
        this.mask = new ArgumentMask(secrets);
        this.before = images.ids();
    }

    /** A build that came to its end, without values of arguments. */
    record Trial(Build build, @Nullable String image, double seconds) {
        boolean succeeded() {
            return image != null;
        }
    }

    BuilderKind builder() {
        return builder;
    }

    /** The files a builder that is shown these is sent. */
    BuildContext walk(TrialFiles files) {
        return BuildContext.read(directory.root(), files.rules());
    }

    /** The classic builder knows its base images by what the engine has; so what it needs is fetched first. */
    void pull(Set<String> bases) {
        if (builder == BuilderKind.CLASSIC) {
            new BaseImages(engine)
                    .ensure(bases, options.platform(), options.pull(), line -> progress.note(mask.text(line)))
                    .forEach(note -> console.warn("base image", mask.text(note)));
        }
    }

    /**
     * Builds once.
     *
     * @param edit a change besides, or {@code null}
     * @param at when that was made
     * @param cold whether no step is to use the cache; what it holds stays
     */
    Trial build(String title, TrialFiles files, @Nullable RunEdit edit, Instant at, boolean cold) {
        BuildContext tree = walk(files);
        Set<String> unreadable = tree.problems().stream()
                .filter(problem -> problem.kind() != ContextProblem.Kind.DANGLING_LINK)
                .map(ContextProblem::path)
                .collect(Collectors.toSet());
        tree.problems().stream()
                .filter(problem -> told.add(problem.path()))
                .forEach(problem -> console.warn(problem.path(), problem.message()));
        Map<String, ShownFile> shown = new TreeMap<>(files.shown());
        if (edit != null) {
            shown.putAll(edit.shown(directory.root(), at));
        }
        Map<String, SentFiles> named = new TreeMap<>();
        others.directories().keySet().forEach(name -> named.put(name, new SentFiles(UNWATCHED, null)));
        RunContext context = new RunContext(
                directory, tree, shown, unreadable, new SentFiles(UNWATCHED, null), others, named, console);
        BuildRequest request = new BuildRequest(
                directory.name(),
                context.source(builder),
                context.dockerfile(builder),
                settings(edit == null ? given : edit.arguments(given, at), cold),
                services,
                builder);
        progress.run(title);
        return build(request);
    }

    private Trial build(BuildRequest request) {
        Instant began = console.surroundings().clock().instant();
        BuildResult result = ImageBuilder.of(engine, console.surroundings().clock(), Noting::new)
                .build(request, mask.listener(progress), cancellation);
        double wall = Interval.seconds(
                Duration.between(began, console.surroundings().clock().instant()));
        String image = result.imageId();
        if (image != null) {
            made.add(image);
        }
        if (result.connectionLost()) {
            throw new UserError(
                    ExitStatus.NO_ENGINE, "engine", mask.text(String.valueOf(result.error())) + "; nothing is proven");
        }
        if (result.canceled() || cancellation.isCanceled()) {
            throw new UserError(ExitStatus.INTERRUPTED, directory.name(), "interrupted; nothing is proven");
        }
        Build build = mask.build(result.build(), Map.of());
        Double seconds = build.seconds();
        return new Trial(build, result.succeeded() ? image : null, seconds == null ? wall : seconds);
    }

    private BuildSettings settings(Map<String, String> arguments, boolean cold) {
        boolean pulls = options.pull() && builder == BuilderKind.BUILDKIT;
        return options.settings(arguments, cold, pulls, others, console.surroundings())
                .forTrial(LABEL, mark);
    }

    /** Tells on the way what images the classic builder makes in between. */
    private final class Noting implements ClassicSink {
        private final ClassicSink sink;

        Noting(BuildListener listener) {
            sink = new LiveClassic(listener);
        }

        @Override
        public void line(Instant at, String text) {
            Matcher matcher = MADE.matcher(text);
            if (matcher.matches()) {
                made.add(matcher.group(1));
            }
            sink.line(at, text);
        }

        @Override
        public Build finish(Instant at, String source, @Nullable String error, boolean ended) {
            return sink.finish(at, source, error, ended);
        }
    }

    /** Removes what was made; the engine leaves alone what has a name or is used, and what was there before stays. */
    @Override
    public void close() {
        try {
            made.addAll(images.labelled(LABEL, mark));
            List<String> latestFirst = new ArrayList<>(made);
            Collections.reverse(latestFirst);
            for (String image : latestFirst) {
                if (before.stream().noneMatch(id -> id.equals(image) || id.startsWith("sha256:" + image))) {
                    engine.removeImage(image);
                }
            }
        } catch (EngineException e) {
            console.warn("images of the trial", "could not be removed: " + e.getMessage());
        }
    }
}
