package dev.misstep.log;

/**
 * A vertex' name as one row shows it. The display cuts it where the row is full, without a mark, and a word in front
 * ({@code CACHED}) or a longer time behind it makes the cut earlier (BuildKit, progressui/display.go).
 *
 * @param text without blanks at its end
 * @param gap blanks between it and the row's seconds; two or fewer where it may be cut
 */
record TtyName(String text, int gap) {
    private static final int CUT_GAP = 2;

    /** What stands where a character of several bytes was cut in two. */
    private static final char HALF = '\ufffd';

    /** Whether both may be the name of one vertex, of which the shorter shows less. */
    boolean fits(TtyName other) {
        if (text.equals(other.text)) {
            return true;
        }
        return text.length() < other.text.length() ? isCutOf(other.text) : other.isCutOf(text);
    }

    /** The one that shows more. */
    TtyName fuller(TtyName other) {
        return other.text.length() > text.length() ? other : this;
    }

    /**
     * Whether the other is the same step under another target's name: what several targets share is named now after one,
     * now after another.
     */
    boolean isSharedWith(TtyName other) {
        int end = text.indexOf("] ");
        int otherEnd = other.text.indexOf("] ");
        return end > 0
                && otherEnd > 0
                && text.startsWith("[")
                && other.text.startsWith("[")
                && text.charAt(end - 1) == other.text.charAt(otherEnd - 1)
                && new TtyName(text.substring(end), gap).fits(new TtyName(other.text.substring(otherEnd), other.gap));
    }

    /** Whether it is the beginning of a whole name, as the blocks of errors tell it. */
    boolean isCutOf(String whole) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) == HALF) {
            return whole.startsWith(text.substring(0, text.length() - 1));
        }
        if (text.isEmpty() || !whole.startsWith(text)) {
            return false;
        }
        if (whole.length() == text.length()) {
            return true;
        }
        // cut between two blanks or more, or with fewer characters than bytes
        return text.chars().anyMatch(c -> c > 127)
                || whole.startsWith(" ".repeat(Math.max(0, gap - CUT_GAP)), text.length());
    }
}
