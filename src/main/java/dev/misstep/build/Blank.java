package dev.misstep.build;

/** What builders take for blank: Go's {@code unicode.IsSpace}, which unlike Java's has the no-break spaces. */
public final class Blank {
    private Blank() {}

    /** Whether a character is blank. */
    public static boolean is(int c) {
        return (c >= '\t' && c <= '\r') || c == ' ' || c == 0x85 || c == 0xa0 || (c > 0xff && Character.isSpaceChar(c));
    }

    /** The text without blanks at both ends. */
    public static String trim(String text) {
        int end = text.length();
        while (end > 0 && is(text.charAt(end - 1))) {
            end--;
        }
        return trimStart(text.substring(0, end));
    }

    /** The text without blanks at its beginning. */
    public static String trimStart(String text) {
        int start = 0;
        while (start < text.length() && is(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }
}
