package dev.misstep.build;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a build made, as far as a program that runs in it can tell.
 *
 * @param settings of its configuration, as {@code Env PATH} and {@code Cmd}; values may be secret
 * @param files by absolute path, without the root itself
 */
public record BuiltImage(SortedMap<String, String> settings, SortedMap<String, ImageEntry> files) {
    public BuiltImage {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        for (Map.Entry<String, ImageEntry> file : files.entrySet()) {
            if (!file.getKey().startsWith("/") || file.getKey().endsWith("/")) {
                throw new IllegalArgumentException("no path of an image: " + file.getKey());
            }
        }
    }

    /** Names alone: a setting may be a secret. */
    @Override
    public String toString() {
        return "BuiltImage[" + settings.keySet() + ", " + files.size() + " files]";
    }
}
