package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The records of BuildKit's cache ({@code docker system df -v}), and the clock by which they were made. */
public final class CacheRecords {
    /** Engines before 23 measure every image and container first, which can take long. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final String THREAD = "cache records";

    private final EngineConnection engine;

    public CacheRecords(EngineConnection engine) {
        this.engine = engine;
    }

    /**
     * One record.
     *
     * @param description what made it: {@code mount / from exec /bin/sh -c make}, or the name of a step; secret as it may be
     * @param bytes of the disk
     */
    public record Item(String description, Instant created, long bytes) {}

    /** All there are; empty where the engine does not say, or not in time. */
    public Optional<List<Item>> items() {
        Supplier<Optional<List<Item>>> asked = PatientQuestion.ask(THREAD, PATIENCE, () -> {
            List<Item> items = new ArrayList<>();
            for (JsonNode record : engine.json("/system/df?type=build-cache").path("BuildCache")) {
                items.add(new Item(
                        record.path("Description").asText(),
                        instant(record.path("CreatedAt").asText()),
                        record.path("Size").asLong()));
            }
            return items;
        });
        return asked.get();
    }

    /** The engine's time; empty where it does not say. */
    public Optional<Instant> now() {
        return askNow().get();
    }

    /** Asks for the engine's time, which takes a moment, and does not wait for it until the answer is wanted. */
    public Supplier<Optional<Instant>> askNow() {
        return PatientQuestion.ask(
                THREAD,
                PATIENCE,
                () -> instant(engine.json("/info").path("SystemTime").asText()));
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
