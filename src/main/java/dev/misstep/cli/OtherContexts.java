package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.FileDigests;
import dev.misstep.context.IgnoreFileChoice;
import dev.misstep.context.IgnoreRules;
import dev.misstep.context.Overlay;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.NamedContexts;
import dev.misstep.engine.session.DirectoryTree;
import dev.misstep.engine.session.SyncedTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The contexts of {@code --build-context} (docker/buildx, build/opt.go).
 *
 * @param settings what the frontend is told of each, by name
 * @param directories those among them that are directories, by name
 */
record OtherContexts(Map<String, String> settings, Map<String, Path> directories) {
    // "docker-image://alpine:3", "target:base", "https://…", "git@host:…"
    private static final Pattern REMOTE =
            Pattern.compile("^(?:docker-image://|https?://|git://|ssh://|git@|target:|input:).*");

    private static final String LAYOUT = "oci-layout://";

    OtherContexts {
        settings = Map.copyOf(settings);
        directories = Map.copyOf(directories);
    }

    static OtherContexts of(List<String> given, Surroundings surroundings) {
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, Path> directories = new LinkedHashMap<>();
        for (String context : given) {
            int equals = context.indexOf('=');
            String name = equals < 0 ? "" : context.substring(0, equals).strip();
            String source = equals < 0 ? "" : context.substring(equals + 1);
            if (name.isEmpty() || source.isEmpty()) {
                throw new UserError(ExitStatus.USAGE, "--build-context", "is not understood; write NAME=SOURCE");
            }
            if (source.startsWith(LAYOUT)) {
                throw new UserError(
                        ExitStatus.USAGE,
                        "--build-context",
                        "images in a directory (" + LAYOUT
                                + ") cannot be used; load the image, and write docker-image://NAME");
            }
            if (REMOTE.matcher(source).matches()) {
                settings.put(name, source);
                continue;
            }
            Path directory = surroundings.resolve(source);
            if (!Files.isDirectory(directory)) {
                throw new UserError(
                        ExitStatus.INPUT,
                        "--build-context",
                        name + " is no directory, image or URL: " + RemoteContext.shown(source));
            }
            settings.put(name, "local:" + name);
            directories.put(name, directory);
        }
        return new OtherContexts(settings, directories);
    }

    /** What in their addresses must not be shown, by what is shown in its place: the builder names steps after them. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new TreeMap<>();
        settings.forEach((name, source) -> new RemoteContext(source)
                .secrets()
                .forEach((what, secret) -> secrets.put(what + " of " + name, secret)));
        return secrets;
    }

    /** The names of contexts as a Dockerfile has them; one that is not understood is refused elsewhere. */
    static NamedContexts namesOf(List<String> given) {
        Set<String> directories = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        for (String context : given) {
            int equals = context.indexOf('=');
            if (equals > 0) {
                boolean remote = REMOTE.matcher(context.substring(equals + 1)).matches();
                (remote ? others : directories).add(context.substring(0, equals).strip());
            }
        }
        return new NamedContexts(directories, others);
    }

    /**
     * What the builder will see of the directories, by name. Each has an ignore file of its own, and no Dockerfile
     * (BuildKit, frontend/dockerui/namedcontext.go).
     *
     * @param problems told of each file that cannot be read, {@code NAME:path}
     */
    Map<String, Snapshot> snapshots(ProfileState state, BiConsumer<String, String> problems) {
        Map<String, Snapshot> snapshots = new TreeMap<>();
        new TreeMap<>(directories).forEach((name, directory) -> {
            IgnoreRules rules = IgnoreFileChoice.classic(directory)
                    .map(ContextDirectory::rules)
                    .orElse(IgnoreRules.NONE);
            BuildContext tree = BuildContext.read(directory, rules);
            FileDigests digests = state.digests(directory);
            snapshots.put(
                    name,
                    tree.snapshot(
                            digests,
                            Overlay.NONE,
                            problem -> problems.accept(name + ":" + problem.path(), problem.message())));
            state.save(directory, digests);
        });
        return snapshots;
    }

    /**
     * The directories as they are sent, by the names they have in a session.
     *
     * @param watches who sees what is sent of each, by its name
     */
    Map<String, SyncedTree> trees(Function<String, DirectoryTree.Watch> watches) {
        Map<String, SyncedTree> trees = new TreeMap<>();
        directories.forEach(
                (name, directory) -> trees.put(name, new DirectoryTree(directory, Map.of(), watches.apply(name))));
        return trees;
    }

    /** What was sent in place of what was to be; tells of each file that differs. */
    static Map<String, Snapshot> corrected(Map<String, SentFiles> sent, BiConsumer<String, String> problems) {
        Map<String, Snapshot> corrected = new TreeMap<>();
        sent.forEach((name, files) -> {
            files.changed()
                    .forEach(path -> problems.accept(name + ":" + path, "changed while it was sent to the builder"));
            corrected.put(name, files.corrected());
        });
        return corrected;
    }
}
