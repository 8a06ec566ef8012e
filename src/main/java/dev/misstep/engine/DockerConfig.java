package dev.misstep.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The user's {@code config.json}, as far as it is asked for.
 *
 * @param directory where it lies; contexts and default certificates lie beside it
 * @param root its content, a missing node where there is no such file
 */
record DockerConfig(Path directory, JsonNode root) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads it from {@code DOCKER_CONFIG}, else from {@code .docker} below the home directory. */
    static DockerConfig read(Map<String, String> environment, Path home) throws EngineException {
        String named = environment.getOrDefault("DOCKER_CONFIG", "");
        Path directory = named.isEmpty() ? home.resolve(".docker") : Path.of(named);
        Path file = directory.resolve("config.json");
        return new DockerConfig(directory, Files.exists(file) ? json(file) : MissingNode.getInstance());
    }

    /** The JSON of one file. */
    static JsonNode json(Path file) throws EngineException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            // its message would quote the file, and the file may hold passwords
            throw new EngineException(file + " is not valid JSON (line "
                    + e.getLocation().getLineNr() + "); correct it, or point DOCKER_CONFIG elsewhere");
        } catch (IOException e) {
            throw new EngineException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A text of the file, empty where there is none. */
    String text(String field) {
        return root.path(field).asText("");
    }
}
