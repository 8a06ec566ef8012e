package dev.misstep.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.misstep.build.LikeText;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads rawjson objects (BuildKit, client/graph.go; timestamps as Go writes them, all arrays optional) token by token:
 * a long build has a hundred thousand of them. Field names may begin with a capital, as {@code buildctl --trace} of 2018
 * wrote them before they had names in JSON, or be those of the protobuf message ({@code msg}, {@code ID}).
 */
final class SolveStatusJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** Names of fields that are long enough to be known when they are damaged. */
    private static final List<String> NAMES = List.of(
            "vertexes",
            "statuses",
            "digest",
            "inputs",
            "started",
            "completed",
            "cached",
            "error",
            "progressGroup",
            "vertex",
            "current",
            "total",
            "stream");

    /** Reads the value of a field of an object; the token that begins it was read. */
    private interface FieldReader {
        void read(String field, JsonParser json) throws IOException;
    }

    private final List<SolveStatus.VertexUpdate> vertexes = new ArrayList<>();
    private final List<SolveStatus.Progress> statuses = new ArrayList<>();
    private final List<SolveStatus.LogChunk> logs = new ArrayList<>();
    private Runnable afterElement = () -> {};

    private SolveStatusJson() {}

    /**
     * The message in a piece of JSON text. Objects one after another, or in an array, are pieces of one message.
     *
     * @throws IOException if it is none
     */
    static SolveStatus parse(String text) throws IOException {
        SolveStatusJson message = new SolveStatusJson();
        try (JsonParser json = FACTORY.createParser(text)) {
            JsonToken token = json.nextToken();
            do {
                if (token == JsonToken.START_ARRAY) {
                    array(json, JsonToken.START_OBJECT, () -> object(json, message::field));
                } else if (token == JsonToken.START_OBJECT) {
                    object(json, message::field);
                } else {
                    throw new IOException("not a status message");
                }
                token = json.nextToken();
            } while (token != null);
        } catch (DateTimeException e) {
            throw new IOException("not a status message: " + e.getMessage(), e);
        }
        return message.taken();
    }

    /** A parser of a document of any length, for {@link #object}; does not close the stream. */
    static JsonParser open(InputStream in) throws IOException {
        JsonParser json = FACTORY.createParser(in);
        return json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    }

    /**
     * Reads the object that begins with the current token, and hands on what is in its arrays piece by piece.
     *
     * @throws IOException if it is no status message
     */
    static void object(JsonParser json, Consumer<SolveStatus> pieces) throws IOException {
        SolveStatusJson message = new SolveStatusJson();
        message.afterElement = () -> pieces.accept(message.taken());
        try {
            object(json, message::field);
        } catch (DateTimeException e) {
            throw new IOException("not a status message: " + e.getMessage(), e);
        }
    }

    private SolveStatus taken() {
        SolveStatus status = new SolveStatus(vertexes, statuses, logs);
        vertexes.clear();
        statuses.clear();
        logs.clear();
        return status;
    }

    private void field(String field, JsonParser json) throws IOException {
        switch (named(field)) {
            case "vertexes" ->
                array(json, JsonToken.START_OBJECT, () -> {
                    vertexes.addAll(new Vertex().read(json));
                    afterElement.run();
                });
            case "statuses" ->
                array(json, JsonToken.START_OBJECT, () -> {
                    statuses.add(new Progress().read(json));
                    afterElement.run();
                });
            case "logs" ->
                array(json, JsonToken.START_OBJECT, () -> {
                    logs.add(new Log().read(json));
                    afterElement.run();
                });
            default -> skip(field, json);
        }
    }

    /** Fields that nothing is wanted of, and which stand in most messages. */
    private static final Set<String> UNUSED = Set.of(
            "name", "timestamp", "data", "total", "current", "stream", "inputs", "cached", "error", "progressGroup");

    /** Passes over what a field holds that nothing is wanted of, or refuses one that is damaged. */
    private static void skip(String field, JsonParser json) throws IOException {
        if (!UNUSED.contains(field) && NAMES.stream().anyMatch(name -> LikeText.is(named(field), name))) {
            throw new IOException("not a field: " + field);
        }
        json.skipChildren();
    }

    private static final class Vertex {
        private String digest = "";
        private final List<String> inputs = new ArrayList<>();
        private String name = "";
        private @Nullable Instant started;
        private @Nullable Instant completed;
        private boolean cached;
        private String error = "";
        private SolveStatus.@Nullable Group group;

        /** The update; none where it does not say of which vertex. */
        List<SolveStatus.VertexUpdate> read(JsonParser json) throws IOException {
            object(json, this::field);
            if (digest.isEmpty()) {
                return List.of();
            }
            return List.of(new SolveStatus.VertexUpdate(
                    digest, inputs, name, started, completed, cached, error.isEmpty() ? null : error, group));
        }

        private void field(String field, JsonParser json) throws IOException {
            switch (named(field)) {
                case "digest" -> digest = text(json);
                case "inputs" -> array(json, JsonToken.VALUE_STRING, () -> inputs.add(json.getText()));
                case "name" -> name = text(json);
                case "started" -> started = instant(json);
                case "completed" -> completed = instant(json);
                case "cached" -> cached = isTrue(json);
                case "error" -> error = text(json);
                case "progressGroup" -> group = is(JsonToken.START_OBJECT, json) ? new Group().read(json) : null;
                default -> skip(field, json);
            }
        }
    }

    private static final class Group {
        private String id = "";
        private String name = "";
        private boolean weak;

        SolveStatus.Group read(JsonParser json) throws IOException {
            object(json, (field, value) -> {
                switch (named(field)) {
                    case "id" -> id = text(value);
                    case "name" -> name = text(value);
                    case "weak" -> weak = isTrue(value);
                    default -> skip(field, value);
                }
            });
            return new SolveStatus.Group(id, name, weak);
        }
    }

    private static final class Progress {
        private String id = "";
        private String vertex = "";
        private long current;
        private long total;
        private @Nullable Instant started;
        private @Nullable Instant completed;

        SolveStatus.Progress read(JsonParser json) throws IOException {
            object(json, (field, value) -> {
                switch (named(field)) {
                    case "id" -> id = text(value);
                    case "vertex" -> vertex = text(value);
                    case "current" -> current = number(value);
                    case "total" -> total = number(value);
                    case "started" -> started = instant(value);
                    case "completed" -> completed = instant(value);
                    case "name", "timestamp" -> value.skipChildren();
                    default -> skip(field, value);
                }
            });
            if (id.isEmpty() || vertex.isEmpty()) {
                throw new IOException("not a status message: progress of nothing");
            }
            return new SolveStatus.Progress(id, vertex, current, total, started, completed);
        }
    }

    private static final class Log {
        private String vertex = "";
        private int stream;
        private byte[] data = {};
        private @Nullable Instant timestamp;

        SolveStatus.LogChunk read(JsonParser json) throws IOException {
            object(json, (field, value) -> {
                switch (named(field)) {
                    case "vertex" -> vertex = text(value);
                    case "stream" -> stream = (int) number(value);
                    case "data", "msg" ->
                        data = is(JsonToken.VALUE_STRING, value) ? value.getBinaryValue() : new byte[0];
                    case "timestamp" -> timestamp = instant(value);
                    default -> skip(field, value);
                }
            });
            return new SolveStatus.LogChunk(vertex, stream, data, timestamp);
        }
    }

    /** Reads the object that begins with the current token. */
    private static void object(JsonParser json, FieldReader fields) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            fields.read(field, json);
        }
    }

    private interface ElementReader {
        void read() throws IOException;
    }

    /** Reads the array that begins with the current token, all of whose elements are of that kind or {@code null}. */
    private static void array(JsonParser json, JsonToken kind, ElementReader elements) throws IOException {
        if (!is(JsonToken.START_ARRAY, json)) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (is(kind, json)) {
                elements.read();
            }
        }
    }

    /** {@code ProgressGroup} and {@code ID} are {@code progressGroup} and {@code id}. */
    private static String named(String field) {
        if (field.isEmpty() || field.charAt(0) < 'A' || field.charAt(0) > 'Z') {
            return field;
        }
        return field.equals("ID") ? "id" : Character.toLowerCase(field.charAt(0)) + field.substring(1);
    }

    private static String text(JsonParser json) throws IOException {
        return is(JsonToken.VALUE_STRING, json) ? json.getText() : "";
    }

    /** A number; protobuf's JSON has long ones in quotes. */
    private static long number(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING || json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            return json.getValueAsLong();
        }
        return is(JsonToken.VALUE_NUMBER_INT, json) ? json.getLongValue() : 0;
    }

    /** Whether the current token is of that kind, and not {@code null}; anything else stands in no status message. */
    private static boolean is(JsonToken kind, JsonParser json) throws IOException {
        if (json.currentToken() != kind && json.currentToken() != JsonToken.VALUE_NULL) {
            throw new IOException("not a status message: " + json.currentToken() + " instead of " + kind);
        }
        return json.currentToken() == kind;
    }

    private static boolean isTrue(JsonParser json) throws IOException {
        return json.currentToken() != JsonToken.VALUE_FALSE && is(JsonToken.VALUE_TRUE, json);
    }

    private static @Nullable Instant instant(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) { // {"seconds":1740823200,"nanos":1}
            long[] parts = new long[2];
            object(json, (field, value) -> {
                switch (field) {
                    case "seconds" -> parts[0] = number(value);
                    case "nanos" -> parts[1] = number(value);
                    default -> value.skipChildren();
                }
            });
            return Instant.ofEpochSecond(parts[0], parts[1]);
        }
        String text = text(json);
        return text.isEmpty() ? null : Rfc3339.parse(text);
    }
}
