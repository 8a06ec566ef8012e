package dev.misstep.log.wrapper;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code build<TAB>Run make<TAB>2024-05-01T12:34:56.1234567Z text}: what {@code gh run view --log} puts before the lines
 * of a job's log. The step is {@code UNKNOWN STEP} where it cannot be told. Each step's log begins with a byte-order
 * mark.
 */
final class GithubRunView extends LineDecoration {
    /** How many steps are told apart; the rest of a log that has more keeps its columns. */
    private static final int MAX_STEPS = 10_000;

    GithubRunView() {
        super("github-actions", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        int columns = columns(line);
        return columns > 0 && isStamped(line, columns);
    }

    /** All lines have columns; where each has others, something else stands before them. */
    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        Set<String> steps = new HashSet<>();
        int stamped = 0;
        for (String line : excerpt.lines()) {
            if (wraps(line)) {
                stamped++;
                steps.add(line.substring(0, columns(line)));
            }
        }
        boolean most = stamped >= excerpt.lines().size() / 2;
        return stamped == 0 || !most || steps.size() > 1 + stamped / 2 ? null : super.seenIn(excerpt);
    }

    @Override
    Unwrapper open() {
        Set<String> steps = new HashSet<>();
        return (line, lines) -> {
            String text = line.text();
            int columns = columns(text);
            String step = columns == 0 ? "" : text.substring(0, columns - 1);
            if (columns > 0 && steps.size() < MAX_STEPS && isStamped(text, columns)) {
                steps.add(step);
            }
            // the further lines of a message have columns too, but no stamp
            lines.accept(
                    steps.contains(step)
                            ? line.withText(text.substring(columns)).inLane(step)
                            : line);
        };
    }

    /** The index behind the second tab; 0 where there is none. */
    private static int columns(String line) {
        return line.indexOf('\t', line.indexOf('\t') + 1) + 1;
    }

    private static boolean isStamped(String line, int from) {
        int start = from < line.length() && line.charAt(from) == '\ufeff' ? from + 1 : from;
        return GithubActions.stamped(line, start);
    }
}
