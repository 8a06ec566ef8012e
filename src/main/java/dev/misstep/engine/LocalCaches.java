package dev.misstep.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.misstep.engine.session.ContentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Caches in directories of this machine, {@code type=local} (moby/buildkit, client/solve.go, client/ociindex): OCI image layouts
 * in whose index a tag leads to a cache.
 *
 * @param settings the build's, as the engine is told of them: with digests of the caches to import, and without those that are
 *     not there
 * @param stores by the names the engine has for them
 * @param exports tags by the directories that caches are exported to
 * @param notes what a reader of the build should know
 */
record LocalCaches(
        BuildSettings settings, Map<String, ContentStore> stores, Map<Path, String> exports, List<String> notes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOCAL = "local";
    private static final String INDEX = "index.json";
    private static final String TAG = "org.opencontainers.image.ref.name";
    private static final String NAME = "io.containerd.image.name";

    static LocalCaches of(BuildSettings settings) {
        Map<String, ContentStore> stores = new TreeMap<>();
        Map<Path, String> exports = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (CacheOption cache : settings.cacheTo()) {
            if (cache.type().equals(LOCAL)) {
                String directory = cache.attributes().getOrDefault("dest", "");
                stores.put(LOCAL + ":" + directory, new ContentStore(Path.of(directory)));
                exports.put(Path.of(directory), tag(cache));
            }
        }
        List<CacheOption> imports = new ArrayList<>();
        for (CacheOption cache : settings.cacheFrom()) {
            if (!cache.type().equals(LOCAL)) {
                imports.add(cache);
                continue;
            }
            String directory = cache.attributes().getOrDefault("src", "");
            try {
                ContentStore store = new ContentStore(Path.of(directory));
                imports.add(found(cache, store));
                stores.putIfAbsent(LOCAL + ":" + directory, store);
            } catch (IOException | InvalidPathException e) {
                notes.add("the cache in " + directory + " is not imported: " + e.getMessage());
            }
        }
        return new LocalCaches(settings.withCacheFrom(imports), stores, exports, notes);
    }

    private static String tag(CacheOption cache) {
        return cache.attributes().getOrDefault("tag", "latest");
    }

    /** The cache by its digest, which is all that the engine takes. */
    private static CacheOption found(CacheOption cache, ContentStore store) throws IOException {
        Map<String, String> attributes = new LinkedHashMap<>(cache.attributes());
        String digest = attributes.getOrDefault("digest", "");
        if (digest.isEmpty()) {
            digest = tagged(store.root(), tag(cache));
        }
        if (!store.has(digest)) {
            throw new IOException("it has no " + (digest.isEmpty() ? "cache with tag " + tag(cache) : digest));
        }
        attributes.put("digest", digest);
        return new CacheOption(LOCAL, attributes);
    }

    private static String tagged(Path directory, String tag) throws IOException {
        JsonNode manifests = read(directory).path("manifests");
        for (String annotation : List.of(NAME, TAG)) {
            for (JsonNode manifest : manifests) {
                if (tag.equals(manifest.path("annotations").path(annotation).asText(null))) {
                    return manifest.path("digest").asText("");
                }
            }
        }
        return "";
    }

    private static JsonNode read(Path directory) throws IOException {
        Path index = directory.resolve(INDEX);
        if (!Files.exists(index)) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(Files.readAllBytes(index));
        } catch (JsonProcessingException e) {
            throw new IOException("its " + INDEX + " is no valid JSON", e);
        }
    }

    /**
     * Has the tags lead to a cache that was exported.
     *
     * @param manifest what the engine calls it, in JSON; empty if nothing was exported
     */
    void exported(String manifest) throws IOException {
        if (manifest.isEmpty()) {
            return;
        }
        JsonNode descriptor = JSON.readTree(manifest);
        for (Map.Entry<Path, String> export : exports.entrySet()) {
            if (descriptor instanceof ObjectNode cache) {
                put(export.getKey(), export.getValue(), cache.deepCopy());
            }
        }
    }

    private static void put(Path directory, String tag, ObjectNode cache) throws IOException {
        ObjectNode index = read(directory) instanceof ObjectNode found ? found : JSON.createObjectNode();
        ArrayNode manifests = JSON.createArrayNode();
        for (JsonNode other : index.path("manifests")) {
            JsonNode annotations = other.path("annotations");
            boolean same = annotations.path(TAG).asText("").equals(tag)
                    && annotations.path(NAME).asText("").isEmpty();
            if (!same) {
                manifests.add(other);
            }
        }
        annotations(cache).put(TAG, tag);
        manifests.add(cache);
        if (!index.has("schemaVersion")) {
            index.put("schemaVersion", 2);
        }
        if (!index.has("mediaType")) {
            index.put("mediaType", "application/vnd.oci.image.index.v1+json");
        }
        index.set("manifests", manifests);
        Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Path partial = directory.resolve(INDEX + "." + UUID.randomUUID());
        try {
            Files.write(partial, JSON.writeValueAsBytes(index));
            Files.move(partial, directory.resolve(INDEX), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static ObjectNode annotations(ObjectNode cache) {
        @Nullable JsonNode there = cache.get("annotations");
        return there instanceof ObjectNode annotations ? annotations : cache.putObject("annotations");
    }
}
