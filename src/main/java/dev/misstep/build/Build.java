package dev.misstep.build;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of one build, driven or read.
 *
 * @param id its name in a report: {@code "1"}, {@code "2"} in the order read
 * @param source the file it was read from ({@code -} for standard input; in an archive {@code ci.zip/build.log}), or the
 *     context of a live build
 * @param ordinal which build of that source it is, from 1
 * @param line the line it begins at, from 1; 0 where the source has no lines, as a live build
 * @param format the form it was read from
 * @param wrapper what a CI put around each line: {@code none}, {@code github-actions}, …
 * @param clock where its times come from
 * @param target the target built, or {@code null} where that is not known
 * @param outcome how it ended
 * @param startedAt when it began, or {@code null} without a clock
 * @param seconds from beginning to end on the wall, or {@code null} without a clock
 * @param error why it failed, or {@code null}
 * @param vertices in order of first appearance
 * @param diagnostics what a reader should know about how it was read
 * @param ingredients what went into it, or {@code null} where the source does not tell
 * @param commit what was checked out when it began, or {@code null} where the source does not tell
 */
public record Build(
        String id,
        String source,
        int ordinal,
        long line,
        Format format,
        String wrapper,
        Clock clock,
        @Nullable String target,
        Outcome outcome,
        @Nullable Instant startedAt,
        @Nullable Double seconds,
        @Nullable String error,
        List<Vertex> vertices,
        List<Diagnostic> diagnostics,
        @Nullable Ingredients ingredients,
        @Nullable SourceCommit commit) {
    public Build {
        vertices = List.copyOf(vertices);
        diagnostics = List.copyOf(diagnostics);
        if (ordinal < 1 || line < 0) {
            throw new IllegalArgumentException("not a build: " + id);
        }
        if (clock == Clock.NONE && startedAt != null) {
            throw new IllegalArgumentException("build " + id + " has an instant but no clock");
        }
    }

    /** A build of whose ingredients its source tells nothing. */
    public Build(
            String id,
            String source,
            int ordinal,
            long line,
            Format format,
            String wrapper,
            Clock clock,
            @Nullable String target,
            Outcome outcome,
            @Nullable Instant startedAt,
            @Nullable Double seconds,
            @Nullable String error,
            List<Vertex> vertices,
            List<Diagnostic> diagnostics) {
        this(
                id,
                source,
                ordinal,
                line,
                format,
                wrapper,
                clock,
                target,
                outcome,
                startedAt,
                seconds,
                error,
                vertices,
                diagnostics,
                null,
                null);
    }

    /** The vertices that count in a hit rate, in order of first appearance. */
    public List<Vertex> steps() {
        List<Vertex> steps = new ArrayList<>();
        for (Vertex vertex : vertices) {
            if (vertex.step()) {
                steps.add(vertex);
            }
        }
        return Collections.unmodifiableList(steps);
    }

    /** The vertex of that id. */
    public Optional<Vertex> vertex(String vertexId) {
        return vertices.stream().filter(vertex -> vertex.id().equals(vertexId)).findFirst();
    }

    /** What makes a copy of it that differs in some parts. */
    public BuildCopy copy() {
        return new BuildCopy(this);
    }

    /** The same build under another id. */
    public Build withId(String newId) {
        return copy().id(newId).build();
    }

    /** The same build as another one of its source; its id is its ordinal until a report gives it one. */
    public Build withOrdinal(int newOrdinal) {
        return newOrdinal == ordinal
                ? this
                : copy().id(Integer.toString(newOrdinal)).ordinal(newOrdinal).build();
    }

    /** The same build with other vertices, for instance with their Dockerfile lines. */
    public Build withVertices(List<Vertex> newVertices) {
        return copy().vertices(newVertices).build();
    }

    /** The same build with other diagnostics. */
    public Build withDiagnostics(List<Diagnostic> newDiagnostics) {
        return copy().diagnostics(newDiagnostics).build();
    }

    /** The same build with what was checked out when it began. */
    public Build withCommit(@Nullable SourceCommit told) {
        return told == null ? this : copy().commit(told).build();
    }

    /** The same build with what went into it. */
    public Build withIngredients(Ingredients told) {
        return copy().ingredients(told).build();
    }
}
