package dev.misstep.log.wrapper;

import java.util.List;

/** What stands between a decoration and the text of a line: the same in all lines of a log. */
final class Separator {
    /** The longer ones first: one may begin another. A line that has nothing behind may have lost its blanks. */
    private static final List<String> KNOWN = List.of(" | ", "| ", " - ", ": ", "\t", "  ", " ", ",", "");

    private final int[] seen = new int[KNOWN.size()];
    private int all;

    /** A line of which that is left behind the decoration. */
    void add(String line, int from) {
        if (from >= line.length() || line.substring(from).isBlank()) {
            return;
        }
        all++;
        for (int i = 0; i < seen.length; i++) {
            if (line.startsWith(KNOWN.get(i), from)) {
                seen[i]++;
            }
        }
    }

    /** The one that all of the lines have, or all but what is the fault of one line in twenty. */
    String found() {
        for (int i = 0; i < seen.length; i++) {
            boolean blanks = KNOWN.get(i).isBlank();
            if (all > 0 && (blanks ? seen[i] == all : seen[i] >= all - all / 20)) {
                return KNOWN.get(i);
            }
        }
        return all == 0 || seen[KNOWN.indexOf(" ")] > 0 ? " " : "";
    }

    /** The text of a line behind the decoration; {@code null} where another separator stands there. */
    static @org.jspecify.annotations.Nullable String behind(String line, int from, String separator) {
        if (line.startsWith(separator, from)) {
            return line.substring(from + separator.length());
        }
        boolean lost = separator.startsWith(line.substring(Math.min(from, line.length())));
        return lost ? "" : null;
    }
}
