package dev.misstep.log.wrapper;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code ESC _bk;t=1714567890123 BEL text}: Buildkite's agent puts milliseconds since 1970 before each line and behind
 * each {@code ESC [K} within one. The escape and the bell may be lost.
 */
final class Buildkite extends LineDecoration {
    private static final String MARK = "_bk;t=";
    private static final String DIGITS = "0000000000000";

    Buildkite() {
        super("buildkite", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        int mark = line.startsWith("\u001b") ? 1 : 0;
        return line.startsWith(MARK, mark) && Form.at(line, mark + MARK.length(), DIGITS);
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> lines.accept(line.text().contains(MARK) ? freed(line) : line);
    }

    private static LogLine freed(LogLine line) {
        String text = line.text();
        StringBuilder rest = new StringBuilder(text.length());
        @Nullable Instant stamp = null;
        int from = 0;
        for (int mark = text.indexOf(MARK); mark >= 0; mark = text.indexOf(MARK, mark + 1)) {
            int digits = mark + MARK.length();
            if (!Form.at(text, digits, DIGITS)) {
                continue;
            }
            boolean escaped = mark > from && text.charAt(mark - 1) == '\u001b';
            rest.append(text, from, escaped ? mark - 1 : mark);
            int end = digits + DIGITS.length();
            stamp = Instant.ofEpochMilli(Long.parseLong(text, digits, end, 10));
            from = end < text.length() && text.charAt(end) == '\u0007' ? end + 1 : end;
        }
        return line.withText(rest.append(text, from, text.length()).toString(), stamp);
    }
}
