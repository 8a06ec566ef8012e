package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The records of BuildKit's cache ({@code docker system df -v}). */
public final class CacheRecords {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Engines before 23 measure every image and container first, which can take long. */
    private static final long PATIENCE_SECONDS = 8;

    private final EngineConnection engine;

    public CacheRecords(EngineConnection engine) {
        this.engine = engine;
    }

    /** What made each record, by its id; empty where the engine does not say, or not in time. */
    public Optional<Map<String, String>> descriptions() {
        FutureTask<Map<String, String>> asking = new FutureTask<>(this::ask);
        Thread thread = new Thread(asking, "cache records");
        thread.setDaemon(true);
        thread.start();
        try {
            return Optional.of(asking.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty(); // no more is lost than a proof
        }
    }

    private Map<String, String> ask() throws IOException, EngineException {
        Request request = Request.builder()
                .method(Request.Method.GET)
                .path(engine.path("/system/df?type=build-cache"))
                .build();
        Map<String, String> descriptions = new TreeMap<>();
        try (DockerHttpClient http = engine.newClient();
                Response answer = EngineConnection.execute(http, request)) {
            EngineConnection.check(answer);
            for (JsonNode record : JSON.readTree(answer.getBody()).path("BuildCache")) {
                descriptions.put(
                        record.path("ID").asText(), record.path("Description").asText());
            }
        }
        return descriptions;
    }
}
