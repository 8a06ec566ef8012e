package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Vertex;
import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.context.GitLimits;
import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitRepository;
import dev.misstep.context.git.GitTree;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.engine.BuilderKind;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.explain.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A build context in a clone, of which any revision can be read. */
final class ClonedContext implements AutoCloseable {
    // "[internal] load build definition from Dockerfile.prod"
    private static final Pattern DEFINITION =
            Pattern.compile("internal] load build definition from ([^/\\\\\\x00]{1,255})$");

    private final GitRepository repository;
    private final Path root;
    private final @Nullable Path dockerfile;

    private ClonedContext(GitRepository repository, Path root, @Nullable Path dockerfile) {
        this.repository = repository;
        this.root = root;
        this.dockerfile = dockerfile;
    }

    /**
     * Opens a context.
     *
     * @param context the build context's directory in a clone
     * @param file the Dockerfile, or {@code null} for the one a log names in that directory
     */
    static ClonedContext open(String context, @Nullable String file, Surroundings surroundings) {
        Path directory = surroundings.resolve(context);
        if (!Files.isDirectory(directory)) {
            throw new UserError(
                    ExitStatus.INPUT, context, "is no directory; give the build context's directory in a clone");
        }
        try {
            Path root = directory.toRealPath();
            Path dockerfile = file == null ? null : withoutLinks(surroundings.resolve(file));
            return new ClonedContext(GitRepository.around(root), root, dockerfile);
        } catch (GitException e) {
            throw new UserError(ExitStatus.INPUT, context, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT, context, "cannot be read (" + IoSentence.of(e) + "); check its permissions", e);
        }
    }

    /** The file itself need not be there, having another name now. */
    static Path withoutLinks(Path file) throws IOException {
        Path folder = file.getParent();
        return folder != null && Files.isDirectory(folder) ? folder.toRealPath().resolve(file.getFileName()) : file;
    }

    GitRepository repository() {
        return repository;
    }

    /** The Dockerfile of a build. */
    Path definition(Build build) {
        Path file = dockerfile == null ? root.resolve(nameOfDefinition(build)) : dockerfile;
        if (file.equals(root)) {
            throw new UserError(ExitStatus.USAGE, "--file", "is a directory; name the Dockerfile");
        }
        return file;
    }

    /** Who read the Dockerfile of a build. */
    static BuilderKind builder(Build build) {
        return build.format() == Format.CLASSIC ? BuilderKind.CLASSIC : BuilderKind.BUILDKIT;
    }

    /**
     * What a build was made from.
     *
     * @param name of the revision, as its reader knows it
     */
    Revision read(GitTree tree, String name, Build build) {
        return Revision.read(tree, name, inRepository(root), inRepository(definition(build)), builder(build));
    }

    private String inRepository(Path path) {
        return ClonedProject.in(repository, path);
    }

    /** The Dockerfile's name as the log has it. */
    private static String nameOfDefinition(Build build) {
        for (Vertex vertex : build.vertices()) {
            Matcher definition = DEFINITION.matcher(vertex.name().text());
            if (definition.find()) {
                return definition.group(1);
            }
        }
        return "Dockerfile";
    }

    /** Where the steps of a build stand in its revision's Dockerfile; {@code null} where it is not one of that. */
    static @Nullable Map<String, Instruction> located(Revision revision, Build build) {
        Map<String, Instruction> located = isCompared(build) ? revision.facts().located(build) : Map.of();
        return Revision.hasAll(build, located) ? located : null;
    }

    /** Why git is not asked about a build that it is no help with. */
    static String notLocated(Build build, String revision) {
        return isCompared(build)
                ? "has other steps than the Dockerfile of " + revision + "; what git has is not told of it"
                : "is a build of " + build.format().label()
                        + "; git is asked only for BuildKit and the classic builder";
    }

    private static boolean isCompared(Build build) {
        return build.format() != Format.BUILDAH && build.format() != Format.KANIKO;
    }

    /**
     * A build with what git has of it.
     *
     * @param lineEnds see {@link #lineEnds}
     */
    static Observed observed(Revision revision, Build build, Map<String, Instruction> located, Set<String> lineEnds) {
        BuildInputs inputs =
                revision.facts().inputs(located, revision.context().snapshot(), false, limits(revision, lineEnds));
        return new Observed(DockerfileFacts.withLines(build, located), inputs);
    }

    static GitLimits limits(Revision revision, Set<String> lineEnds) {
        GitLimits own = revision.context().limits();
        Set<String> converted = new HashSet<>(own.converted());
        converted.addAll(lineEnds);
        return new GitLimits(converted, own.submodules());
    }

    /** The files whose lines alone end otherwise, which a client's git may have made equal. */
    static Set<String> lineEnds(Revision base, Revision head) throws GitException {
        Set<String> paths = new HashSet<>();
        String prefix = head.directory().isEmpty() ? "" : head.directory() + "/";
        for (FileChange change :
                head.context().snapshot().changesFrom(base.context().snapshot())) {
            if (change.change() == Change.CONTENT
                    && head.tree().mayDifferInLineEndsOnly(base.tree(), prefix + change.path())) {
                paths.add(change.path());
            }
        }
        return paths;
    }

    @Override
    public void close() {
        repository.close();
    }
}
