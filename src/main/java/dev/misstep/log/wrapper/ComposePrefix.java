package dev.misstep.log.wrapper;

/** {@code web-1  | text}: the service that wrote a line, by {@code docker compose up} or {@code logs}. */
final class ComposePrefix extends LineDecoration {
    private static final int LONGEST = 120;

    ComposePrefix() {
        super("compose", Writer.TRANSPORT);
    }

    @Override
    boolean wraps(String line) {
        return bar(Ansi.strip(line.length() > 4 * LONGEST ? line.substring(0, 4 * LONGEST) : line)) > 0;
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            String bare = Ansi.strip(text);
            int bar = bar(bare);
            if (bar <= 0) {
                lines.accept(line);
                return;
            }
            // "ESC[36mweb-1  |ESC[0m text"
            int at = bare.length() == text.length() ? bar : text.indexOf('|');
            int behind = Form.codes(text, at + 1);
            lines.accept(line.withText(Form.behind(text, behind))
                    .inLane(bare.substring(0, bar).strip()));
        };
    }

    /** Where the bar stands; 0 where there is none. */
    private static int bar(String line) {
        int end = 0;
        while (end < line.length() && end < LONGEST && isName(line.charAt(end))) {
            end++;
        }
        int bar = end;
        while (bar < line.length() && bar < LONGEST && line.charAt(bar) == ' ') {
            bar++;
        }
        boolean name = end > 0 && Character.isLetter(line.charAt(0));
        return name && bar > end && line.startsWith("|", bar) && Form.blankAt(line, bar + 1) ? bar : 0;
    }

    private static boolean isName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || Form.isDigit(c) || c == '-' || c == '_' || c == '.';
    }
}
