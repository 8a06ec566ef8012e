package dev.misstep.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values as Go's {@code fmt} prints them: {@code %v} of a time, {@code %q} of a string. */
final class GoText {
    // "2018-11-05 10:11:12.123456789 +0000 UTC", perhaps with " m=+0.012345678" behind it
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?) ([+-]\\d\\d)(\\d\\d) [A-Z+-][A-Z0-9+-]{0,5}(?: m=[+-]\\d{1,12}\\.\\d{1,9})?");

    private GoText() {}

    /** The instant, or {@code null} where the text is none. */
    static @Nullable Instant time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return null;
        }
        try {
            return Rfc3339.parse(time.group(1) + "T" + time.group(2) + time.group(3) + ":" + time.group(4));
        } catch (DateTimeException e) {
            return null; // the 31st of June
        }
    }

    /** What stands between the quotes; {@code null} where the closing one is missing. */
    static @Nullable String unquote(String text) {
        int last = text.length() - 1;
        if (last < 1 || text.charAt(0) != '"') {
            return null;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int i = 1;
        while (i < last) {
            char c = text.charAt(i++);
            if (c == '\\') {
                i = escape(text, i, plain);
                if (i > last) {
                    return null; // "a\" is cut: its last quote is text
                }
            } else {
                plain.append(c);
            }
        }
        return text.charAt(last) == '"' ? plain.toString() : null;
    }

    /** Appends what {@code \n} or {@code \u00e4} stands for; returns where the text goes on. */
    private static int escape(String text, int at, StringBuilder plain) {
        char kind = text.charAt(at);
        int digits = switch (kind) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
        if (digits > 0) {
            int code = hex(text, at + 1, digits);
            if (code < 0) {
                plain.append(kind);
                return at + 1;
            }
            // %q writes a byte that is no UTF-8 as \xff
            plain.appendCodePoint(kind == 'x' && code > 0x7F ? 0xFFFD : code);
            return at + 1 + digits;
        }
        plain.append(
                switch (kind) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case 'a' -> '\u0007';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'v' -> '\u000b';
                    default -> kind;
                });
        return at + 1;
    }

    /** The number, or -1 where it is none or no character's. */
    private static int hex(String text, int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || code > Character.MAX_CODE_POINT) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code <= Character.MAX_CODE_POINT ? code : -1;
    }
}
