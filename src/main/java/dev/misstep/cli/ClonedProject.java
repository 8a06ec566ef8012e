package dev.misstep.cli;

import dev.misstep.context.git.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A build context in a clone, whose commits are built; its Dockerfile need not be there now.
 *
 * @param root its directory, links resolved
 * @param dockerfile where the Dockerfile lies
 * @param name the directory as the user wrote it
 */
record ClonedProject(Path root, Path dockerfile, String name) {
    /** Finds it, or says what is missing. */
    static ClonedProject of(String argument, @Nullable String file, Surroundings surroundings) {
        if (ContextDirectory.STDIN.equals(file)) {
            throw new UserError(
                    ExitStatus.USAGE, "--file", "takes no standard input here; name the Dockerfile in the clone");
        }
        Path directory = surroundings.resolve(argument);
        if (!Files.isDirectory(directory)) {
            throw new UserError(
                    ExitStatus.INPUT,
                    RemoteContext.shown(argument),
                    "is no directory; give the build context's directory in a clone");
        }
        try {
            Path root = directory.toRealPath();
            Path dockerfile =
                    file == null ? root.resolve("Dockerfile") : ClonedContext.withoutLinks(surroundings.resolve(file));
            return new ClonedProject(root, dockerfile, argument);
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT, argument, "cannot be read (" + IoSentence.of(e) + "); check its permissions", e);
        }
    }

    /** The Dockerfile's path in the context, or what one from outside is called. */
    String dockerfileInContext() {
        return dockerfile.startsWith(root) ? slashed(root.relativize(dockerfile)) : ContextItems.OUTSIDE;
    }

    /** The context's path in the repository. */
    String directoryIn(GitRepository repository) {
        return in(repository, root);
    }

    /** The Dockerfile's path in the repository. */
    String dockerfileIn(GitRepository repository) {
        return in(repository, dockerfile);
    }

    /** A path in the repository, with slashes. */
    static String in(GitRepository repository, Path path) {
        if (!path.startsWith(repository.root())) {
            throw new UserError(
                    ExitStatus.INPUT, path.toString(), "is not in the repository of the context; name one that is");
        }
        return slashed(repository.root().relativize(path));
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }
}
