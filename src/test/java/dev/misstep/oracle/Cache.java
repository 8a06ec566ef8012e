package dev.misstep.oracle;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the engine has made of this project so far, by key. */
final class Cache {
    private final Set<String> keys = new HashSet<>();
    private final Set<String> apart = new HashSet<>();
    private final Set<String> definitions = new HashSet<>();
    private final Set<String> lost = new HashSet<>();
    private final Map<String, String> outputs = new HashMap<>();
    private final Map<String, String> children = new HashMap<>();
    private final Map<String, String> images = new HashMap<>();
    private int runs;

    boolean has(String key) {
        return keys.contains(key);
    }

    /** Whether it was there once. */
    boolean lost(String key) {
        return lost.contains(key);
    }

    /** Whether it has a step but for what that takes from stages, and nobody has built it with what they are made of now. */
    boolean hasOfOtherStages(Step step) {
        return apart.contains(step.apart()) && !definitions.contains(step.definition());
    }

    void add(Step step) {
        keys.add(step.key());
        lost.remove(step.key());
        apart.add(step.apart());
        definitions.add(step.definition());
    }

    /** The image that the classic builder finds, or {@code null}. */
    @Nullable
    String child(String lookup) {
        return children.get(lookup);
    }

    /** Makes one that hides an older one. */
    String newChild(String lookup) {
        String image = "image " + ++runs;
        children.put(lookup, image);
        return image;
    }

    /** The id of a base image. */
    String image(String name) {
        return images.getOrDefault(name, name);
    }

    void image(String name, String id) {
        images.put(name, id);
    }

    void loseAll() {
        lost.addAll(keys);
        keys.clear();
        apart.clear();
        definitions.clear();
        outputs.clear();
    }

    /** What a step writes that never writes the same twice. */
    String output(String key, boolean again) {
        if (again) {
            outputs.remove(key);
        }
        return outputs.computeIfAbsent(key, k -> "run " + ++runs);
    }
}
