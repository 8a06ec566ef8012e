package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitRepository;
import dev.misstep.dockerfile.PlatformArguments;
import dev.misstep.engine.BuilderKind;
import dev.misstep.explain.BuilderRules;
import dev.misstep.explain.ContextUse;
import dev.misstep.explain.DockerfileFacts;
import dev.misstep.report.ContextReport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at a context as its builder would, without one. */
final class ContextContents {
    private static final String USUAL_PLATFORM = "linux/amd64";

    /** How far back history is looked at. */
    private static final int COMMITS = 100;

    private ContextContents() {}

    /** What the context holds, and what each instruction takes of it. */
    static ContextReport of(ContextDirectory directory, BuildOptions options, Console console) {
        BuilderKind builder = options.builderKind(console.surroundings().environment());
        String platform = options.platform() == null ? USUAL_PLATFORM : options.platform();
        DockerfileFacts facts = new DockerfileFacts(
                directory.parsed(directory.bytes()),
                options.buildArgs(console.surroundings().environment()),
                PlatformArguments.of(platform, platform, options.target()),
                options.target(),
                builder == BuilderKind.CLASSIC ? BuilderRules.CLASSIC : BuilderRules.BUILDKIT,
                Map.of(),
                Map.of(),
                options.contextNames());
        BuildContext tree = directory.walk(builder);
        tree.problems().forEach(problem -> console.warn(problem.path(), problem.message()));
        directory
                .unreadIgnoreFiles(tree, builder)
                .forEach(unread -> console.warn(unread.file().toString(), unread.why()));
        return new ContextReport(
                directory.name(), ContextUse.of(facts, tree.outline(), changes(directory, tree, console)));
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
