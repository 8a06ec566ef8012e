package dev.misstep.explain;

import dev.misstep.context.ContextEntry;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.dockerfile.ImageSettings;
import dev.misstep.dockerfile.NamedContexts;
import dev.misstep.dockerfile.PlatformArguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A project as tests need it, and what the next build of it will do: {@code project.file("a", "1").builtThen(next)}. Its
 * images are known by the names {@code base:1} and {@code base:2}.
 */
final class Project {
    private static final String BUILDER = "linux/amd64";
    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    private final String dockerfile;
    private final Map<String, SnapshotEntry> files = new TreeMap<>();
    private final Map<String, String> arguments = new TreeMap<>();
    private final Map<String, SeenImage> images = new TreeMap<>();
    private @Nullable String target;
    private boolean noCache;
    private BuilderRules rules = BuilderRules.BUILDKIT;
    private final Map<String, ImageSettings> settings = new TreeMap<>();
    private final Map<String, Map<String, SnapshotEntry>> others = new TreeMap<>();
    private final Set<String> unseen = new TreeSet<>();
    private String network = "default";
    private String platform = BUILDER;
    private List<String> hosts = List.of();

    private Project(String dockerfile) {
        this.dockerfile = dockerfile;
        image("base:1", "layers 1", "settings 1");
        image("base:2", "layers 2", "settings 2");
    }

    static Project of(String dockerfile) {
        return new Project(dockerfile);
    }

    /** The same with another Dockerfile. */
    Project with(String otherDockerfile) {
        Project other = new Project(otherDockerfile);
        other.files.putAll(files);
        other.arguments.putAll(arguments);
        other.images.putAll(images);
        other.settings.putAll(settings);
        others.forEach((name, entries) -> other.others.put(name, new TreeMap<>(entries)));
        other.unseen.addAll(unseen);
        other.target = target;
        other.rules = rules;
        return other;
    }

    /** The same, to be changed. */
    Project copy() {
        return with(dockerfile);
    }

    Project file(String path, String content) {
        return file(path, content, 0644);
    }

    Project file(String path, String content, int mode) {
        files.put(path, entry(content, mode));
        return this;
    }

    private static SnapshotEntry entry(String content, int mode) {
        String digest = Integer.toHexString(content.hashCode());
        return new SnapshotEntry(
                ContextEntry.Kind.FILE, mode, content.length(), "0".repeat(64 - digest.length()) + digest, null);
    }

    /** A file of another context that is a directory, in one directory there at most. */
    Project other(String context, String path, String content) {
        Map<String, SnapshotEntry> entries = others.computeIfAbsent(context, name -> new TreeMap<>());
        entries.put(path, entry(content, 0644));
        int slash = path.indexOf('/');
        if (slash >= 0) {
            entries.put(path.substring(0, slash), new SnapshotEntry(ContextEntry.Kind.DIRECTORY, 0755, 0, null, null));
        }
        return this;
    }

    /** Another context that nobody looks into. */
    Project unseen(String context) {
        unseen.add(context);
        return this;
    }

    /** The same files, one of which has an extended attribute. */
    Project attribute(String path, String value) {
        String digest = Integer.toHexString(value.hashCode());
        files.computeIfPresent(path, (same, entry) -> entry.withAttributes("0".repeat(64 - digest.length()) + digest));
        return this;
    }

    Project directory(String path, int mode) {
        files.put(path, new SnapshotEntry(ContextEntry.Kind.DIRECTORY, mode, 0, null, null));
        return this;
    }

    Project link(String path, String target) {
        files.put(path, new SnapshotEntry(ContextEntry.Kind.SYMLINK, 0777, 0, null, target));
        return this;
    }

    Project without(String path) {
        files.remove(path);
        return this;
    }

    Project argument(String name, String value) {
        arguments.put(name, value);
        return this;
    }

    /** @param variable what its one variable is set to; empty where it is not known what the image sets */
    Project image(String name, String layers, String variable) {
        images.put(name, new SeenImage("sha256:" + layers + variable, layers));
        if (!variable.isEmpty()) {
            settings.put(name, new ImageSettings(Map.of("SET", variable), "/", "", SHELL, List.of()));
        }
        return this;
    }

    /** With an image of two variables, in this order. */
    Project variables(String name, String first, String second) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : List.of(first, second)) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        settings.put(name, new ImageSettings(environment, "/", "", SHELL, List.of()));
        images.put(name, new SeenImage("sha256:" + first + second, "layers " + name));
        return this;
    }

    Project target(String stage) {
        target = stage;
        return this;
    }

    Project noCache() {
        noCache = true;
        return this;
    }

    Project classic() {
        return by(BuilderRules.CLASSIC);
    }

    Project by(BuilderRules builder) {
        rules = builder;
        return this;
    }

    Project platform(String name) {
        platform = name;
        return this;
    }

    Project network(String mode) {
        network = mode;
        return this;
    }

    Project host(String name) {
        hosts = List.of(name);
        return this;
    }

    /** With an image of which is known what it sets. */
    Project shell(String name, String... shell) {
        settings.put(name, new ImageSettings(Map.of(), "/", "", List.of(shell), List.of()));
        return image(name, "layers " + name, "");
    }

    /** With an image that has ONBUILD instructions. */
    Project triggers(String name, List<String> instructions) {
        settings.put(name, new ImageSettings(Map.of(), "/", "", SHELL, instructions));
        return image(name, "layers " + name, "");
    }

    Planned plan() {
        GivenOptions options = new GivenOptions(platform, network, hosts, arguments, Set.of(), true);
        Map<String, Snapshot> named = new TreeMap<>();
        others.forEach((name, entries) -> named.put(name, Snapshot.of(entries)));
        return Planned.of(facts(), Snapshot.of(files), named, noCache, options);
    }

    DockerfileFacts facts() {
        try {
            return new DockerfileFacts(
                    Dockerfile.parse(dockerfile),
                    arguments,
                    PlatformArguments.of(BUILDER, platform, target),
                    target,
                    rules,
                    images,
                    settings,
                    new NamedContexts(others.keySet(), unseen));
        } catch (DockerfileSyntaxException e) {
            throw new IllegalArgumentException(dockerfile, e);
        }
    }

    /** What becomes of another state when this one was built last. */
    List<PredictedStep> builtThen(Project next) {
        return builtThen(next, EngineCache.UNKNOWN);
    }

    List<PredictedStep> builtThen(Project next, EngineCache cache) {
        return Prediction.of(new Plans(next.plan(), plan(), cache));
    }

    /** {@code 3 miss context-files}, {@code 4 miss}, {@code 5 hit}: by line, with the cause of roots. */
    List<String> fates(Project next) {
        return fates(builtThen(next));
    }

    static List<String> fates(List<PredictedStep> steps) {
        List<String> fates = new ArrayList<>();
        for (PredictedStep step : steps) {
            String cause = step.role() == Role.ROOT && step.cause() != null
                    ? " " + step.cause().label()
                    : "";
            fates.add(step.step().dockerfileLine() + " " + step.fate().label() + cause);
        }
        return fates;
    }
}
