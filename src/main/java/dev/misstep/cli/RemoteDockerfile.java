package dev.misstep.cli;

import dev.misstep.engine.session.DirectoryTree;
import dev.misstep.engine.session.ShownFile;
import dev.misstep.engine.session.SyncedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Dockerfile of a context at an address: one that lies in it or, named by an absolute path or from standard input, one of this
 * machine (docker/buildx, build/opt.go).
 *
 * @param name its name, or its path in the context
 * @param directory where one of this machine lies, else {@code null}
 * @param content that of one of this machine
 */
record RemoteDockerfile(String name, @Nullable Path directory, byte[] content) {
    static RemoteDockerfile of(@Nullable String file, Surroundings surroundings) {
        if (file == null) {
            return new RemoteDockerfile("Dockerfile", null, new byte[0]);
        }
        try {
            if (file.equals("-")) {
                byte[] read = surroundings.in().readAllBytes();
                return new RemoteDockerfile(ContextItems.OUTSIDE, surroundings.workingDirectory(), read);
            }
            if (file.matches("https?://.*")) {
                throw new UserError(ExitStatus.USAGE, "--file", "is an address; download it, and name the file");
            }
            Path path = Path.of(file);
            if (!path.isAbsolute()) {
                return new RemoteDockerfile(file, null, new byte[0]);
            }
            Path real = path.toRealPath();
            return new RemoteDockerfile(
                    String.valueOf(real.getFileName()),
                    Objects.requireNonNull(real.getParent()),
                    Files.readAllBytes(real));
        } catch (IOException e) {
            throw new UserError(ExitStatus.INPUT, file, "cannot be read (" + IoSentence.of(e) + ")", e);
        }
    }

    /** What the builder may ask for. */
    Map<String, SyncedTree> trees(Map<String, SyncedTree> others) {
        Map<String, SyncedTree> trees = new TreeMap<>(others);
        if (directory != null) {
            Map<String, ShownFile> shown = Map.of(name, ShownFile.asRead(content));
            trees.put("dockerfile", new DirectoryTree(directory, shown, DirectoryTree.Watch.NONE));
        }
        return trees;
    }
}
