package dev.misstep.log.wrapper;

import java.time.Instant;

/**
 * {@code [build:L12:3s] text}: {@code woodpecker-cli exec} (and {@code drone exec} until 0.8): the step, perhaps behind
 * its workflow, the number of the line, seconds since the step began.
 */
final class Woodpecker extends LineDecoration {
    Woodpecker() {
        super("woodpecker", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        return line.startsWith("[") && mark(line) > 0;
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            int mark = text.startsWith("[") ? mark(text) : 0;
            if (mark == 0) {
                lines.accept(line);
                return;
            }
            int time = Form.digits(text, mark + 2) + 1;
            int end = Form.digits(text, time);
            Instant at = Instant.ofEpochSecond(end - time > 7 ? 0 : Form.number(text, time, end));
            lines.accept(line.withText(Form.behind(text, end + 2), at).inLane(text.substring(1, mark)));
        };
    }

    /** The place of the {@code :L}; 0 where the line does not begin like this. */
    private static int mark(String line) {
        int close = line.indexOf(']');
        int mark = close < 0 ? -1 : line.lastIndexOf(":L", close);
        if (mark <= 1) {
            return 0;
        }
        int number = Form.digits(line, mark + 2);
        boolean numbered = number > mark + 2 && number < close && line.charAt(number) == ':';
        int time = numbered ? Form.digits(line, number + 1) : -1;
        return time > number + 1 && time == close - 1 && line.charAt(time) == 's' && Form.blankAt(line, close + 1)
                ? mark
                : 0;
    }
}
