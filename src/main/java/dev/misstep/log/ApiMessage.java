package dev.misstep.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One object of the answer to {@code POST /build} (moby, pkg/jsonmessage): {@code {"stream":"Step 1/4 : FROM alpine"}}.
 *
 * @param raw the object as it stands in the answer, with what stands before it on its line
 * @param text what it prints, or {@code null}; lines may be cut anywhere
 * @param trace a message of BuildKit's status stream, or {@code null}
 * @param imageBuilt whether BuildKit says that it is done
 * @param error what the build failed with, or {@code null}
 * @param known whether it has a key that the engine writes
 */
@SuppressWarnings("ArrayRecordComponent") // read once and dropped; nobody compares two
record ApiMessage(
        String raw,
        @Nullable String text,
        byte @Nullable [] trace,
        boolean imageBuilt,
        @Nullable String error,
        boolean known) {
    static final String TRACE = "moby.buildkit.trace";
    private static final String IMAGE = "moby.image.id";
    private static final List<String> KEYS =
            List.of("stream", "status", "aux", "error", "errorDetail", "progress", "progressDetail");
    private static final ObjectReader READER = new ObjectMapper().readerFor(JsonNode.class);

    /**
     * Reads the objects on a line, of which there may be several, until one is not taken.
     *
     * @param take whether it took the message
     * @return where the message begins that was not taken, or the line's length
     * @throws IOException if an object is damaged or cut off
     */
    static int read(String line, Predicate<ApiMessage> take) throws IOException {
        try (MappingIterator<JsonNode> objects = READER.readValues(line)) {
            int from = 0;
            while (objects.hasNextValue()) {
                JsonNode object = objects.nextValue();
                int to = (int) objects.getCurrentLocation().getCharOffset();
                if (!take.test(of(line.substring(from, to), object))) {
                    return from;
                }
                from = to;
            }
            return line.length();
        }
    }

    private static ApiMessage of(String raw, JsonNode object) throws IOException {
        String id = object.path("id").asText();
        JsonNode aux = object.path("aux");
        JsonNode detail = object.path("errorDetail").path("message");
        JsonNode error = detail.isTextual() ? detail : object.path("error");
        return new ApiMessage(
                raw,
                text(object),
                id.equals(TRACE) && aux.isTextual() ? decoded(aux.asText()) : null,
                id.equals(IMAGE),
                error.isTextual() ? VertexNotes.limited(error.asText()) : null,
                KEYS.stream().anyMatch(object::has));
    }

    private static byte[] decoded(String base64) throws IOException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException("no message of BuildKit's", e);
        }
    }

    /** What the docker command prints for it when its output is no terminal: no progress bars. */
    private static @Nullable String text(JsonNode object) {
        if (object.path("stream").isTextual()) {
            return object.path("stream").asText();
        }
        JsonNode status = object.path("status");
        if (!status.isTextual() || object.path("progressDetail").has("current")) {
            return null;
        }
        String id = object.path("id").asText();
        return (id.isEmpty() ? "" : id + ": ") + status.asText() + "\n";
    }
}
