package dev.misstep.log.wrapper;

/**
 * Terminal codes of which the escape character was lost, or is written out: {@code [34m#7 DONE 1.2s[0m},
 * {@code ^[[34m#7 DONE 1.2s^[[0m}. BuildKit's terminal display is read with them as it is.
 */
final class WrittenCodes extends LineDecoration {
    private static final String ESCAPE =
            "(?:[\u241b\u2190\ufffd]|\\^\\[|\\\\(?:x1[bB]|[eE]|0?33|u001[bB])|<(?:ESC|0x1[bB])>)";
    private static final LazyPattern CODE = new LazyPattern(ESCAPE + "(\\[[0-9;]{0,20}[A-Za-z])");
    private static final LazyPattern LOST = new LazyPattern("^(?:\\[[0-9;]{0,20}m)+|(?:(?<!\u001b)\\[[0-9;]{0,20}m)+$");

    WrittenCodes() {
        super("terminal-codes", Writer.ANYBODY);
    }

    @Override
    boolean wraps(String line) {
        return line.indexOf('[') >= 0 && !restored(line).equals(line);
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            lines.accept(text.indexOf('[') < 0 ? line : line.withText(restored(text)));
        };
    }

    private static String restored(String text) {
        String coded = CODE.matcher(text).replaceAll("\u001b$1");
        return LOST.matcher(coded).replaceAll("");
    }
}
