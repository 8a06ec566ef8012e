package dev.misstep.context;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Changed content of some files for the builder's eyes only; the files themselves stay as they are. */
public final class Overlay {
    /** Nothing is changed. */
    public static final Overlay NONE = new Overlay(Map.of());

    private final Map<String, byte[]> contents;

    /** @param contents by path relative to the context, with {@code /} */
    public Overlay(Map<String, byte[]> contents) {
        this.contents = new TreeMap<>();
        contents.forEach((path, bytes) -> this.contents.put(path, bytes.clone()));
    }

    /** The bytes the builder shall see in place of the file's own. */
    public Optional<byte[]> contentOf(String path) {
        byte[] bytes = contents.get(path);
        return bytes == null ? Optional.empty() : Optional.of(bytes.clone());
    }

    /** The changed paths, sorted. */
    public Set<String> paths() {
        return Collections.unmodifiableSet(contents.keySet());
    }
}
