package dev.misstep.dockerfile;

/** A text as the builder's messages have it between quotes (Go's {@code %q}). */
final class Quoted {
    private static final String NAMED = "\u0007\b\f\n\r\t\u000b\\\"";
    private static final String LETTERS = "abfnrtv\\\"";

    private Quoted() {}

    static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            int named = NAMED.indexOf(c);
            if (named >= 0) {
                quoted.append('\\').append(LETTERS.charAt(named));
            } else if (isPrinted(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format(c < 0x80 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isPrinted(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
