package dev.misstep.log.wrapper;

/** {@code [pod/build-x7k2p/main] text}: {@code kubectl logs --prefix}, a writer for each container. */
final class KubectlPrefix extends LineDecoration {
    private static final String BEGIN = "[pod/";

    KubectlPrefix() {
        super("kubernetes", Writer.TRANSPORT);
    }

    @Override
    boolean wraps(String line) {
        return end(line) > 0;
    }

    @Override
    public boolean mayBeProved() {
        return true;
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            int end = end(text);
            lines.accept(
                    end > 0
                            ? line.withText(Form.behind(text, end)).inLane(text.substring(BEGIN.length(), end - 1))
                            : line);
        };
    }

    private static int end(String line) {
        if (!line.startsWith(BEGIN)) {
            return 0;
        }
        int end = line.indexOf(']');
        int slash = line.indexOf('/', BEGIN.length());
        boolean whole = slash > 0 && slash < end && line.indexOf(' ') > end == Form.blankAt(line, end + 1);
        return whole && Form.blankAt(line, end + 1) ? end + 1 : 0;
    }
}
