package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.engine.http2.DaemonThread;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The records of BuildKit's cache ({@code docker system df -v}), and the clock by which they were made. */
public final class CacheRecords {
    /** Engines before 23 measure every image and container first, which can take long. */
    private static final long PATIENCE_SECONDS = 8;

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
        Supplier<Optional<List<Item>>> asked = asked(() -> {
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
        return asked(() -> instant(engine.json("/info").path("SystemTime").asText()));
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** No more is lost than a proof. Who is not answered in time waits on, until the connection is closed. */
    private static <T> Supplier<Optional<T>> asked(Callable<T> question) {
        FutureTask<T> asking = new FutureTask<>(question);
        DaemonThread.start("cache records", asking);
        return () -> answer(asking);
    }

    private static <T> Optional<T> answer(FutureTask<T> asking) {
        try {
            return Optional.of(asking.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
