package dev.misstep.log;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of BuildKit's status stream (BuildKit, client/graph.go and api/services/control/control.proto). The same
 * facts come as rawjson text, as protobuf from an engine and out of a {@code .dockerbuild} archive.
 */
public record SolveStatus(List<VertexUpdate> vertexes, List<Progress> statuses, List<LogChunk> logs) {
    private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    public SolveStatus {
        vertexes = List.copyOf(vertexes);
        statuses = List.copyOf(statuses);
        logs = List.copyOf(logs);
    }

    /**
     * What is now known of a vertex.
     *
     * @param digest its identity within one build, never across builds
     * @param inputs digests of the vertices it builds on
     * @param name empty where the message does not repeat it
     * @param started {@code null} while it is only announced
     * @param completed {@code null} while it runs
     * @param error empty or absent text becomes {@code null}
     * @param group the progress group it is shown under, or {@code null}
     */
    public record VertexUpdate(
            String digest,
            List<String> inputs,
            String name,
            @Nullable Instant started,
            @Nullable Instant completed,
            boolean cached,
            @Nullable String error,
            @Nullable Group group) {
        public VertexUpdate {
            inputs = List.copyOf(inputs);
            started = unlessZero(started);
            completed = unlessZero(completed);
        }

        /** Go's zero time, {@code 0001-01-01T00:00:00Z}, stands where a writer knows no absent ones. */
        private static @Nullable Instant unlessZero(@Nullable Instant time) {
            return ZERO.equals(time) ? null : time;
        }
    }

    /**
     * Several vertices shown as one, as for {@code COPY --link}.
     *
     * @param weak whether this member alone does not make the group appear
     */
    public record Group(String id, String name, boolean weak) {}

    /**
     * How far a piece of a vertex' work is: a layer's download, a context's transfer.
     *
     * @param id what a plain log shows: {@code transferring context:}, {@code sha256:…}, {@code extracting sha256:…}
     * @param vertex digest of the vertex
     * @param current bytes done
     * @param total bytes in all, 0 where unknown
     */
    public record Progress(
            String id,
            String vertex,
            long current,
            long total,
            @Nullable Instant started,
            @Nullable Instant completed) {}

    /**
     * A piece of a vertex' output, cut anywhere, even inside a character.
     *
     * @param vertex digest of the vertex
     * @param stream 1 standard output, 2 standard error
     */
    @SuppressWarnings("ArrayRecordComponent") // a chunk is read once and dropped; nobody compares two
    public record LogChunk(
            String vertex,
            int stream,
            byte[] data,
            @Nullable Instant timestamp) {}
}
