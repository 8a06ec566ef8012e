package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import dev.misstep.context.IgnoreFileChoice;
import dev.misstep.context.IgnoreRules;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitTree;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.engine.BuilderKind;
import dev.misstep.explain.BuilderRules;
import dev.misstep.explain.DockerfileFacts;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What a build was made from, as one revision of git has it.
 *
 * @param facts of its Dockerfile
 * @param context without what its ignore file leaves out
 */
record Revision(GitTree tree, String directory, DockerfileFacts facts, GitTree.Context context) {
    /**
     * Reads a revision.
     *
     * @param name as the user wrote it
     * @param directory the context's in the repository, with {@code /}; empty for all of it
     * @param dockerfile its path in the repository
     */
    static Revision read(GitTree tree, String name, String directory, String dockerfile, BuilderKind builder) {
        try {
            byte[] text = tree.content(dockerfile)
                    .orElseThrow(() -> new UserError(
                            ExitStatus.INPUT,
                            name,
                            "has no " + dockerfile + "; name the Dockerfile in the working tree with --file"));
            DockerfileFacts facts = DockerfileFacts.withoutArguments(
                    Dockerfile.parse(new String(text, StandardCharsets.UTF_8)),
                    builder == BuilderKind.CLASSIC ? BuilderRules.CLASSIC : BuilderRules.BUILDKIT);
            IgnoreRules rules = rules(tree, name, directory, dockerfile, builder);
            return new Revision(tree, directory, facts, tree.context(directory, rules));
        } catch (DockerfileSyntaxException e) {
            throw new UserError(
                    ExitStatus.INPUT,
                    name + ":" + dockerfile,
                    e.getMessage() + "; name a revision whose Dockerfile can be built",
                    e);
        } catch (GitException e) {
            throw new UserError(ExitStatus.INPUT, name, String.valueOf(e.getMessage()), e);
        }
    }

    private static IgnoreRules rules(
            GitTree tree, String name, String directory, String dockerfile, BuilderKind builder) throws GitException {
        String own = dockerfile + IgnoreFileChoice.NAME;
        String shared = directory.isEmpty() ? IgnoreFileChoice.NAME : directory + "/" + IgnoreFileChoice.NAME;
        Optional<byte[]> beside = builder == BuilderKind.CLASSIC ? Optional.empty() : tree.content(own);
        Optional<byte[]> chosen = beside.isPresent() ? beside : tree.content(shared);
        if (chosen.isEmpty()) {
            return IgnoreRules.NONE;
        }
        try {
            return IgnoreRules.parse(new String(chosen.get(), StandardCharsets.UTF_8));
        } catch (IgnoreSyntaxException e) {
            throw new UserError(
                    ExitStatus.INPUT,
                    name + ":" + (beside.isPresent() ? own : shared),
                    e.getMessage() + "; name a revision whose ignore file can be read",
                    e);
        }
    }

    /** Whether all steps of a build are located in its Dockerfile. */
    static boolean hasAll(Build build, Map<String, Instruction> located) {
        return !build.steps().isEmpty()
                && located.keySet()
                        .containsAll(build.steps().stream().map(Vertex::id).toList());
    }
}
