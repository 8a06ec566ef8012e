package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Vertex;
import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.context.GitLimits;
import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitRepository;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.engine.BuilderKind;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Explains saved builds with the two revisions of git that they were made from. */
final class BuiltRevisions {
    // "[internal] load build definition from Dockerfile.prod"
    private static final Pattern DEFINITION =
            Pattern.compile("internal] load build definition from ([^/\\\\\\x00]{1,255})$");

    private final Path root;
    private final @Nullable Path dockerfile;
    private final RevisionRange range;
    private final Console console;

    private BuiltRevisions(Path root, @Nullable Path dockerfile, RevisionRange range, Console console) {
        this.root = root;
        this.dockerfile = dockerfile;
        this.range = range;
        this.console = console;
    }

    /**
     * Explains one build or two.
     *
     * @param context the build context's directory in a clone
     * @param file the Dockerfile, or {@code null} for the one the log names in that directory
     */
    static Analysis explain(
            List<Build> builds, String context, @Nullable String file, RevisionRange range, Console console) {
        if (builds.size() > 2) {
            throw new UserError(
                    ExitStatus.USAGE,
                    "--rev",
                    "is for one build, or for two of which BASE made the first; here are " + builds.size()
                            + ", so name fewer logs");
        }
        Surroundings surroundings = console.surroundings();
        Path directory = surroundings.resolve(context);
        if (!Files.isDirectory(directory)) {
            throw new UserError(
                    ExitStatus.INPUT, context, "is no directory; give the build context's directory in a clone");
        }
        try (GitRepository repository = GitRepository.around(directory.toRealPath())) {
            Path dockerfile = file == null ? null : withoutLinks(surroundings.resolve(file));
            BuiltRevisions revisions = new BuiltRevisions(directory.toRealPath(), dockerfile, range, console);
            return revisions.explain(repository, builds);
        } catch (GitException e) {
            throw new UserError(ExitStatus.INPUT, context, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT, context, "cannot be read (" + IoSentence.of(e) + "); check its permissions", e);
        }
    }

    /** The file itself need not be there, having another name now. */
    private static Path withoutLinks(Path file) throws IOException {
        Path folder = file.getParent();
        return folder != null && Files.isDirectory(folder) ? folder.toRealPath().resolve(file.getFileName()) : file;
    }

    private Analysis explain(GitRepository repository, List<Build> builds) {
        Build last = builds.get(builds.size() - 1);
        Revision base = read(repository, range.base(), builds.get(0));
        Revision head = read(repository, range.head(), last);
        Set<String> lineEnds = lineEnds(base, head);
        Observed now = observed(head, last, range.head(), lineEnds);
        if (builds.size() == 2) {
            Observed then = observed(base, builds.get(0), range.base(), lineEnds);
            return Explainer.explain(
                    List.of(then.build(), now.build()),
                    Map.of(then.build().id(), then.inputs(), now.build().id(), now.inputs()));
        }
        BuildInputs state = null;
        if (now.inputs().git() != null) {
            Map<String, Instruction> there =
                    base.facts().counterparts(head.facts(), head.facts().located(last));
            state = base.facts().inputs(there, base.context().snapshot(), false, limits(base, lineEnds));
        }
        return Explainer.explainCompared(List.of(new Explainer.Compared(now, null, state, null)));
    }

    /** Nothing where the build is not one of this revision's Dockerfile. */
    private Observed observed(Revision revision, Build build, String name, Set<String> lineEnds) {
        boolean ruled = build.format() != Format.BUILDAH && build.format() != Format.KANIKO;
        Map<String, Instruction> located = ruled ? revision.facts().located(build) : Map.of();
        if (Revision.hasAll(build, located)) {
            BuildInputs inputs =
                    revision.facts().inputs(located, revision.context().snapshot(), false, limits(revision, lineEnds));
            return new Observed(DockerfileFacts.withLines(build, located), inputs);
        }
        console.warn(
                build.source(),
                ruled
                        ? "has other steps than the Dockerfile of " + name + "; what git has is not told of it"
                        : "is a build of " + build.format().label() + "; git is asked only for BuildKit and the classic"
                                + " builder");
        return new Observed(build, BuildInputs.NONE);
    }

    private static GitLimits limits(Revision revision, Set<String> lineEnds) {
        GitLimits own = revision.context().limits();
        Set<String> converted = new HashSet<>(own.converted());
        converted.addAll(lineEnds);
        return new GitLimits(converted, own.submodules());
    }

    /** The files whose lines alone end otherwise, which a client's git may have made equal. */
    private static Set<String> lineEnds(Revision base, Revision head) {
        Set<String> paths = new HashSet<>();
        String prefix = head.directory().isEmpty() ? "" : head.directory() + "/";
        try {
            for (FileChange change :
                    head.context().snapshot().changesFrom(base.context().snapshot())) {
                if (change.change() == Change.CONTENT
                        && head.tree().mayDifferInLineEndsOnly(base.tree(), prefix + change.path())) {
                    paths.add(change.path());
                }
            }
        } catch (GitException e) {
            throw new UserError(ExitStatus.INPUT, "--rev", String.valueOf(e.getMessage()), e);
        }
        return paths;
    }

    private Revision read(GitRepository repository, String name, Build build) {
        BuilderKind builder = build.format() == Format.CLASSIC ? BuilderKind.CLASSIC : BuilderKind.BUILDKIT;
        Path file = dockerfile == null ? root.resolve(definition(build)) : dockerfile;
        if (file.equals(root)) {
            throw new UserError(ExitStatus.USAGE, "--file", "is a directory; name the Dockerfile");
        }
        try {
            return Revision.read(
                    repository.tree(name),
                    name,
                    inRepository(repository, root),
                    inRepository(repository, file),
                    builder);
        } catch (GitException e) {
            throw new UserError(ExitStatus.INPUT, "--rev", name + " " + e.getMessage(), e);
        }
    }

    private static String inRepository(GitRepository repository, Path path) {
        if (!path.startsWith(repository.root())) {
            throw new UserError(
                    ExitStatus.INPUT, path.toString(), "is not in the repository of the context; name one that is");
        }
        return repository.root().relativize(path).toString().replace('\\', '/');
    }

    /** The Dockerfile's name as the log has it. */
    private static String definition(Build build) {
        for (Vertex vertex : build.vertices()) {
            Matcher definition = DEFINITION.matcher(vertex.name().text());
            if (definition.find()) {
                return definition.group(1);
            }
        }
        return "Dockerfile";
    }
}
