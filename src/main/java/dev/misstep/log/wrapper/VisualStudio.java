package dev.misstep.log.wrapper;

/** {@code 2>#7 [2/5] RUN make}: Visual Studio's output window numbers the projects that it builds side by side. */
final class VisualStudio extends LineDecoration {
    private static final int MAX_DIGITS = 4;

    VisualStudio() {
        super("visual-studio", Writer.TRANSPORT);
    }

    @Override
    boolean wraps(String line) {
        int digits = Form.digits(line, 0);
        return digits > 0 && digits <= MAX_DIGITS && line.startsWith(">", digits);
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            int end = text.indexOf('>');
            lines.accept(wraps(text) ? line.withText(text.substring(end + 1)).inLane(text.substring(0, end)) : line);
        };
    }
}
