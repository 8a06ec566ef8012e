package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.ContextProblem;
import dev.misstep.context.FileDigests;
import dev.misstep.context.IgnoreFileChoice;
import dev.misstep.context.IgnoreRules;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.context.Overlay;
import dev.misstep.context.Snapshot;
import dev.misstep.context.UnreadIgnoreFile;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.engine.BuilderKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory a build is given, and its Dockerfile.
 *
 * @param root the directory itself, links resolved
 * @param dockerfile where the Dockerfile lies, inside or outside
 * @param name the directory as the user wrote it
 * @param read the Dockerfile's content where it came on standard input and {@code dockerfile} is a mere name; else {@code null}
 */
record ContextDirectory(Path root, Path dockerfile, String name, byte @Nullable [] read) {
    static final String STDIN = "-";
    private static final Pattern ADDRESS = Pattern.compile("(?i)^https?://.*");

    /** Finds both, or says what is missing. */
    static ContextDirectory of(String argument, @Nullable String file, Surroundings surroundings) {
        Path given = surroundings.resolve(argument);
        if (isStandardInput(argument, surroundings)) {
            throw new UserError(
                    ExitStatus.USAGE, STDIN, "has no files; name a directory, with --file - for the Dockerfile");
        }
        if (!Files.isDirectory(given)) {
            String what =
                    Files.exists(given) ? "is no directory; give the build context's directory" : "no such directory";
            // "HTTPS://user:password@host/r.git" is no address, and no directory
            throw new UserError(ExitStatus.INPUT, RemoteContext.shown(argument), what);
        }
        try {
            Path root = given.toRealPath();
            if (STDIN.equals(file)) {
                byte[] read = surroundings.in().readAllBytes();
                return new ContextDirectory(root, root.resolve(ContextItems.OUTSIDE), argument, read);
            }
            if (file != null && ADDRESS.matcher(file).matches()) {
                throw new UserError(
                        ExitStatus.USAGE,
                        "--file",
                        "takes no address; fetch the Dockerfile, or pipe it into --file -, as in curl -fsSL ADDRESS |"
                                + " misstep profile --file - " + argument);
            }
            Path dockerfile = file == null ? root.resolve("Dockerfile") : surroundings.resolve(file);
            if (!Files.isRegularFile(dockerfile)) {
                String what = file == null
                        ? "has no Dockerfile; name one with --file"
                        : "has no such Dockerfile as " + file + "; name another with --file";
                throw new UserError(ExitStatus.INPUT, argument, what);
            }
            return new ContextDirectory(root, dockerfile.toRealPath(), argument, null);
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT, argument, "cannot be read (" + IoSentence.of(e) + "); check its permissions", e);
        }
    }

    /**
     * A Dockerfile on standard input, with a directory that is empty, as {@code docker build -} builds it (docker/buildx,
     * build/opt.go). The directory is one for each working directory, so that the next profile from there is compared with this.
     */
    static ContextDirectory ofStandardInput(@Nullable String file, Surroundings surroundings) {
        if (file != null) {
            throw new UserError(
                    ExitStatus.USAGE,
                    "--file",
                    "cannot be given when standard input has the Dockerfile; leave one out");
        }
        Path empty = StateDirectory.of(surroundings.environment(), surroundings.home())
                .emptyContext(surroundings.workingDirectory());
        try {
            byte[] head = surroundings.in().readNBytes(ArchiveHead.LENGTH);
            if (ArchiveHead.begins(head)) {
                throw new UserError(
                        ExitStatus.USAGE,
                        STDIN,
                        "has an archive, which is not read from standard input; unpack it into a directory and name that");
            }
            ByteArrayOutputStream dockerfile = new ByteArrayOutputStream();
            dockerfile.write(head);
            surroundings.in().transferTo(dockerfile);
            Path root = Files.createDirectories(empty).toRealPath();
            return new ContextDirectory(root, root.resolve(ContextItems.OUTSIDE), STDIN, dockerfile.toByteArray());
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT,
                    STDIN,
                    "cannot be read, or " + empty + " cannot be made (" + IoSentence.of(e) + ")",
                    e);
        }
    }

    /** Whether that names standard input. */
    static boolean isStandardInput(String argument, Surroundings surroundings) {
        return STDIN.equals(argument) && !Files.exists(surroundings.resolve(argument));
    }

    /** The Dockerfile's path in the context, or where one from outside is put. */
    String dockerfileInContext() {
        return dockerfile.startsWith(root)
                ? root.relativize(dockerfile).toString().replace('\\', '/')
                : ContextItems.OUTSIDE;
    }

    /** Whether the Dockerfile lies in the directory, which an ignore rule may hide. */
    boolean holdsDockerfile() {
        return read == null && dockerfile.startsWith(root);
    }

    /** The Dockerfile's own name. */
    String dockerfileName() {
        return String.valueOf(dockerfile.getFileName());
    }

    /** The Dockerfile's content as it is now. */
    byte[] bytes() {
        if (read != null) {
            return read.clone();
        }
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
        return BuildContext.read(
                root, ignoreFile(builder).map(ContextDirectory::rules).orElse(IgnoreRules.NONE));
    }

    /**
     * What that builder hashes. To the classic one no extended attributes are sent but those in which the system keeps what a
     * program may do (moby, pkg/archive, ReadSecurityXattrToTarHeader), and these nobody reads.
     *
     * @param problems see {@link BuildContext#snapshot(FileDigests, Overlay, Consumer)}
     */
    static Snapshot snapshot(
            BuildContext tree, BuilderKind builder, FileDigests digests, Consumer<ContextProblem> problems) {
        Snapshot snapshot = tree.snapshot(digests, Overlay.NONE, problems);
        return builder == BuilderKind.CLASSIC ? snapshot.withoutAttributes() : snapshot;
    }

    /** The ignore file that builder reads. */
    Optional<Path> ignoreFile(BuilderKind builder) {
        return builder == BuilderKind.CLASSIC
                ? IgnoreFileChoice.classic(root)
                : IgnoreFileChoice.buildKit(root, dockerfile);
    }

    /** Those it does not read, though somebody may think so. */
    List<UnreadIgnoreFile> unreadIgnoreFiles(BuildContext tree, BuilderKind builder) {
        return UnreadIgnoreFile.of(tree, dockerfile, builder == BuilderKind.CLASSIC);
    }

    static IgnoreRules rules(Path file) {
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
