package dev.misstep.log.wrapper;

/**
 * {@code 2024-05-01T12:34:56.1234567Z text}, by the runner of GitHub Actions and, of the same origin, Azure DevOps' agent
 * (actions/runner, Logging.cs: the time in .NET's form "O" and a blank). A message of several lines is stamped once. Logs
 * are kept in pages, each of which begins with a byte-order mark, which stays where they are put together.
 */
final class GithubActions extends LineDecoration {
    private static final String FORM = "0000-00-00T00:00:00.0000000Z";

    GithubActions() {
        super("github-actions", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        return stamped(line, textStart(line));
    }

    @Override
    Unwrapper open() {
        WallClock clock = new WallClock();
        return (line, lines) -> {
            String text = line.text();
            int from = textStart(text);
            if (!stamped(text, from)) {
                lines.accept(line);
                return;
            }
            Stamp stamp = Stamp.dated(text, from);
            lines.accept(
                    line.withText(Form.behind(text, from + FORM.length()), stamp == null ? null : clock.at(stamp)));
        };
    }

    /** Whether a stamp stands there: {@code 2024-13-45T…} has its form too. */
    static boolean stamped(String line, int from) {
        // a line that is empty behind its stamp has lost the blank in some downloads
        return Form.at(line, from, FORM) && Form.blankAt(line, from + FORM.length());
    }

    static int textStart(String line) {
        return !line.isEmpty() && line.charAt(0) == '\ufeff' ? 1 : 0;
    }
}
