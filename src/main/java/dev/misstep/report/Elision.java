package dev.misstep.report;

/** Shortens long names. What is left out is marked by {@code …}; characters are never cut in two. */
public final class Elision {
    private Elision() {}

    /**
     * Keeps the beginning and the end, since a command's last words often tell it from its neighbours.
     *
     * @param columns the room there is, at least 1
     */
    public static String middle(String text, int columns) {
        // A text is never wider than two columns a char, so most are decided without measuring.
        if (text.length() * 2 <= columns || TextWidth.of(text) <= columns) {
            return text;
        }
        int room = Math.max(0, columns - 1);
        int tail = room / 3;
        return head(text, room - tail) + "…" + tail(text, tail);
    }

    /** Keeps the beginning. */
    public static String end(String text, int columns) {
        if (text.length() * 2 <= columns || TextWidth.of(text) <= columns) {
            return text;
        }
        return head(text, Math.max(0, columns - 1)) + "…";
    }

    private static String head(String text, int columns) {
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            used += TextWidth.of(point);
            if (used > columns) {
                break;
            }
            at += Character.charCount(point);
        }
        return text.substring(0, at).stripTrailing();
    }

    private static String tail(String text, int columns) {
        int used = 0;
        int at = text.length();
        while (at > 0) {
            int point = text.codePointBefore(at);
            used += TextWidth.of(point);
            if (used > columns) {
                break;
            }
            at -= Character.charCount(point);
        }
        return text.substring(at).stripLeading();
    }
}
