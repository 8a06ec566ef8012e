package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Vertex;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses what a build read from a log is compared with. */
final class Baseline {
    private Baseline() {}

    /**
     * The nearest earlier build of the same target by the same kind of builder that shares a step with it; {@code null}
     * where there is none, since a build that shares none is one of something else.
     */
    static @Nullable Build of(Build build, List<Build> earlier) {
        for (int i = earlier.size() - 1; i >= 0; i--) {
            Build candidate = earlier.get(i);
            if (Objects.equals(candidate.target(), build.target())
                    && sameNumbering(candidate, build)
                    && shareStep(candidate, build)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean sameNumbering(Build one, Build other) {
        return isClassic(one) == isClassic(other);
    }

    private static boolean isClassic(Build build) {
        return build.format() == Format.CLASSIC;
    }

    private static boolean shareStep(Build one, Build other) {
        Set<String> commands = new HashSet<>();
        for (Vertex step : one.steps()) {
            commands.add(step.name().command());
        }
        return other.steps().stream()
                .anyMatch(step -> commands.contains(step.name().command()));
    }
}
