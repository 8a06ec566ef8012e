package dev.misstep.explain;

import dev.misstep.build.Vertex;
import java.util.Objects;
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
            @Nullable String stage) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place
                    && Objects.equals(target, place.target)
                    && Objects.equals(platform, place.platform)
                    && Objects.equals(stage, place.stage);
        }

        @Override
        public int hashCode() {
            return Objects.hash(target, platform, stage);
        }
    }

    // A record's own equals and hashCode are put together from method handles when they are first called, which would
    // take a tenth of the time in which a short log is read.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StepKey key && place.equals(key.place) && command.equals(key.command);
    }

    @Override
    public int hashCode() {
        return 31 * place.hashCode() + command.hashCode();
    }

    static StepKey of(Vertex step) {
        return new StepKey(place(step), step.name().command());
    }

    static Place place(Vertex step) {
        return new Place(
                step.name().target(), step.name().platform(), step.name().stage());
    }
}
