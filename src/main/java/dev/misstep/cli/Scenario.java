package dev.misstep.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series of runs.
 *
 * @param name what it is called, or {@code null} where there is but this one
 * @param warmUps runs before, which are not told of if they succeed
 * @param cold whether there is a first run without cache
 * @param runs of things as they are, 1 or more
 * @param noCache whether no run uses the cache
 * @param edits one run more for each, as {@code --edit} understands them
 * @param prepare what the shell runs before each run, or {@code null}
 */
record Scenario(
        @Nullable String name,
        int warmUps,
        boolean cold,
        int runs,
        boolean noCache,
        List<String> edits,
        @Nullable String prepare) {
    Scenario {
        edits = List.copyOf(edits);
        if (runs < 1 || warmUps < 0) {
            throw new IllegalArgumentException(warmUps + " runs before " + runs);
        }
    }

    /** A title within this series. */
    String title(String run) {
        return name == null ? run : name + ": " + run;
    }
}
