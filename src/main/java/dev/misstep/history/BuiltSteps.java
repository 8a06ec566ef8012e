package dev.misstep.history;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.explain.StepKeys;
import dev.misstep.history.HeldResult.CacheRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one context that an engine has built and, as far as anybody knows, has in its cache.
 *
 * @param engine the engine's id; empty where that is not known
 * @param results by the key of a step, the oldest first: the results of it that were made; empty where there may be others
 * @param images of those that the classic builder built
 */
public record BuiltSteps(String engine, Map<String, List<HeldResult>> results, ClassicImages images) {
    private static final int FORMAT = 5;
    /** More are not remembered: of a step that was forgotten nothing worse is said than that it will run. */
    private static final int MOST = 20_000;

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(Instants.module());

    private record Stored(
            int format,
            @Nullable String engine,
            @Nullable LinkedHashMap<String, List<HeldResult>> results,
            @Nullable ClassicImages images) {}

    /** Of an engine that has built nothing so far. */
    public static BuiltSteps none(String engine) {
        return new BuiltSteps(engine, Map.of(), ClassicImages.NONE);
    }

    public BuiltSteps {
        results = new LinkedHashMap<>(results);
    }

    /** What is kept in a file; empty where there is none. */
    public static Optional<BuiltSteps> load(Path file) throws IOException {
        try {
            Stored stored = JSON.readValue(file.toFile(), Stored.class);
            if (stored == null || stored.engine() == null || stored.results() == null || stored.format() != FORMAT) {
                throw new IOException("it is damaged, or was written by another version of Misstep");
            }
            ClassicImages images = stored.images() == null ? ClassicImages.NONE : stored.images();
            return Optional.of(new BuiltSteps(stored.engine(), stored.results(), images));
        } catch (NoSuchFileException | FileNotFoundException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException("it is damaged", e);
        }
    }

    /** Keeps it in place of what was there before. A crash leaves the old one. */
    public void save(Path file) throws IOException {
        Stored stored = new Stored(FORMAT, engine, new LinkedHashMap<>(results), images);
        StateFile.write(file, out -> JSON.writeValue(out, stored));
    }

    /**
     * With steps of a build.
     *
     * @param hits keys of steps that the cache served: what is known of their results stays
     * @param ran by the keys of steps that ran: what each left beside what was there, {@code null} where that is not known
     */
    public BuiltSteps with(Set<String> hits, Map<String, @Nullable HeldResult> ran) {
        LinkedHashMap<String, List<HeldResult>> all = new LinkedHashMap<>(results);
        for (String key : hits) {
            List<HeldResult> known = all.remove(key);
            all.put(key, known == null ? List.of() : known);
        }
        ran.forEach((key, result) -> {
            List<HeldResult> known = all.remove(key);
            List<HeldResult> held = new ArrayList<>(known == null ? List.of() : known);
            boolean others = result == null || (known != null && known.isEmpty());
            if (others) {
                held.clear();
            } else {
                held.add(result);
            }
            all.put(key, List.copyOf(held));
        });
        all.keySet().stream().limit(Math.max(0, all.size() - MOST)).toList().forEach(all::remove);
        return new BuiltSteps(engine, all, images.retaining(all.keySet()));
    }

    /** With what the classic builder's images stand on now. */
    public BuiltSteps with(ClassicImages now) {
        return new BuiltSteps(engine, results, now);
    }

    /**
     * The keys of all steps of whose results an engine that lost nothing has one where the builder looks. One that copied from
     * an image in place of which there is another is there by the rest of its key alone.
     */
    public Set<String> found() {
        Set<String> found = new HashSet<>(results.keySet());
        found.removeAll(images.hidden());
        for (String key : images.ofOtherSources()) {
            if (found.remove(key)) {
                found.add(StepKeys.ofOtherSources(key));
            }
        }
        return found;
    }

    /**
     * The keys of steps of whose results none is among the records of the engine's cache, nor one of a step that may be the
     * same to the builder.
     */
    public Set<String> lost(Collection<CacheRecord> records) {
        Map<String, List<CacheRecord>> byDescription = new LinkedHashMap<>();
        for (CacheRecord record : records) {
            byDescription
                    .computeIfAbsent(record.description(), description -> new ArrayList<>())
                    .add(record);
        }
        Set<String> there = new HashSet<>();
        results.forEach((key, held) -> {
            boolean mayBe = held.isEmpty()
                    || held.stream()
                            .anyMatch(result -> byDescription.getOrDefault(result.description(), List.of()).stream()
                                    .anyMatch(result::isHeldBy));
            if (mayBe) {
                there.add(StepKeys.rough(key));
            }
        });
        Set<String> lost = new TreeSet<>(results.keySet());
        lost.removeIf(key -> there.contains(StepKeys.rough(key)));
        return lost;
    }
}
