package dev.misstep.log.wrapper;

import java.util.List;

/** What stands between a decoration and the text of a line: the same in all lines of a log. */
final class Separator {
    /** The longer ones first: one may begin another. A line that has nothing behind may have lost its blanks. */
    private static final List<String> KNOWN = List.of(" | ", "| ", " - ", ": ", "\t", "  ", " ", ",", ":", "");

    private final int[] seen = new int[KNOWN.size()];
    private int all;

    /** A line of which that is left behind the decoration. */
    void add(String line, int from) {
        String rest = line.substring(Math.min(from, line.length())).strip();
        if (rest.isEmpty() || KNOWN.stream().anyMatch(known -> known.strip().equals(rest))) {
            return;
        }
        all++;
        for (int i = 0; i < seen.length; i++) {
            if (line.startsWith(KNOWN.get(i), from)) {
                seen[i]++;
            }
        }
    }

    /**
     * The one that all of the lines have, or all but what is the fault of one line in twenty. A blank behind it is the
     * text's own where some lines have none: {@code 2:[+] Building 1.2s} above {@code 3: => [1/2] FROM alpine}.
     */
    String found() {
        for (int i = 0; i < seen.length; i++) {
            boolean blanks = KNOWN.get(i).isBlank();
            int bare = blanks ? -1 : KNOWN.indexOf(KNOWN.get(i).strip());
            boolean ofText = bare > i && seen[bare] > seen[i];
            if (all > 0 && !ofText && (blanks ? seen[i] == all : seen[i] >= all - all / 20)) {
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
