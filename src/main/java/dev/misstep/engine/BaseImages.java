package dev.misstep.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the images a Dockerfile builds on are on the engine. BuildKit cannot fetch them itself from a registry
 * that asks who is there, as Docker Hub does, when a build comes without a session (engines 20.10 to 29.5).
 */
public final class BaseImages {
    private final EngineConnection engine;

    public BaseImages(EngineConnection engine) {
        this.engine = engine;
    }

    /**
     * Pulls what is not there.
     *
     * @param references images as FROM names them; {@code scratch} is no image
     * @param platform what they must be for; the engine's own if there is none
     * @param pull whether to pull even what is there
     * @param progress hears lines of the pulls
     * @return a note on each image that could not be had; the build itself tells whether that matters
     */
    public List<String> ensure(
            Set<String> references, @Nullable String platform, boolean pull, Consumer<String> progress) {
        List<String> notes = new ArrayList<>();
        for (String reference : new TreeSet<>(references)) {
            if (reference.isEmpty() || reference.equals("scratch")) {
                continue;
            }
            try {
                if (pull || !engine.hasImage(reference, platform)) {
                    engine.pull(reference, platform, progress);
                }
            } catch (EngineException e) {
                notes.add(String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(notes);
    }
}
