package dev.misstep.log.wrapper;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code 2024-05-22T12:43:46.962646Z 00O text}: GitLab's runner with timestamps (gitlab-runner, buildlogger/timestamper):
 * the stream's number and {@code O} or {@code E}, then a blank, or {@code +} where the text belongs to the line before of
 * that stream. The latter follows a line that ended with a carriage return or grew too long.
 */
final class Gitlab extends LineDecoration {
    /** From there on a line was cut for its length, not for a carriage return. */
    private static final int CUT = 8_000;

    /** Longest line put together. */
    private static final int MAX_LINE = 8 << 20;

    Gitlab() {
        super("gitlab", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        Stamp stamp = Stamp.dated(line, 0);
        return stamp != null && stamp.offset() == 0 && flag(line, stamp.end()) >= 0;
    }

    @Override
    Unwrapper open() {
        return new Joining();
    }

    /** The place of the blank or plus; -1 where there is no stream. */
    private static int flag(String line, int from) {
        int type = from + 3;
        boolean stream = type < line.length()
                && line.charAt(from) == ' '
                && isHex(line.charAt(from + 1))
                && isHex(line.charAt(from + 2))
                && (line.charAt(type) == 'O' || line.charAt(type) == 'E');
        boolean flagged = stream && (Form.blankAt(line, type + 1) || line.charAt(type + 1) == '+');
        return flagged ? type + 1 : -1;
    }

    private static boolean isHex(char c) {
        return Form.isDigit(c) || (c >= 'a' && c <= 'f');
    }

    /** Holds a line back until it is known whether it goes on. */
    private static final class Joining implements Unwrapper {
        private final WallClock clock = new WallClock();
        private @Nullable LogLine held;
        private String heldStream = "";
        private int lastLength;

        @Override
        public void accept(LogLine line, Consumer<LogLine> lines) {
            String text = line.text();
            Stamp stamp = Stamp.dated(text, 0);
            int flag = stamp == null ? -1 : flag(text, stamp.end());
            if (stamp == null || flag < 0) {
                end(lines);
                lines.accept(line);
                return;
            }
            String stream = text.substring(stamp.end() + 1, flag);
            String rest = text.substring(Math.min(text.length(), flag + 1));
            LogLine before = held;
            boolean goesOn = flag < text.length()
                    && text.charAt(flag) == '+'
                    && before != null
                    && stream.equals(heldStream)
                    && before.text().length() + rest.length() < MAX_LINE;
            if (before != null && goesOn) {
                String joint = lastLength < CUT ? "\r" : "";
                held = before.withText(before.text() + joint + rest);
            } else {
                end(lines);
                Instant at = clock.at(stamp);
                held = line.withText(rest, at);
                heldStream = stream;
            }
            lastLength = rest.length();
        }

        @Override
        public void end(Consumer<LogLine> lines) {
            LogLine before = held;
            held = null;
            if (before != null) {
                lines.accept(before);
            }
        }
    }
}
