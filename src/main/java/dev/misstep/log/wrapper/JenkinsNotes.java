package dev.misstep.log.wrapper;

import java.util.regex.Pattern;

/**
 * {@code ESC[8mha:////4A…== ESC[0m}: what Jenkins hides in a saved log to decorate it on a page (hudson.console
 * ConsoleNote). The escapes may be lost.
 */
final class JenkinsNotes extends LineDecoration {
    private static final String MARK = "[8mha:";
    // the text of a note is some hundred characters, or thousands for a stack trace
    private static final Pattern NOTE = Pattern.compile("\u001b?\\[8mha:[A-Za-z0-9+/=]{0,100000}\u001b?\\[0m");

    JenkinsNotes() {
        super("jenkins", Writer.LIKELY_CI);
    }

    @Override
    boolean wraps(String line) {
        return line.contains(MARK) && NOTE.matcher(line).find();
    }

    @Override
    public boolean mayBeProved() {
        return true;
    }

    @Override
    boolean proves(String line) {
        return true;
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            lines.accept(text.contains(MARK) ? line.withText(NOTE.matcher(text).replaceAll("")) : line);
        };
    }
}
