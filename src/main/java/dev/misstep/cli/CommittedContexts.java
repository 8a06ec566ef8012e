package dev.misstep.cli;

import dev.misstep.advise.Candidate;
import dev.misstep.context.FileChange;
import dev.misstep.context.IgnoreFileChoice;
import dev.misstep.context.IgnoreRules;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.context.Snapshot;
import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitTree;
import dev.misstep.context.git.SuccessiveTrees;
import dev.misstep.engine.BuilderKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What commits have of one build context and its Dockerfile, asked for one after the other. */
final class CommittedContexts {
    private record Difference(Snapshot before, Snapshot after, List<String> paths) {}

    private final SuccessiveTrees trees;
    private final String directory;
    private final String dockerfile;
    private final BuilderKind builder;
    private final Map<String, IgnoreRules> rules = new HashMap<>();
    private @Nullable Difference last;

    /**
     * Of one clone.
     *
     * @param directory the context's in the repository; empty for all of it
     * @param dockerfile its path there
     */
    CommittedContexts(SuccessiveTrees trees, String directory, String dockerfile, BuilderKind builder) {
        this.trees = trees;
        this.directory = directory;
        this.dockerfile = dockerfile;
        this.builder = builder;
    }

    /** The Dockerfile's path in the repository. */
    String dockerfile() {
        return dockerfile;
    }

    /** What the ignore file that a commit's builder reads is called in the repository, or would be if it were made. */
    String ignoreFile(GitTree tree) throws GitException {
        String own = dockerfile + IgnoreFileChoice.NAME;
        String shared = directory.isEmpty() ? IgnoreFileChoice.NAME : directory + "/" + IgnoreFileChoice.NAME;
        return builder != BuilderKind.CLASSIC && trees.text(tree, own).isPresent() ? own : shared;
    }

    /** The Dockerfile and the ignore file of a commit; empty where it has no Dockerfile. */
    Optional<Candidate.Texts> texts(GitTree tree) throws GitException {
        Optional<String> text = trees.text(tree, dockerfile);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String ignored = trees.text(tree, ignoreFile(tree)).orElse(null);
        return Optional.of(new Candidate.Texts(text.get(), ignored));
    }

    /** A file of the context; empty where it has none of that name. */
    Optional<String> text(GitTree tree, String path) throws GitException {
        return trees.text(tree, directory.isEmpty() ? path : directory + "/" + path);
    }

    /**
     * The context of a commit; empty where it has no such directory.
     *
     * @param ignored the text of the ignore file, or {@code null}
     */
    Optional<Snapshot> context(GitTree tree, @Nullable String ignored) throws GitException, IgnoreSyntaxException {
        IgnoreRules known = ignored == null ? IgnoreRules.NONE : rules.get(ignored);
        if (known == null) {
            known = IgnoreRules.parse(String.valueOf(ignored));
            rules.put(String.valueOf(ignored), known);
        }
        return trees.context(tree, known);
    }

    /** The paths that differ, sorted. */
    List<String> changes(Snapshot before, Snapshot after) {
        Difference known = last;
        if (known == null || known.before != before || known.after != after) {
            known = new Difference(
                    before,
                    after,
                    after.changesFrom(before).stream().map(FileChange::path).toList());
            last = known;
        }
        return known.paths;
    }
}
