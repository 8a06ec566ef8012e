package dev.misstep.log;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one rawjson object (BuildKit, client/graph.go; timestamps as Go writes them, all arrays optional). */
final class SolveStatusJson {
    private static final ObjectReader READER = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .readerFor(Message.class);

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Message(
            @Nullable List<@Nullable Vertex> vertexes,
            @Nullable List<@Nullable Progress> statuses,
            @Nullable List<@Nullable Log> logs) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Vertex(
            @Nullable String digest,
            @Nullable List<@Nullable String> inputs,
            @Nullable String name,
            @Nullable String started,
            @Nullable String completed,
            boolean cached,
            @Nullable String error,
            @Nullable Group progressGroup) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Group(@Nullable String id, @Nullable String name, boolean weak) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Progress(
            @Nullable String id,
            @Nullable String vertex,
            long current,
            long total,
            @Nullable String started,
            @Nullable String completed) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Log(
            @Nullable String vertex,
            int stream,
            @Nullable String data,
            @Nullable String timestamp) {}

    private SolveStatusJson() {}

    /**
     * The message in a piece of JSON text.
     *
     * @throws IOException if it is not one
     */
    static SolveStatus parse(String json) throws IOException {
        try {
            Message message = READER.readValue(json);
            return new SolveStatus(vertexes(message.vertexes()), statuses(message.statuses()), logs(message.logs()));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("not a status message: " + e.getMessage(), e);
        }
    }

    private static List<SolveStatus.VertexUpdate> vertexes(@Nullable List<@Nullable Vertex> vertexes) {
        List<SolveStatus.VertexUpdate> result = new ArrayList<>();
        for (Vertex vertex : orEmpty(vertexes)) {
            if (vertex == null || vertex.digest() == null || vertex.digest().isEmpty()) {
                continue;
            }
            List<String> inputs = new ArrayList<>();
            for (String input : orEmpty(vertex.inputs())) {
                if (input != null) {
                    inputs.add(input);
                }
            }
            Group group = vertex.progressGroup();
            result.add(new SolveStatus.VertexUpdate(
                    vertex.digest(),
                    inputs,
                    orEmpty(vertex.name()),
                    instant(vertex.started()),
                    instant(vertex.completed()),
                    vertex.cached(),
                    vertex.error() == null || vertex.error().isEmpty() ? null : vertex.error(),
                    group == null
                            ? null
                            : new SolveStatus.Group(orEmpty(group.id()), orEmpty(group.name()), group.weak())));
        }
        return result;
    }

    private static List<SolveStatus.Progress> statuses(@Nullable List<@Nullable Progress> statuses) {
        List<SolveStatus.Progress> result = new ArrayList<>();
        for (Progress status : orEmpty(statuses)) {
            if (status != null) {
                result.add(new SolveStatus.Progress(
                        orEmpty(status.id()),
                        orEmpty(status.vertex()),
                        status.current(),
                        status.total(),
                        instant(status.started()),
                        instant(status.completed())));
            }
        }
        return result;
    }

    private static List<SolveStatus.LogChunk> logs(@Nullable List<@Nullable Log> logs) {
        List<SolveStatus.LogChunk> result = new ArrayList<>();
        for (Log log : orEmpty(logs)) {
            if (log != null) {
                result.add(new SolveStatus.LogChunk(
                        orEmpty(log.vertex()),
                        log.stream(),
                        Base64.getDecoder().decode(orEmpty(log.data())),
                        instant(log.timestamp())));
            }
        }
        return result;
    }

    private static <T extends @Nullable Object> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Rfc3339.parse(text);
    }
}
