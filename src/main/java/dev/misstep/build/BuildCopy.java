package dev.misstep.build;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A build that is like another but for what is set: {@code build.copy().error(null).build()}. For one thread. */
public final class BuildCopy {
    private final Build of;
    private String id;
    private String source;
    private int ordinal;
    private @Nullable String target;
    private Outcome outcome;
    private @Nullable String error;
    private List<Vertex> vertices;
    private List<Diagnostic> diagnostics;
    private @Nullable Ingredients ingredients;
    private @Nullable SourceCommit commit;

    BuildCopy(Build of) {
        this.of = of;
        id = of.id();
        source = of.source();
        ordinal = of.ordinal();
        target = of.target();
        outcome = of.outcome();
        error = of.error();
        vertices = of.vertices();
        diagnostics = of.diagnostics();
        ingredients = of.ingredients();
        commit = of.commit();
    }

    public BuildCopy id(String newId) {
        id = newId;
        return this;
    }

    public BuildCopy source(String newSource) {
        source = newSource;
        return this;
    }

    public BuildCopy ordinal(int newOrdinal) {
        ordinal = newOrdinal;
        return this;
    }

    public BuildCopy target(@Nullable String newTarget) {
        target = newTarget;
        return this;
    }

    public BuildCopy outcome(Outcome newOutcome) {
        outcome = newOutcome;
        return this;
    }

    public BuildCopy error(@Nullable String newError) {
        error = newError;
        return this;
    }

    public BuildCopy vertices(List<Vertex> newVertices) {
        vertices = newVertices;
        return this;
    }

    public BuildCopy diagnostics(List<Diagnostic> newDiagnostics) {
        diagnostics = newDiagnostics;
        return this;
    }

    public BuildCopy ingredients(@Nullable Ingredients newIngredients) {
        ingredients = newIngredients;
        return this;
    }

    public BuildCopy commit(@Nullable SourceCommit newCommit) {
        commit = newCommit;
        return this;
    }

    /** The copy. */
    public Build build() {
        return new Build(
                id,
                source,
                ordinal,
                of.line(),
                of.format(),
                of.wrapper(),
                of.clock(),
                target,
                outcome,
                of.startedAt(),
                of.seconds(),
                error,
                vertices,
                diagnostics,
                ingredients,
                commit);
    }
}
