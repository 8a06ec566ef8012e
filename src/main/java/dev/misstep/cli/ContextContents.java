package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitRepository;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.PlatformArguments;
import dev.misstep.engine.BuilderKind;
import dev.misstep.explain.BuilderRules;
import dev.misstep.explain.ContextUse;
import dev.misstep.explain.DockerfileFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A context as its builder would look at it, without one.
 *
 * @param tree what the builder is sent
 * @param use what the context holds, and what each instruction takes of it
 * @param commits the paths that each of the last commits changed; {@code null} where there is no history
 */
record ContextContents(
        Dockerfile dockerfile,
        BuildContext tree,
        ContextUse use,
        @Nullable List<Set<String>> commits) {
    private static final String USUAL_PLATFORM = "linux/amd64";

    /** How far back history is looked at. */
    private static final int COMMITS = 100;

    /** Looks; warns of what could not be read. */
    static ContextContents of(ContextDirectory directory, BuildOptions options, Console console) {
        BuilderKind builder = options.builderKind(console.surroundings().environment());
        String platform = options.platform() == null ? USUAL_PLATFORM : options.platform();
        Dockerfile dockerfile = directory.parsed(directory.bytes());
        DockerfileFacts facts = new DockerfileFacts(
                dockerfile,
                options.buildArgs(console.surroundings().environment()),
                PlatformArguments.of(platform, platform, options.target()),
                options.target(),
                builder == BuilderKind.CLASSIC ? BuilderRules.CLASSIC : BuilderRules.BUILDKIT,
                Map.of(),
                Map.of(),
                options.contextNames());
        BuildContext tree = directory.walk(builder);
        tree.problems().forEach(problem -> console.warn(problem.path(), problem.message()));
        List<Set<String>> commits = changes(directory, tree, console);
        return new ContextContents(dockerfile, tree, ContextUse.of(facts, tree.outline(), commits), commits);
    }

    /** What the last commits changed of that which the builder is sent; {@code null} where there is no history. */
    private static @Nullable List<Set<String>> changes(ContextDirectory directory, BuildContext tree, Console console) {
        if (!GitRepository.isAround(directory.root())) {
            return null;
        }
        try (GitRepository repository = GitRepository.around(directory.root())) {
            String path =
                    repository.root().relativize(directory.root()).toString().replace('\\', '/');
            return repository.changes(path, COMMITS).stream()
                    .map(paths -> paths.stream()
                            .filter(changed -> !tree.rules().excludes(changed))
                            .collect(Collectors.toSet()))
                    .toList();
        } catch (GitException e) {
            console.warn(directory.name(), "how often files change is not told: it " + e.getMessage());
            return null;
        }
    }
}
