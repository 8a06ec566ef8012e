package dev.misstep.log.wrapper;

/** {@code Step #0 - "build": text}, {@code Step #0: text}: Google Cloud Build, a writer for each step. */
final class CloudBuild extends LineDecoration {
    private static final String BEGIN = "Step #";

    CloudBuild() {
        super("google-cloud-build", Writer.CI);
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
                    colon > 0 ? line.withText(Form.behind(text, colon + 1)).inLane(text.substring(0, colon)) : line);
        };
    }

    /** The place of the colon; 0 where the line does not begin like this. */
    private static int colon(String line) {
        if (!line.startsWith(BEGIN)) {
            return 0;
        }
        int end = Form.digits(line, BEGIN.length());
        if (end == BEGIN.length()) {
            return 0;
        }
        if (line.startsWith(" - \"", end)) {
            int quote = line.indexOf("\":", end + 4);
            end = quote < 0 ? line.length() : quote + 1;
        }
        return end < line.length() && line.charAt(end) == ':' && Form.blankAt(line, end + 1) ? end : 0;
    }
}
