package dev.misstep.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cache outside of the engine, of {@code --cache-from} or {@code --cache-to} (docker/buildx, util/buildflags/cache.go).
 *
 * @param type {@code registry}, {@code inline}, {@code local}, {@code gha}, …
 * @param attributes what that type wants to know, in the order given; values may be secrets
 */
public record CacheOption(String type, Map<String, String> attributes) {
    public CacheOption {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * Reads {@code type=registry,ref=host/image}, or an image alone.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static CacheOption parse(String text) {
        if (!text.contains("=")) {
            return new CacheOption("registry", Map.of("ref", text));
        }
        Map<String, String> fields = new LinkedHashMap<>(CommaFields.parse(text));
        String type = fields.remove("type");
        if (type == null || type.isEmpty()) {
            throw new IllegalArgumentException("names no type; write type=registry,ref=IMAGE");
        }
        return new CacheOption(type, fields);
    }

    @Override
    public String toString() {
        return "CacheOption[" + type + " " + attributes.keySet() + "]";
    }
}
