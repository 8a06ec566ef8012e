package dev.misstep.explain;

import dev.misstep.build.Build;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what builds read from logs are compared with: each with the nearest earlier build of the same target by the same
 * kind of builder that shares a step with it; a build that shares none is one of something else.
 */
final class Baseline {
    private Baseline() {}

    /** The baseline of each build, {@code null} where there is none. */
    static List<@Nullable Build> of(List<Build> builds) {
        List<@Nullable Build> baselines = new ArrayList<>(builds.size());
        SharedSteps latest = new SharedSteps();
        for (int i = 0; i < builds.size(); i++) {
            int nearest = latest.greatest(builds.get(i));
            baselines.add(nearest < 0 ? null : builds.get(nearest));
            latest.replace(builds.get(i), i);
        }
        return baselines;
    }
}
