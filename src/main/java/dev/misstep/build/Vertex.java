package dev.misstep.build;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node of a build: a Dockerfile instruction or a piece of the builder's own work.
 *
 * @param id what the source calls it: the number of a plain log, a digest, or a classic step's number
 * @param name its name, taken apart
 * @param dockerfileLine the line of its instruction, from 1, or {@code null} where that is not known
 * @param status what became of it
 * @param seconds how long it worked, waiting not counted, or {@code null} where the source has no times
 * @param start seconds from the build's start, or {@code null} without a clock
 * @param intervals in how many stretches it worked; 0 where it never ended
 * @param logLines lines of output it had
 * @param inputs ids of the vertices it builds on; empty where the source does not tell
 * @param error what it failed with, or {@code null}
 * @param line the source's line that first names it, from 1; 0 where the source has no lines, as a live build
 * @param spans when it worked, in order and apart from each other; empty where the source does not tell
 */
public record Vertex(
        String id,
        StepName name,
        @Nullable Integer dockerfileLine,
        Status status,
        @Nullable Double seconds,
        @Nullable Double start,
        int intervals,
        int logLines,
        List<String> inputs,
        @Nullable String error,
        long line,
        List<Span> spans) {
    public Vertex {
        inputs = List.copyOf(inputs);
        spans = List.copyOf(spans);
        if (id.isEmpty() || intervals < 0 || logLines < 0 || line < 0) {
            throw new IllegalArgumentException("not a vertex: " + id + " " + name.text());
        }
        if (seconds != null && !(seconds >= 0)) {
            throw new IllegalArgumentException("seconds of " + id + ": " + seconds);
        }
    }

    /** A vertex of which it is not known when it worked. */
    public Vertex(
            String id,
            StepName name,
            @Nullable Integer dockerfileLine,
            Status status,
            @Nullable Double seconds,
            @Nullable Double start,
            int intervals,
            int logLines,
            List<String> inputs,
            @Nullable String error,
            long line) {
        this(id, name, dockerfileLine, status, seconds, start, intervals, logLines, inputs, error, line, List.of());
    }

    /** By its id alone, which is quicker than by all there is, and enough within one build. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Whether it counts in a hit rate. */
    public boolean step() {
        return name.step();
    }

    /** The same vertex of which something else became. */
    public Vertex withStatus(Status other) {
        return new Vertex(
                id, name, dockerfileLine, other, seconds, start, intervals, logLines, inputs, error, line, spans);
    }

    /** The same vertex under another name. */
    public Vertex named(StepName other) {
        return new Vertex(
                id, other, dockerfileLine, status, seconds, start, intervals, logLines, inputs, error, line, spans);
    }

    /** The same vertex with its place in the Dockerfile. */
    public Vertex atDockerfileLine(@Nullable Integer number) {
        return new Vertex(id, name, number, status, seconds, start, intervals, logLines, inputs, error, line, spans);
    }
}
