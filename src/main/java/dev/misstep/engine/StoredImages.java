package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.misstep.build.BuiltImage;
import dev.misstep.build.ImageEntry;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The images in an engine's store: which there are, and what is in them. */
public final class StoredImages {
    /** What of an image's configuration a container is made by. */
    private static final Set<String> SETTINGS = Set.of(
            "User",
            "WorkingDir",
            "Cmd",
            "Entrypoint",
            "Healthcheck",
            "OnBuild",
            "Shell",
            "StopSignal",
            "StopTimeout",
            "ArgsEscaped");

    private static final Set<String> NAMED = Set.of("Labels", "ExposedPorts", "Volumes");

    private final EngineConnection engine;

    public StoredImages(EngineConnection engine) {
        this.engine = engine;
    }

    /** The ids of all of them, those without a name and those in between of the classic builder too. */
    public Set<String> ids() throws EngineException {
        Set<String> ids = new TreeSet<>();
        engine.json("/images/json?all=1")
                .forEach(image -> ids.add(image.path("Id").asText("")));
        return ids;
    }

    /** The ids of those with a label of that value. */
    public Set<String> labelled(String label, String value) throws EngineException {
        String filters = "{\"label\":[\"" + label + "=" + value + "\"]}";
        Set<String> ids = new TreeSet<>();
        engine.json("/images/json?all=1&filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8))
                .forEach(image -> ids.add(image.path("Id").asText("")));
        return ids;
    }

    /** The digests of an image's layers, the lowest first. Two images of the same layers hold the same files. */
    public List<String> layers(String id) throws EngineException {
        return ImageFacts.of(image(id)).layers();
    }

    /** The settings of an image alone. */
    public SortedMap<String, String> settings(String id) throws EngineException {
        JsonNode image = image(id);
        JsonNode config = image.path("Config");
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put(
                "Platform",
                image.path("Os").asText("") + "/" + image.path("Architecture").asText(""));
        config.path("Env").forEach(pair -> {
            String[] parts = pair.asText("").split("=", 2);
            settings.put("Env " + parts[0], parts.length < 2 ? "" : parts[1]);
        });
        for (Map.Entry<String, JsonNode> field : config.properties()) {
            if (NAMED.contains(field.getKey())) {
                for (Map.Entry<String, JsonNode> one : field.getValue().properties()) {
                    settings.put(
                            field.getKey() + " " + one.getKey(), one.getValue().toString());
                }
            } else if (SETTINGS.contains(field.getKey()) && !isEmpty(field.getValue())) {
                settings.put(field.getKey(), field.getValue().toString());
            }
        }
        return settings;
    }

    // one engine leaves a field out where another has "" or null
    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.toString().matches("\"\"|\\[]|\\{}|false|0");
    }

    private JsonNode image(String id) throws EngineException {
        return engine.json("/images/" + id + "/json");
    }

    /** All of an image. */
    public BuiltImage read(String id, Cancellation cancellation) throws EngineException {
        return new BuiltImage(settings(id), files(id, cancellation));
    }

    private SortedMap<String, ImageEntry> files(String id, Cancellation cancellation) throws EngineException {
        DockerHttpClient http = engine.newClient();
        Cancellation.Registration stop = cancellation.onCancel(() -> close(http));
        try (http;
                Response answer = EngineConnection.execute(
                        http,
                        Request.builder()
                                .method(Request.Method.GET)
                                .path(engine.path("/images/" + id + "/get"))
                                .build())) {
            EngineConnection.check(answer);
            return ImageArchive.files(answer.getBody());
        } catch (IOException e) {
            throw new EngineException(
                    "the engine could not give the image " + id + ": " + EngineConnection.reason(e), e);
        } finally {
            stop.close();
        }
    }

    private static void close(DockerHttpClient http) {
        try {
            http.close();
        } catch (IOException e) {
            return; // it is broken already, which is what is wanted
        }
    }
}
