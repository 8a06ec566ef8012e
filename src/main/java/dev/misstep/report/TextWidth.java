package dev.misstep.report;

/** How many columns of a terminal a text takes. */
final class TextWidth {
    /** First and last of the ranges that take two columns (Unicode EastAsianWidth W and F, emoji included), in order. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x23E9, 0x23EC, 0x2614, 0x2615, 0x2648, 0x2653, 0x26A1, 0x26A1, 0x2705, 0x2705,
        0x2728, 0x2728, 0x274C, 0x274C, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x2B50, 0x2B50, 0x2E80, 0x303E,
        0x3041, 0x4DBF, 0x4E00, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60,
        0xFFE0, 0xFFE6, 0x1F300, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F7E0, 0x1F7EB, 0x1F900, 0x1F9FF, 0x1FA70, 0x1FAFF,
        0x20000, 0x3FFFD
    };

    private TextWidth() {}

    /** Columns of a text that {@link SafeText} made harmless. */
    static int of(String text) {
        int columns = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            columns += of(point);
            at += Character.charCount(point);
        }
        return columns;
    }

    /** Columns of one code point: 0 for what combines with the one before. */
    static int of(int point) {
        if (point < 0x300) {
            return 1;
        }
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int i = 0; i < WIDE.length && WIDE[i] <= point; i += 2) {
            if (point <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }

    /** The text with spaces behind it. */
    static String padRight(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** The text with spaces before it. */
    static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - of(text))) + text;
    }
}
