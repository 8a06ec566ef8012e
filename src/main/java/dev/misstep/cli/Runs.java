package dev.misstep.cli;

import dev.misstep.build.Build;
import org.jspecify.annotations.Nullable;

/** Names the runs of a profile. */
final class Runs {
    private Runs() {}

    /** The build as the n-th of its series. */
    static Build numbered(Build build, int number, @Nullable String target) {
        Build run = build.withOrdinal(number).withId(Integer.toString(number));
        return target == null ? run : run.copy().target(target).build();
    }
}
