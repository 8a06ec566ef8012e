package dev.misstep.log.wrapper;

/**
 * {@code [CI/build]   | text}: a step's output as {@code act} prints it (nektos/act, runner/logger.go), in colour
 * {@code ESC[34m| ESC[0m text}, where the job is not named.
 */
final class Act extends LineDecoration {
    private static final String BAR = "   | ";

    Act() {
        super("act", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        return textStart(line) > 0;
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            int start = textStart(text);
            lines.accept(start > 0 ? line.withText(text.substring(start)).inLane(job(text)) : line);
        };
    }

    private static String job(String line) {
        int from = Form.codes(line, 0);
        return line.startsWith("[", from)
                ? line.substring(from + 1, line.indexOf(']', from)).strip()
                : "";
    }

    /** Where the text begins; 0 where the line is no output. */
    private static int textStart(String line) {
        int from = Form.codes(line, 0);
        if (line.startsWith("|", from)) {
            int end = Form.codes(line, from + 1);
            // without colour a bar is nothing particular
            return from > 0 && end > from + 1 && Form.blankAt(line, end) ? Math.min(line.length(), end + 1) : 0;
        }
        if (!line.startsWith("[", from)) {
            return 0;
        }
        int close = line.indexOf(']', from);
        if (close < 0 || line.lastIndexOf('/', close) < from) {
            return 0;
        }
        int bar = Form.codes(line, close + 1);
        if (line.startsWith(BAR, bar)) {
            return bar + BAR.length();
        }
        return line.length() == bar + BAR.length() - 1 && line.endsWith("   |") ? line.length() : 0;
    }
}
