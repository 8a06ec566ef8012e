package dev.misstep.build;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a builder remembers to have put into a build.
 *
 * @param arguments for each build argument that was given the {@link ShortHash} of its value
 * @param images the images it used, in the order of their names; empty where the builder tells none, as after a failure
 */
public record Ingredients(SortedMap<String, String> arguments, List<Image> images) {
    public Ingredients {
        arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
        images = List.copyOf(images);
    }

    /**
     * An image.
     *
     * @param name as it was asked for: {@code busybox:1}
     * @param platform or {@code null} where none is told
     * @param digest what it was: {@code sha256:…}
     */
    public record Image(String name, @Nullable String platform, String digest) {}
}
