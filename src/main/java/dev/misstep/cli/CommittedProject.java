package dev.misstep.cli;

import dev.misstep.advise.Candidate;
import dev.misstep.advise.DockerfileText;
import dev.misstep.advise.Manifests;
import dev.misstep.advise.Project;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitTree;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.explain.ContextUse;
import dev.misstep.explain.DockerfileFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A project to be advised on as a commit has it: patches name files from the repository's root. */
final class CommittedProject {
    private CommittedProject() {}

    /**
     * Reads it; empty for a commit that cannot be built.
     *
     * @param changes the paths that each of the last commits changed; {@code null} where that is not known
     */
    static Optional<Project> of(
            CommittedContexts contexts,
            GitTree tree,
            Function<Dockerfile, DockerfileFacts> facts,
            boolean classic,
            @Nullable List<Set<String>> changes) {
        try {
            Candidate.Texts texts = contexts.texts(tree).orElse(null);
            Snapshot context = texts == null
                    ? null
                    : contexts.context(tree, texts.ignored()).orElse(null);
            if (texts == null || context == null) {
                return Optional.empty();
            }
            Map<String, String> manifests = new TreeMap<>();
            for (Map.Entry<String, SnapshotEntry> entry : context.entries().entrySet()) {
                if (entry.getValue().kind() == ContextEntry.Kind.FILE && Manifests.isOne(entry.getKey())) {
                    contexts.text(tree, entry.getKey()).ifPresent(text -> manifests.put(entry.getKey(), text));
                }
            }
            Dockerfile dockerfile = Dockerfile.parse(texts.dockerfile());
            return Optional.of(new Project(
                    DockerfileText.of(contexts.dockerfile(), texts.dockerfile()),
                    dockerfile,
                    classic,
                    ContextUse.of(facts.apply(dockerfile), context, changes),
                    changes,
                    manifests,
                    new Project.IgnoreFile(contexts.ignoreFile(tree), texts.ignored()),
                    Map.of()));
        } catch (GitException | IgnoreSyntaxException | DockerfileSyntaxException e) {
            return Optional.empty(); // which the replay told
        }
    }
}
