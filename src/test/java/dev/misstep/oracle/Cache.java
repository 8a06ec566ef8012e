package dev.misstep.oracle;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the engine has made of this project so far, by key. */
final class Cache {
    private final Set<String> keys = new HashSet<>();
    private final Set<String> lost = new HashSet<>();
    private final Map<String, String> outputs = new HashMap<>();
    private int runs;

    boolean has(String key) {
        return keys.contains(key);
    }

    /** Whether it was there once. */
    boolean lost(String key) {
        return lost.contains(key);
    }

    void add(String key) {
        keys.add(key);
        lost.remove(key);
    }

    void loseAll() {
        lost.addAll(keys);
        keys.clear();
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
