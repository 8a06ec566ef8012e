package dev.misstep.cli;

import dev.misstep.build.Build;
import org.jspecify.annotations.Nullable;

/** Names the runs of a profile. */
final class Runs {
    private Runs() {}

    /** The build as the n-th of its series. */
    static Build numbered(Build build, int number, @Nullable String target) {
        return new Build(
                Integer.toString(number),
                build.source(),
                number,
                build.line(),
                build.format(),
                build.wrapper(),
                build.clock(),
                target == null ? build.target() : target,
                build.outcome(),
                build.startedAt(),
                build.seconds(),
                build.error(),
                build.vertices(),
                build.diagnostics(),
                build.ingredients());
    }
}
