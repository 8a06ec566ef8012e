package dev.misstep.cli;

/** Makes text from a log, a file name or an engine safe to print: it must not move the cursor or hide itself. */
final class VisibleText {
    private VisibleText() {}

    /** The text with control and direction-changing characters shown as {@code \x1b} or <code>\u202e</code>. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\t') {
                safe.append(' ');
            } else if (c == '\n') {
                safe.append("; ");
            } else if (Character.isISOControl(c)) {
                safe.append(String.format("\\x%02x", c));
            } else if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029) {
                safe.append(String.format("\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }
}
