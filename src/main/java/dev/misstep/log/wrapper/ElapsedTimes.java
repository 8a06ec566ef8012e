package dev.misstep.log.wrapper;

import java.util.regex.Matcher;

/**
 * {@code [+ 12.34s] text}, {@code [   12.345678] text}, {@code [1m02s] text}: how long a job has run, as what stamps its
 * lines by a stopwatch puts it ({@code ts -s}, a kernel's log). It tells no time of day. A bare number in brackets may be a
 * builder's, or a writer's.
 */
final class ElapsedTimes extends LineDecoration {
    private static final LazyPattern ELAPSED = new LazyPattern(
            "\\[ {0,8}\\+? {0,8}(?:(?:\\d{1,4}[dhm] ?){1,3}(?:\\d{1,3}(?:\\.\\d{1,9})?s)?|\\d{1,7}(?:\\.\\d{1,9} ?s?| ?m?s))\\](?: |$)");

    ElapsedTimes() {
        super("unknown", Writer.ANYBODY);
    }

    @Override
    boolean wraps(String line) {
        return end(line) > 0;
    }

    /** Whether that stands between brackets where another may have put its name. */
    static boolean isOne(String name) {
        return end("[" + name + "]") > 0;
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            int end = end(line.text());
            lines.accept(end > 0 ? line.withText(line.text().substring(end)) : line);
        };
    }

    private static int end(String line) {
        if (!line.startsWith("[")) {
            return 0;
        }
        Matcher elapsed = ELAPSED.matcher(line);
        return elapsed.lookingAt() ? elapsed.end() : 0;
    }
}
