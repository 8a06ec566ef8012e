package dev.misstep.log.wrapper;

/** Terminal codes in logs and in what steps print: colours, cursor moves, hyperlinks. */
public final class Ansi {
    private static final char ESCAPE = '\u001b';
    private static final char BELL = '\u0007';

    private Ansi() {}

    /** The text without terminal codes. */
    public static String strip(String text) {
        int code = text.indexOf(ESCAPE);
        if (code < 0) {
            return text;
        }
        StringBuilder bare = new StringBuilder(text.length());
        int from = 0;
        while (code >= 0) {
            int end = end(text, code + 1);
            if (end > 0) {
                bare.append(text, from, code);
                from = end;
            }
            code = text.indexOf(ESCAPE, Math.max(end, code + 1));
        }
        return from == 0 ? text : bare.append(text, from, text.length()).toString();
    }

    /** The place behind the code of which the escape character stands before that place; -1 where it begins none. */
    private static int end(String text, int at) {
        if (at == text.length()) {
            return -1;
        }
        return switch (text.charAt(at)) {
            case '[' -> sequenceEnd(text, at + 1);
            case ']' -> commandEnd(text, at + 1);
            case '(', ')' -> at + 1 < text.length() && isCharset(text.charAt(at + 1)) ? at + 2 : -1; // "ESC ( B"
            case '=', '>', '7', '8', 'c', 'D', 'E', 'H', 'M' -> at + 1;
            default -> -1;
        };
    }

    /** CSI: {@code ESC [ 33m}. */
    private static int sequenceEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isBetween(text.charAt(at), '0', '?') && text.charAt(at) != ':') {
            at++;
        }
        while (at < text.length() && isBetween(text.charAt(at), ' ', '/')) {
            at++;
        }
        return at < text.length() && isBetween(text.charAt(at), '@', '~') ? at + 1 : -1;
    }

    /** OSC: {@code ESC ] 8;;url BEL}, or {@code ESC \} in place of the bell. */
    private static int commandEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != BELL && text.charAt(at) != ESCAPE) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == BELL) {
            return at + 1;
        }
        return text.startsWith(ESCAPE + "\\", at) ? at + 2 : -1;
    }

    private static boolean isCharset(char c) {
        return isBetween(c, 'A', 'Z') || isBetween(c, '0', '9');
    }

    private static boolean isBetween(char c, char first, char last) {
        return c >= first && c <= last;
    }
}
