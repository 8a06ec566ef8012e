package dev.misstep.history;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.explain.EngineCache;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one context that an engine has built and, as far as anybody knows, has in its cache.
 *
 * @param engine the engine's id; empty where that is not known
 * @param records by the key of a step, the oldest first: see {@link EngineCache#built()}
 */
public record BuiltSteps(String engine, Map<String, String> records) {
    private static final int FORMAT = 1;
    /** More are not remembered: of a step that was forgotten nothing worse is said than that it will run. */
    private static final int MOST = 20_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Stored(
            int format, @Nullable String engine, @Nullable LinkedHashMap<String, String> records) {}

    public BuiltSteps {
        records = new LinkedHashMap<>(records);
    }

    /** What is kept in a file; empty where there is none. */
    public static Optional<BuiltSteps> load(Path file) throws IOException {
        try {
            Stored stored = JSON.readValue(file.toFile(), Stored.class);
            if (stored == null || stored.engine() == null || stored.records() == null || stored.format() != FORMAT) {
                throw new IOException("it is damaged, or was written by another version of Misstep");
            }
            return Optional.of(new BuiltSteps(stored.engine(), stored.records()));
        } catch (NoSuchFileException | FileNotFoundException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException("it is damaged", e);
        }
    }

    /** Keeps it in place of what was there before. A crash leaves the old one. */
    public void save(Path file) throws IOException {
        StateFile.write(file, JSON.writeValueAsBytes(new Stored(FORMAT, engine, new LinkedHashMap<>(records))));
    }

    /**
     * With steps of a build.
     *
     * @param hits keys of steps that the cache served: what is known of their records stays
     * @param ran by the keys of steps that ran: the record each left beside those that were there, empty where that is not known
     */
    public BuiltSteps with(Set<String> hits, Map<String, String> ran) {
        LinkedHashMap<String, String> all = new LinkedHashMap<>(records);
        for (String key : hits) {
            String known = all.remove(key);
            all.put(key, known == null ? EngineCache.NOT_KNOWN : known);
        }
        ran.forEach((key, record) -> {
            String known = all.remove(key);
            String left = record.isEmpty() ? EngineCache.NOT_KNOWN : record;
            all.put(key, known == null || known.equals(left) ? left : known + " " + left);
        });
        all.keySet().stream().limit(Math.max(0, all.size() - MOST)).toList().forEach(all::remove);
        return new BuiltSteps(engine, all);
    }
}
