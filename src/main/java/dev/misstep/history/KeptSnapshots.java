package dev.misstep.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Snapshots in the JSON of state files: {@code {"src":{"app.js":{…}}}}, directory by directory. Of a hundred thousand files no
 * path is then spelt out, neither here nor in memory.
 */
final class KeptSnapshots {
    private static final TypeReference<TreeMap<String, SnapshotEntry>> FOLDER = new TypeReference<>() {};

    private KeptSnapshots() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("snapshots");
        module.addSerializer(Snapshot.class, new StdSerializer<>(Snapshot.class) {
            @Override
            public void serialize(Snapshot value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeStartObject();
                try {
                    value.forEachFolder((path, entries) -> write(out, path, entries));
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
                out.writeEndObject();
            }
        });
        module.addDeserializer(Snapshot.class, new StdDeserializer<>(Snapshot.class) {
            @Override
            public Snapshot deserialize(JsonParser in, DeserializationContext context) throws IOException {
                if (!in.isExpectedStartObjectToken()) {
                    return (Snapshot) context.handleUnexpectedToken(Snapshot.class, in);
                }
                Map<String, TreeMap<String, SnapshotEntry>> folders = new LinkedHashMap<>();
                for (String path = in.nextFieldName(); path != null; path = in.nextFieldName()) {
                    in.nextToken();
                    TreeMap<String, SnapshotEntry> entries = in.readValueAs(FOLDER);
                    if (entries == null || entries.containsValue(null)) {
                        return context.reportInputMismatch(Snapshot.class, "nothing where a file should be");
                    }
                    folders.put(path, entries);
                }
                return Snapshot.ofFolders(folders);
            }
        });
        return module;
    }

    private static void write(JsonGenerator out, String path, Map<String, SnapshotEntry> entries) {
        try {
            out.writeObjectField(path, entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
