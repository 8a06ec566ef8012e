package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.IgnoreFileChoice;
import dev.misstep.engine.BuildSource;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.ContextTar;
import dev.misstep.engine.session.DirectoryTree;
import dev.misstep.engine.session.ShownFile;
import dev.misstep.engine.session.SyncedTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one run gives its builder.
 *
 * @param shown what the builder sees in place of some files of the context, the Dockerfile that was read among them
 * @param unreadable paths that are left out of an archive
 * @param sent sees what is sent
 * @param sentOfOthers the same of the other contexts that are directories, by name
 */
record RunContext(
        ContextDirectory directory,
        BuildContext tree,
        Map<String, ShownFile> shown,
        Set<String> unreadable,
        SentFiles sent,
        OtherContexts others,
        Map<String, SentFiles> sentOfOthers,
        Console console) {
    /** In the form that builder takes. */
    BuildSource source(BuilderKind builder) {
        return builder == BuilderKind.CLASSIC
                ? new BuildSource.Archive(out -> tar().writeTo(out))
                : new BuildSource.Directories(trees(), "misstep:" + directory.root());
    }

    /** The Dockerfile, as that builder is to be told of it. */
    String dockerfile(BuilderKind builder) {
        return builder == BuilderKind.CLASSIC ? directory.dockerfileInContext() : directory.dockerfileName();
    }

    /** BuildKit asks for the Dockerfile by itself, and is shown the one that was read. */
    private Map<String, SyncedTree> trees() {
        Map<String, SyncedTree> trees =
                new TreeMap<>(others.trees(name -> Objects.requireNonNull(sentOfOthers.get(name), name)));
        Map<String, ShownFile> inContext = new TreeMap<>(shown);
        String ignoring = directory.dockerfileInContext() + IgnoreFileChoice.NAME;
        if (!directory.holdsDockerfile()) {
            inContext.remove(directory.dockerfileInContext());
            inContext.remove(ignoring);
        }
        trees.put("context", new DirectoryTree(directory.root(), inContext, sent));
        Path beside = Objects.requireNonNull(directory.dockerfile().getParent());
        Map<String, ShownFile> shownBeside = new TreeMap<>();
        shownBeside.put(directory.dockerfileName(), Objects.requireNonNull(shown.get(directory.dockerfileInContext())));
        ShownFile ignored = shown.get(ignoring);
        if (ignored != null) {
            shownBeside.put(directory.dockerfileName() + IgnoreFileChoice.NAME, ignored);
        }
        trees.put("dockerfile", new DirectoryTree(beside, shownBeside, DirectoryTree.Watch.NONE));
        return trees;
    }

    private byte[] dockerfile() {
        return Objects.requireNonNull(Objects.requireNonNull(shown.get(directory.dockerfileInContext()))
                .content());
    }

    private ContextTar tar() throws IOException {
        return new ContextTar(
                ContextItems.of(tree, shown, unreadable, extra(), sent),
                (path, announced, found) -> console.warn(path, "changed while it was sent to the builder"));
    }

    /**
     * The classic builder takes the Dockerfile out of the context again if an ignore file in the archive lists it. A line is added
     * to the context's own, as the docker command adds one (docker/cli, cli/command/image/build/context.go).
     */
    private Map<String, byte[]> extra() throws IOException {
        String dockerfile = directory.dockerfileInContext();
        if (tree.has(dockerfile)) {
            return Map.of();
        }
        ShownFile instead = shown.get(IgnoreFileChoice.NAME);
        byte[] content = instead == null ? null : instead.content();
        String own = !tree.has(IgnoreFileChoice.NAME)
                ? IgnoreFileChoice.NAME
                : content == null
                        ? Files.readString(directory.root().resolve(IgnoreFileChoice.NAME))
                        : new String(content, StandardCharsets.UTF_8);
        String ignored = own + "\n" + dockerfile + "\n";
        return Map.of(dockerfile, dockerfile(), IgnoreFileChoice.NAME, ignored.getBytes(StandardCharsets.UTF_8));
    }
}
