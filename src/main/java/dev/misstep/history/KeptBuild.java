package dev.misstep.history;

import dev.misstep.build.Build;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A build as it is put into the history.
 *
 * @param misses of this build, in the order of its vertices
 * @param run what went into it, where Misstep drove it; {@code null} for one that was read
 */
public record KeptBuild(
        BuildSeries series,
        Origin origin,
        Build build,
        Summary summary,
        List<Miss> misses,
        @Nullable KeptRun run) {
    public KeptBuild {
        misses = List.copyOf(misses);
        for (Miss miss : misses) {
            if (!miss.build().equals(build.id())) {
                throw new IllegalArgumentException("a miss of build " + miss.build() + ", not of " + build.id());
            }
        }
    }

    /** What a trend has to know of it. */
    public BuildState state() {
        return BuildState.of(summary, misses);
    }
}
