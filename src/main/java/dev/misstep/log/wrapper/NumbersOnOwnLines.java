package dev.misstep.log.wrapper;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Line numbers on lines of their own before the text they belong to, where a log was copied from a page. */
final class NumbersOnOwnLines implements Decoration {
    private static final int MAX_DIGITS = 7;

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        List<String> lines = excerpt.written();
        int numbers = 0;
        for (String line : lines) {
            numbers += number(line) < 0 ? 0 : 1;
        }
        if (numbers == 0 || numbers * 4 < lines.size()) {
            return null;
        }
        int beginnings = 0;
        int numbered = 0;
        int last = -1;
        boolean numberBefore = false;
        for (String line : lines) {
            int number = number(line);
            boolean next = number >= 0 && (last < 0 || number == last + 1);
            last = next ? number : last;
            boolean beginning = !next && (BuildText.beginning(line) >= 0 || BuildText.terminal(line) >= 0);
            beginnings += beginning ? 1 : 0;
            numbered += beginning && numberBefore ? 1 : 0;
            numberBefore = next;
        }
        // of a time and a number on lines of their own, one stands directly before the text
        boolean found = beginnings > 0 && numbered * 5 >= beginnings * 4;
        return found ? new Found("line-numbers", Writer.ANYBODY, true, NumbersOnOwnLines::open) : null;
    }

    private static Unwrapper open() {
        int[] last = {-1};
        return (line, lines) -> {
            int number = number(line.text());
            if (number >= 0 && (last[0] < 0 || number == last[0] + 1)) {
                last[0] = number;
            } else {
                lines.accept(line);
            }
        };
    }

    /** The number that is all of a line; -1 where it holds anything else. */
    private static int number(String line) {
        if (line.length() > MAX_DIGITS + 4 || line.isBlank()) {
            return -1;
        }
        String text = line.strip();
        boolean digits = text.length() <= MAX_DIGITS && Form.digits(text, 0) == text.length();
        return digits ? Form.number(text, 0, text.length()) : -1;
    }
}
