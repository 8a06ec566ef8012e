package dev.misstep.advise;

import dev.misstep.context.BuildContext;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.IgnoreRules;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.dockerfile.PlatformArguments;
import dev.misstep.explain.BuilderRules;
import dev.misstep.explain.ContextUse;
import dev.misstep.explain.DockerfileFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Projects of tests: a Dockerfile, a directory, and what commits changed. */
final class MadeProject {
    private MadeProject() {}

    static Project of(String dockerfile, Path context, @Nullable List<Set<String>> commits) throws IOException {
        return of(dockerfile, context, commits, false);
    }

    static Project of(String dockerfile, Path context, @Nullable List<Set<String>> commits, boolean classic)
            throws IOException {
        Dockerfile parsed = parsed(dockerfile);
        DockerfileFacts facts = new DockerfileFacts(
                parsed,
                Map.of(),
                PlatformArguments.of("linux/amd64", "linux/amd64", null),
                null,
                classic ? BuilderRules.CLASSIC : BuilderRules.BUILDKIT);
        BuildContext tree = BuildContext.read(context, IgnoreRules.NONE);
        Map<String, String> contents = new TreeMap<>();
        for (ContextEntry entry : tree.entries()) {
            if (entry.kind() == ContextEntry.Kind.FILE && Manifests.isOne(entry.path())) {
                contents.put(entry.path(), Files.readString(context.resolve(entry.path())));
            }
        }
        return new Project(
                DockerfileText.of("Dockerfile", dockerfile),
                parsed,
                classic,
                ContextUse.of(facts, tree.outline(), commits),
                commits,
                contents,
                new Project.IgnoreFile(".dockerignore", null),
                Map.of());
    }

    private static Dockerfile parsed(String dockerfile) {
        try {
            return Dockerfile.parse(dockerfile);
        } catch (DockerfileSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
