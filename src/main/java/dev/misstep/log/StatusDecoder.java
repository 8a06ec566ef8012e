package dev.misstep.log;

import dev.misstep.log.SolveStatus.Group;
import dev.misstep.log.SolveStatus.LogChunk;
import dev.misstep.log.SolveStatus.Progress;
import dev.misstep.log.SolveStatus.VertexUpdate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code StatusResponse} as an engine sends it (BuildKit, api/services/control/control.proto). Fields of later
 * versions are skipped; older engines send no warnings and no progress groups.
 */
public final class StatusDecoder {
    private StatusDecoder() {}

    /**
     * The message in these bytes; no bytes are an empty message.
     *
     * @throws MalformedStatusException if they are cut off or are no such message
     */
    public static SolveStatus decode(byte[] message) throws MalformedStatusException {
        List<VertexUpdate> vertexes = new ArrayList<>();
        List<Progress> statuses = new ArrayList<>();
        List<LogChunk> logs = new ArrayList<>();
        ProtoReader reader = new ProtoReader(message);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> vertexes.add(vertex(reader.message()));
                case 2 -> statuses.add(progress(reader.message()));
                case 3 -> logs.add(log(reader.message()));
                default -> {}
            }
        }
        return new SolveStatus(vertexes, statuses, logs);
    }

    private static VertexUpdate vertex(ProtoReader reader) throws MalformedStatusException {
        String digest = "";
        List<String> inputs = new ArrayList<>();
        String name = "";
        boolean cached = false;
        Instant started = null;
        Instant completed = null;
        String error = "";
        Group group = null;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> digest = reader.string();
                case 2 -> inputs.add(reader.string());
                case 3 -> name = reader.string();
                case 4 -> cached = reader.varint() != 0;
                case 5 -> started = timestamp(reader.message());
                case 6 -> completed = timestamp(reader.message());
                case 7 -> error = reader.string();
                case 8 -> group = group(reader.message());
                default -> {}
            }
        }
        return new VertexUpdate(digest, inputs, name, started, completed, cached, emptyToNull(error), group);
    }

    private static Group group(ProtoReader reader) throws MalformedStatusException {
        String id = "";
        String name = "";
        boolean weak = false;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> id = reader.string();
                case 2 -> name = reader.string();
                case 3 -> weak = reader.varint() != 0;
                default -> {}
            }
        }
        return new Group(id, name, weak);
    }

    private static Progress progress(ProtoReader reader) throws MalformedStatusException {
        String id = "";
        String vertex = "";
        long current = 0;
        long total = 0;
        Instant started = null;
        Instant completed = null;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> id = reader.string();
                case 2 -> vertex = reader.string();
                case 4 -> current = reader.varint();
                case 5 -> total = reader.varint();
                case 7 -> started = timestamp(reader.message());
                case 8 -> completed = timestamp(reader.message());
                default -> {}
            }
        }
        return new Progress(id, vertex, current, total, started, completed);
    }

    private static LogChunk log(ProtoReader reader) throws MalformedStatusException {
        String vertex = "";
        Instant timestamp = null;
        int stream = 0;
        byte[] data = {};
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> vertex = reader.string();
                case 2 -> timestamp = timestamp(reader.message());
                case 3 -> stream = (int) reader.varint();
                case 4 -> data = reader.bytes();
                default -> {}
            }
        }
        return new LogChunk(vertex, stream, data, timestamp);
    }

    /** A {@code google.protobuf.Timestamp}. */
    public static Instant timestamp(ProtoReader reader) throws MalformedStatusException {
        long seconds = 0;
        long nanos = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> seconds = reader.varint();
                case 2 -> nanos = reader.varint();
                default -> {}
            }
        }
        if (nanos < 0 || nanos > 999_999_999) {
            throw new MalformedStatusException("no status message: a time with " + nanos + " nanoseconds");
        }
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            throw new MalformedStatusException("no status message: a time of " + seconds + " seconds");
        }
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
