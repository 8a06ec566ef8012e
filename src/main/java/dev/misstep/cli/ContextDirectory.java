package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.IgnoreFileChoice;
import dev.misstep.context.IgnoreRules;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.engine.BuilderKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory a build is given, and its Dockerfile.
 *
 * @param root the directory itself, links resolved
 * @param dockerfile where the Dockerfile lies, inside or outside
 * @param name the directory as the user wrote it
 */
record ContextDirectory(Path root, Path dockerfile, String name) {
    /** Finds both, or says what is missing. */
    static ContextDirectory of(String argument, @Nullable String file, Surroundings surroundings) {
        Path given = surroundings.resolve(argument);
        if (!Files.isDirectory(given)) {
            String what =
                    Files.exists(given) ? "is no directory; give the build context's directory" : "no such directory";
            throw new UserError(ExitStatus.INPUT, argument, what);
        }
        try {
            Path root = given.toRealPath();
            Path dockerfile = file == null ? root.resolve("Dockerfile") : surroundings.resolve(file);
            if (!Files.isRegularFile(dockerfile)) {
                String what = file == null
                        ? "has no Dockerfile; name one with --file"
                        : "has no such Dockerfile as " + file + "; name another with --file";
                throw new UserError(ExitStatus.INPUT, argument, what);
            }
            return new ContextDirectory(root, dockerfile.toRealPath(), argument);
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT, argument, "cannot be read (" + IoSentence.of(e) + "); check its permissions", e);
        }
    }

    /** The Dockerfile's path in the context, or where one from outside is put. */
    String dockerfileInContext() {
        return dockerfile.startsWith(root)
                ? root.relativize(dockerfile).toString().replace('\\', '/')
                : ContextItems.OUTSIDE;
    }

    /** The Dockerfile's content as it is now. */
    byte[] bytes() {
        try {
            return Files.readAllBytes(dockerfile);
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT,
                    dockerfile.toString(),
                    "cannot be read (" + IoSentence.of(e) + "); check its permissions",
                    e);
        }
    }

    /** The Dockerfile as a build reads it; what is wrong with it is the user's error. */
    Dockerfile parsed(byte[] content) {
        try {
            return Dockerfile.parse(new String(content, StandardCharsets.UTF_8));
        } catch (DockerfileSyntaxException e) {
            throw new UserError(ExitStatus.INPUT, dockerfile.toString(), e.getMessage() + "; mend that line", e);
        }
    }

    /** Walks the directory as it is now, with the ignore file that builder reads. */
    BuildContext walk(BuilderKind builder) {
        Optional<Path> file = builder == BuilderKind.CLASSIC
                ? IgnoreFileChoice.classic(root)
                : IgnoreFileChoice.buildKit(root, dockerfile);
        return BuildContext.read(root, file.map(ContextDirectory::rules).orElse(IgnoreRules.NONE));
    }

    /**
     * The context as the builder gets it: an archive for BuildKit holds the Dockerfile wherever it lies, though an ignore
     * file lists it.
     */
    Snapshot asSent(Snapshot walked, byte[] content, BuilderKind builder) {
        String path = dockerfileInContext();
        return walked.entry(path) != null || builder == BuilderKind.CLASSIC
                ? walked
                : walked.with(path, ContextItems.EXTRA_MODE, content);
    }

    private static IgnoreRules rules(Path file) {
        try {
            return IgnoreRules.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IgnoreSyntaxException e) {
            throw new UserError(
                    ExitStatus.INPUT, file.toString(), String.valueOf(e.getMessage()) + "; mend that line", e);
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT,
                    file.toString(),
                    "cannot be read (" + IoSentence.of(e) + "); check its permissions",
                    e);
        }
    }
}
