package dev.misstep.report;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Makes names from a log harmless in a terminal and in a page: what would move the cursor, turn the reading direction or
 * stay invisible is shown as a visible mark instead.
 */
public final class SafeText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private SafeText() {}

    /** The text with controls as pictures ({@code ␛}) and other format characters as {@code <U+202E>}. */
    public static String visible(String text) {
        int harmless = 0;
        while (harmless < text.length() && isHarmless(text.codePointAt(harmless))) {
            harmless += Character.charCount(text.codePointAt(harmless));
        }
        if (harmless == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> appendVisible(out, point));
        return out.toString();
    }

    /** The same on one line, with every run of blanks made one space. */
    public static String oneLine(String text) {
        return visible(BLANKS.matcher(text.strip()).replaceAll(" "));
    }

    private static boolean isHarmless(int point) {
        if (point >= ' ' && point <= '~') {
            return true; // which most are
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            // Bidirectional controls, tags and byte order marks; the joiners are part of ordinary emoji and scripts.
            case Character.FORMAT -> point == ZERO_WIDTH_NON_JOINER || point == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }

    private static void appendVisible(StringBuilder out, int point) {
        if (isHarmless(point)) {
            out.appendCodePoint(point);
        } else if (point < 0x20) {
            out.appendCodePoint(0x2400 + point);
        } else if (point == 0x7F) {
            out.append('\u2421');
        } else if (Character.getType(point) == Character.SURROGATE) {
            out.append('\uFFFD');
        } else {
            String digits = HexFormat.of().withUpperCase().toHexDigits(point, point > 0xFFFF ? 6 : 4);
            out.append("<U+").append(digits).append('>');
        }
    }
}
