package dev.misstep.history;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.misstep.build.Build;
import dev.misstep.context.Snapshot;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.Observed;
import dev.misstep.explain.SeenArgument;
import dev.misstep.explain.SeenSetting;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last run of a profile, kept in a file of its own so that the first run of the next profile has something to be
 * compared with. Values of build arguments are not in it, only their hashes.
 */
public final class LastRun {
    private static final int FORMAT = 3;
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(instants());

    private record Stored(
            int format,
            @Nullable Build build,
            @Nullable Snapshot snapshot,
            @Nullable Map<String, String> written,
            @Nullable Map<String, List<SeenArgument>> arguments,
            @Nullable Map<String, List<SeenSetting>> settings) {}

    private LastRun() {}

    /**
     * The run kept in a file; empty where there is none.
     *
     * @throws IOException if there is one that cannot be read or understood
     */
    public static Optional<Observed> load(Path file) throws IOException {
        try {
            return Optional.of(observed(JSON.readValue(file.toFile(), Stored.class)));
        } catch (NoSuchFileException | FileNotFoundException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw damaged(e);
        }
    }

    /** @param stored {@code null} for a file that says so: {@code null} is good JSON */
    private static Observed observed(@Nullable Stored stored) throws IOException {
        if (stored != null && stored.format() != FORMAT) {
            throw new IOException("it was written by another version of Misstep");
        }
        Build build = stored == null ? null : stored.build();
        if (stored == null
                || build == null
                || stored.written() == null
                || stored.arguments() == null
                || stored.settings() == null) {
            throw damaged(null);
        }
        return new Observed(
                build,
                new BuildInputs(
                        stored.snapshot(), Map.of(), stored.written(), stored.arguments(), stored.settings(), false));
    }

    private static IOException damaged(@Nullable Exception cause) {
        return new IOException("it is damaged", cause);
    }

    /** Keeps a run in place of the one before. A crash leaves the old one. */
    public static void save(Path file, Observed run) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = Files.createTempFile(directory, "run", ".tmp");
        try {
            BuildInputs inputs = run.inputs();
            Stored stored = new Stored(
                    FORMAT, run.build(), inputs.snapshot(), inputs.written(), inputs.arguments(), inputs.settings());
            JSON.writeValue(temporary.toFile(), stored);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static SimpleModule instants() {
        SimpleModule module = new SimpleModule();
        module.addSerializer(Instant.class, new StdSerializer<>(Instant.class) {
            @Override
            public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(value.toString());
            }
        });
        module.addDeserializer(Instant.class, new StdDeserializer<>(Instant.class) {
            @Override
            public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return Instant.parse(in.getText());
            }
        });
        return module;
    }
}
