package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Vertex;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that builds were given, found again by the steps that another build of the same target by the same kind of
 * builder shares with them: a log may hold thousands of builds, too many to compare each with each.
 */
final class SharedSteps {
    /** No build shares a step. */
    static final int NONE = -1;

    private final Map<Key, Integer> numbers = new HashMap<>();

    /** Gives the steps of a build its number; one that others gave them is forgotten. */
    void replace(Build build, int number) {
        for (Vertex step : build.steps()) {
            numbers.put(key(build, step), number);
        }
    }

    /** Gives the steps of a build its number where they have no lower one. */
    void lower(Build build, int number) {
        for (Vertex step : build.steps()) {
            numbers.merge(key(build, step), number, Math::min);
        }
    }

    /** The greatest number of the build's steps, or {@link #NONE}. */
    int greatest(Build build) {
        int greatest = NONE;
        for (Vertex step : build.steps()) {
            greatest = Math.max(greatest, numbers.getOrDefault(key(build, step), NONE));
        }
        return greatest;
    }

    /** The least number of the build's steps, or {@link #NONE}. */
    int least(Build build) {
        int least = Integer.MAX_VALUE;
        for (Vertex step : build.steps()) {
            least = Math.min(least, numbers.getOrDefault(key(build, step), Integer.MAX_VALUE));
        }
        return least == Integer.MAX_VALUE ? NONE : least;
    }

    private static Key key(Build build, Vertex step) {
        return new Key(
                build.target(), build.format() == Format.CLASSIC, step.name().command());
    }

    /** What two builds have to share. */
    private record Key(@Nullable String target, boolean classic, String command) {
        // as in StepKey: a record's own would be slow at the start
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && classic == key.classic
                    && command.equals(key.command)
                    && Objects.equals(target, key.target);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * command.hashCode() + Objects.hashCode(target)) + (classic ? 1 : 0);
        }
    }
}
