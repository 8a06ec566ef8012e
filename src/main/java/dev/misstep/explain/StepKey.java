package dev.misstep.explain;

import dev.misstep.build.Vertex;
import org.jspecify.annotations.Nullable;

/**
 * What makes a step the same step in another build: where it stands and what it says, never its digest or number.
 *
 * @param place target, platform and stage
 * @param command the instruction as named
 */
record StepKey(Place place, String command) {
    /** A stage of a target on a platform; each part {@code null} where the build has but one. */
    record Place(
            @Nullable String target,
            @Nullable String platform,
            @Nullable String stage) {}

    static StepKey of(Vertex step) {
        return new StepKey(place(step), step.name().command());
    }

    static Place place(Vertex step) {
        return new Place(
                step.name().target(), step.name().platform(), step.name().stage());
    }
}
