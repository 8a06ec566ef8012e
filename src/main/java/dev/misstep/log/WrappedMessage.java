package dev.misstep.log;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A client's last word that a console wrapped, without a header around the log's beginning to show its width. BuildKit
 * quotes the command that failed on one line, so a message whose quote is open goes on with the next row.
 *
 * <pre>
 * failed to solve: process "/bin/sh -c npm ci" did
 * not complete successfully: exit code: 1
 * </pre>
 */
final class WrappedMessage {
    private static final int MAX_ROWS = 60;

    private static final Pattern WHOLE =
            Pattern.compile(".*\" did not complete successfully: (?!exit$|exit code:$)\\S.*", Pattern.DOTALL);

    private final int before;
    private final List<String> rows = new ArrayList<>();

    /** @param before how many characters of the first row are not of the message */
    WrappedMessage(String row, int before) {
        this.before = before;
        rows.add(row);
    }

    /** Whether more of it must follow. */
    static boolean isCut(String message) {
        String told = message.stripTrailing();
        return told.endsWith("failed to solve:")
                || told.endsWith("failed to build:")
                || (told.contains("process \"") && !WHOLE.matcher(told).matches());
    }

    /** Takes the next row; false where there is none that can be of it. */
    boolean accept(String row) {
        return !row.isBlank() && rows.size() < MAX_ROWS && rows.add(row);
    }

    /** What it is so far. A row as wide as the widest was cut within a word, any other behind one. */
    String text() {
        int width = rows.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (String row : rows) {
            text.append(row);
            text.append(row.length() == width || row.endsWith(" ") ? "" : " ");
        }
        return text.substring(before).stripTrailing();
    }
}
