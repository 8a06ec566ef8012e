package dev.misstep.log.wrapper;

/**
 * Terminal codes of which the escape character was lost, or is written out: {@code [34m#7 DONE 1.2s[0m},
 * {@code ^[[34m#7 DONE 1.2s^[[0m}. BuildKit's terminal display is read with them as it is.
 */
final class WrittenCodes extends LineDecoration {
    /** What an escape character that was written out has a part of. */
    private static final String MARKS = "\u241b\u2190\ufffd^\\<";

    private static final String ESCAPE =
            "(?:[\u241b\u2190\ufffd]|\\^\\[|\\\\(?:x1[bB]|[eE]|0?33|u001[bB])|<(?:ESC|0x1[bB])>)";
    private static final LazyPattern CODE = new LazyPattern(ESCAPE + "(\\[[0-9;]{0,20}[A-Za-z])");
    private static final LazyPattern LOST = new LazyPattern("^(?:\\[[0-9;]{0,20}m)+|(?:(?<!\u001b)\\[[0-9;]{0,20}m)+$");

    WrittenCodes() {
        super("terminal-codes", Writer.ANYBODY);
    }

    @Override
    boolean wraps(String line) {
        return mayHold(line) && !restored(line).equals(line);
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            lines.accept(mayHold(text) ? line.withText(restored(text)) : line);
        };
    }

    /** Told without an expression, which most lines need not be looked at with. */
    private static boolean mayHold(String text) {
        if (text.indexOf('[') < 0) {
            return false;
        }
        if (text.startsWith("[") || text.endsWith("m")) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            if (MARKS.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static String restored(String text) {
        String coded = CODE.matcher(text).replaceAll("\u001b$1");
        return LOST.matcher(coded).replaceAll("");
    }
}
