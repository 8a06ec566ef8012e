package dev.misstep.log.wrapper;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What stands between quotes in a line, as Go, JSON and Python ({@code \"}) or CSV and YAML ({@code ""}) write it. */
final class QuotedText {
    private QuotedText() {}

    /**
     * The text that begins at that place, with the quote before it; {@code null} where no other ends it.
     *
     * @param escapes whether a backslash is more than itself
     */
    static @Nullable String read(String line, int from, boolean escapes) {
        char quote = line.charAt(from - 1);
        StringBuilder text = new StringBuilder(line.length() - from);
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '\\' && escapes && at < line.length()) {
                at = escape(line, at, text);
            } else if (c != quote) {
                text.append(c);
            } else if (line.startsWith(String.valueOf(quote), at)) {
                text.append(c);
                at++;
            } else {
                return text.toString();
            }
        }
        return null;
    }

    /** Hands on each of the lines that one text holds. */
    static void lines(LogLine line, String text, Consumer<LogLine> lines) {
        int from = 0;
        int end = text.indexOf('\n');
        while (end >= 0 && end + 1 < text.length()) {
            lines.accept(line.withText(text.substring(from, end)));
            from = end + 1;
            end = text.indexOf('\n', from);
        }
        lines.accept(line.withText(text.substring(from, end < 0 ? text.length() : end)));
    }

    /** Appends what {@code \n} or {@code \u00e4} stands for; returns where the text goes on. */
    private static int escape(String line, int at, StringBuilder text) {
        char kind = line.charAt(at);
        int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
        int code = digits == 0 || at + 1 + digits > line.length() ? -1 : hex(line, at + 1, at + 1 + digits);
        if (code >= 0) {
            text.appendCodePoint(kind == 'x' && code > 0x7f ? '\ufffd' : code); // a byte that is no character
            return at + 1 + digits;
        }
        int known = "ntrabfve".indexOf(kind);
        text.append(known < 0 ? kind : "\n\t\r\u0007\b\f\u000b\u001b".charAt(known));
        return at + 1;
    }

    private static int hex(String line, int from, int to) {
        long code = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(line.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return Character.isValidCodePoint((int) code) && code <= Character.MAX_CODE_POINT ? (int) code : -1;
    }
}
