package dev.misstep.log;

/** The shapes of a plain display's lines that are told apart for every line, and so without a regular expression. */
final class PlainLine {
    private static final int MAX_DIGITS = 6;
    private static final int DIGEST = "sha256:".length() + 64;

    private PlainLine() {}

    /** How many digits the number of {@code #12 text} has; 0 where the line has another form. */
    static int idLength(String text) {
        if (text.isEmpty() || text.charAt(0) != '#') {
            return 0;
        }
        int end = digits(text, 1);
        boolean numbered = end > 1 && end <= 1 + MAX_DIGITS && end < text.length() && text.charAt(end) == ' ';
        return numbered ? end - 1 : 0;
    }

    /**
     * Whether what begins there is a line of output: {@code 12.34 text}, before BuildKit 0.8 also {@code 1234. text},
     * negative where two clocks disagree.
     */
    static boolean isOutput(String text, int from) {
        int start = from < text.length() && text.charAt(from) == '-' ? from + 1 : from;
        int dot = digits(text, start);
        if (dot == start || dot >= text.length() || text.charAt(dot) != '.') {
            return false;
        }
        int end = digits(text, dot + 1);
        return end - dot <= 4 && (end == text.length() || text.charAt(end) == ' ');
    }

    /** Whether an event is a bare digest: docker 20.10 prints the vertex' one below each header. */
    static boolean isDigest(String event) {
        return event.length() == DIGEST && event.startsWith("sha256:") && event.indexOf(' ') < 0;
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
