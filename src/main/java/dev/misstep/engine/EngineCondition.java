package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.log.MalformedStatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an engine does, as far as builds are concerned.
 *
 * @param storage its storage driver, as {@code overlay2}
 * @param directory where it keeps its data
 * @param freeBytes of the disk that is on; empty where that cannot be seen from here
 * @param cacheBytes what BuildKit's cache holds; empty where the engine does not say
 * @param cacheRecords how many records it has
 * @param worker what BuildKit says of itself; empty where it does not answer
 */
public record EngineCondition(
        String storage,
        String directory,
        OptionalLong freeBytes,
        OptionalLong cacheBytes,
        int cacheRecords,
        Optional<WorkerFacts> worker) {
    /** Asks an engine. What it does not tell is left out. */
    public static EngineCondition of(EngineConnection engine) throws EngineException {
        JsonNode info = engine.json("/info");
        Optional<List<CacheRecords.Item>> cache = new CacheRecords(engine).items();
        OptionalLong bytes = cache.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        cache.get().stream().mapToLong(CacheRecords.Item::bytes).sum());
        int records = cache.map(List::size).orElse(0);
        String directory = info.path("DockerRootDir").asText("");
        return new EngineCondition(
                info.path("Driver").asText(""), directory, free(engine, directory), bytes, records, worker(engine));
    }

    /** A directory of that name here may be another machine's, unless the engine's socket is here too. */
    private static OptionalLong free(EngineConnection engine, String directory) {
        Path path = Path.of(directory.isEmpty() ? "/" : directory);
        try {
            boolean here = engine.address().host().getScheme().equals("unix") && Files.isDirectory(path);
            return here ? OptionalLong.of(Files.getFileStore(path).getUsableSpace()) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static Optional<WorkerFacts> worker(EngineConnection engine) {
        try (BuildKitControl control = BuildKitControl.open(engine, new Cancellation())) {
            return Optional.of(control.worker());
        } catch (IOException | EngineException | GrpcException | MalformedStatusException e) {
            return Optional.empty();
        }
    }
}
