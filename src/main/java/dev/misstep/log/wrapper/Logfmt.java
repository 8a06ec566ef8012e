package dev.misstep.log.wrapper;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code time="2024-05-01T12:34:56Z" level=info msg="#7 [2/5] RUN make" job=7}: what Go's loggers write, with a line of the log
 * in the field of the message. kaniko writes so of itself.
 */
final class Logfmt extends LineDecoration {
    private static final String[] MESSAGES = {"msg=", "message="};
    private static final String[] TIMES = {"time=", "ts=", "t="};

    Logfmt() {
        super("logfmt", Writer.TRANSPORT);
    }

    @Override
    boolean wraps(String line) {
        return isRecord(line) && valueOf(MESSAGES, line) > 0;
    }

    @Override
    Unwrapper open() {
        WallClock clock = new WallClock();
        return (line, lines) -> {
            String text = line.text();
            int at = isRecord(text) ? valueOf(MESSAGES, text) : -1;
            String message = at < 0 ? null : value(text, at);
            if (message == null) {
                lines.accept(line);
            } else {
                QuotedText.lines(line.withText("", time(text, clock)), message, lines);
            }
        };
    }

    private static @Nullable Instant time(String line, WallClock clock) {
        int at = valueOf(TIMES, line);
        String time = at < 0 ? null : value(line, at);
        return time == null ? null : FieldTime.parse(time, clock);
    }

    /** Whether the line begins with a field, and says how bad it is or when it was. */
    private static boolean isRecord(String line) {
        int at = 0;
        while (at < line.length() && (Character.isLetterOrDigit(line.charAt(at)) || line.charAt(at) == '_')) {
            at++;
        }
        boolean begins = at > 0 && line.startsWith("=", at);
        return begins && (fieldOf("level=", line) >= 0 || fieldOf("lvl=", line) >= 0 || valueOf(TIMES, line) > 0);
    }

    /** Where the value of the first of these fields begins that the line has; -1 where it has none. */
    private static int valueOf(String[] fields, String line) {
        for (String field : fields) {
            int at = fieldOf(field, line);
            if (at >= 0) {
                return at + field.length();
            }
        }
        return -1;
    }

    /** The place of a field, not of a part of another's value. */
    private static int fieldOf(String field, String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (i == 0 || line.charAt(i - 1) == ' ') && line.startsWith(field, i)) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable String value(String line, int at) {
        if (at < line.length() && line.charAt(at) == '"') {
            return QuotedText.read(line, at + 1, true);
        }
        int end = line.indexOf(' ', at);
        return line.substring(at, end < 0 ? line.length() : end);
    }
}
