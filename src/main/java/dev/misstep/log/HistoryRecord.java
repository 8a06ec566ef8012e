package dev.misstep.log;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.misstep.build.ShortHash;
import dev.misstep.build.SourceCommit;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a builder remembers of a build (BuildKit, api/services/control/control.proto, BuildHistoryRecord, as Go writes it
 * to JSON; and what buildx adds to it). Attributes may hold secrets, so none but the ones named here are kept, and of arguments no value.
 *
 * @param target the stage asked for, else the bake target, or {@code null} where the whole file was built
 * @param noCache whether the cache was not to be used, for all stages or for some
 * @param created when the build began
 * @param completed when it ended, or {@code null} while it runs
 * @param error what it failed with, or {@code null}
 * @param canceled whether that is that it was stopped
 * @param arguments for each build argument the hash of its value
 * @param commit what was checked out, or {@code null}
 */
record HistoryRecord(
        @Nullable String target,
        boolean noCache,
        @Nullable Instant created,
        @Nullable Instant completed,
        @Nullable String error,
        boolean canceled,
        SortedMap<String, String> arguments,
        @Nullable SourceCommit commit) {
    /** gRPC's code of a call that was canceled (google/rpc/code.proto). */
    private static final int CANCELED = 1;

    /** What the names of build arguments begin with among the attributes. */
    private static final String ARGUMENT = "build-arg:";

    /** What buildx calls the target of a build that is none of bake's. */
    private static final String NO_BAKE_TARGET = "default";

    private static final ObjectReader READER = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .readerFor(Json.class);

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Json(
            @JsonProperty("FrontendAttrs") @Nullable Map<String, @Nullable String> frontendAttrs,
            @JsonProperty("CreatedAt") @Nullable JsonNode createdAt,
            @JsonProperty("CompletedAt") @Nullable JsonNode completedAt,
            @Nullable Failure error,
            @Nullable LocalState localState) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Failure(int code, @Nullable String message) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record LocalState(
            @JsonProperty("Target") @Nullable String target) {}

    /**
     * The record in a piece of JSON.
     *
     * @throws IOException if there is none
     */
    static HistoryRecord parse(byte[] document) throws IOException {
        Json json = READER.readValue(document);
        if (json == null) {
            throw new IOException("no build record");
        }
        Map<String, @Nullable String> attributes = json.frontendAttrs() == null ? Map.of() : json.frontendAttrs();
        LocalState state = json.localState();
        Failure failure = json.error();
        String target = attributes.get("target");
        if (target == null && state != null && !NO_BAKE_TARGET.equals(state.target())) {
            target = state.target();
        }
        return new HistoryRecord(
                target == null || target.isEmpty() ? null : target,
                attributes.containsKey("no-cache"),
                instant(json.createdAt()),
                instant(json.completedAt()),
                failure == null ? null : message(failure),
                failure != null && failure.code() == CANCELED,
                arguments(attributes),
                SourceCommit.ofRecord(attributes.get("vcs:revision")));
    }

    private static SortedMap<String, String> arguments(Map<String, @Nullable String> attributes) {
        SortedMap<String, String> arguments = new TreeMap<>();
        attributes.forEach((name, value) -> {
            if (name.startsWith(ARGUMENT) && value != null) {
                arguments.put(VertexNotes.limited(name.substring(ARGUMENT.length())), ShortHash.of(value));
            }
        });
        return arguments;
    }

    private static String message(Failure failure) {
        String message = failure.message();
        return message == null || message.isEmpty() ? "the builder gave no reason" : VertexNotes.limited(message);
    }

    /** Until buildx 0.19 {@code "2024-05-15T08:46:16.02Z"}, since {@code {"seconds":1715762776,"nanos":20000000}}. */
    private static @Nullable Instant instant(@Nullable JsonNode time) {
        try {
            if (time == null || time.isNull()) {
                return null;
            }
            return time.isTextual()
                    ? OffsetDateTime.parse(time.asText()).toInstant()
                    : time.path("seconds").asLong() == 0
                            ? null
                            : Instant.ofEpochSecond(
                                    time.path("seconds").asLong(),
                                    time.path("nanos").asLong());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
