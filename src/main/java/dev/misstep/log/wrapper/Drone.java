package dev.misstep.log.wrapper;

/** {@code [build:12] text}: {@code drone exec} since 1.0: the step and the number of the line. */
final class Drone extends LineDecoration {
    Drone() {
        super("drone", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        return colon(line) > 0;
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            int colon = colon(text);
            lines.accept(
                    colon > 0
                            ? line.withText(Form.behind(text, Form.digits(text, colon + 1) + 1))
                                    .inLane(text.substring(1, colon))
                            : line);
        };
    }

    private static int colon(String line) {
        int close = line.startsWith("[") ? line.indexOf(']') : -1;
        int colon = close < 0 ? -1 : line.lastIndexOf(':', close);
        boolean clock = colon > 0 && Form.at(line, colon - 2, "00:00]"); // "[12:34:56] "
        boolean numbered = colon > 1 && colon < close - 1 && Form.digits(line, colon + 1) == close;
        return numbered && !clock && Form.blankAt(line, close + 1) ? colon : 0;
    }
}
