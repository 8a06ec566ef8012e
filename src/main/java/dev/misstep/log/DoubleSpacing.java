package dev.misstep.log;

import java.util.List;

/**
 * The empty line that a log has below each of its lines where something wrote two line ends for one. BuildKit's oldest
 * display tells with an empty line that a group is over, so that those are no lines of the builder.
 */
final class DoubleSpacing {
    /** So many lines with an empty one below them tell it. */
    private static final int ENOUGH = 4;

    private boolean found;
    private boolean belowLine;

    /** Takes an excerpt that is free of decoration. */
    void look(List<String> excerpt) {
        found |= isAlternating(excerpt, 0) || isAlternating(excerpt, 1);
    }

    boolean isFound() {
        return found;
    }

    /** Whether that line is one that was put in: to be asked of each, in their order. */
    boolean adds(String line) {
        belowLine = !(found && belowLine && line.isEmpty());
        return !belowLine;
    }

    /** @param parity 0 where the first line is empty, the third and so on, 1 where the second is */
    private static boolean isAlternating(List<String> lines, int parity) {
        int said = 0;
        for (int i = 0; i < lines.size(); i++) {
            boolean blank = lines.get(i).isBlank();
            if (i % 2 == parity && !blank) {
                return false;
            }
            said += blank ? 0 : 1;
        }
        return said >= ENOUGH;
    }
}
