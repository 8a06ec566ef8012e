package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import org.jspecify.annotations.Nullable;

/** Folds the messages of a status stream into one build, as BuildKit's own displays do. */
public final class StatusAssembler {
    /**
     * @param format {@link Format#RAWJSON} or {@link Format#ENGINE}
     * @param listener hears of the vertices as they come
     */
    public StatusAssembler(Format format, BuildListener listener) {}

    /**
     * Takes one message.
     *
     * @param line the source's line it stood on, 0 for a live build
     */
    public void accept(SolveStatus status, long line) {}

    /**
     * All that was seen, as one build.
     *
     * @param source what the build was read from
     * @param error what the builder said of the whole build, or {@code null}
     * @param ended whether the builder said that the build was over; if not, it is incomplete unless it failed
     */
    public Build finish(String source, int ordinal, @Nullable String error, boolean ended) {
        throw new IllegalStateException();
    }
}
