package dev.misstep.engine;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What came of one build.
 *
 * @param build all that was seen, even if it ended early
 * @param imageId the image that was made, as the engine names it, or {@code null} if there is none
 * @param error what the builder, or the way to it, failed with, or {@code null}
 * @param canceled whether it was stopped by its {@link Cancellation}
 * @param connectionLost whether the engine went away before it said how the build ended
 */
public record BuildResult(
        Build build, @Nullable String imageId, @Nullable String error, boolean canceled, boolean connectionLost) {
    public BuildResult {
        if (canceled && build.outcome() != Outcome.CANCELED) {
            throw new IllegalArgumentException(
                    "a canceled build that " + build.outcome().label());
        }
    }

    /** Whether an image was made. */
    public boolean succeeded() {
        return error == null && !canceled;
    }
}
