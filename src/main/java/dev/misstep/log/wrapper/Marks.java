package dev.misstep.log.wrapper;

import java.util.function.Consumer;
import java.util.regex.Matcher;

/** What a CI writes between the lines of a log, or into them, for its own pages: enough by itself to tell that CI. */
final class Marks extends LineDecoration {
    private final String word;
    private final LazyPattern mark;
    private final boolean withinLines;

    /**
     * @param word in every mark; cheap to look for
     * @param withinLines whether a mark stands anywhere in a line, which goes on behind it; else it begins a line, or ends
     *     one that had no end
     */
    private Marks(String label, Writer writer, String word, String mark, boolean withinLines) {
        super(label, writer);
        this.word = word;
        this.mark = new LazyPattern(mark);
        this.withinLines = withinLines;
    }

    /**
     * {@code ESC[0Ksection_start:1714567890:step_script[collapsed=true] CR ESC[0K}: around the sections of GitLab's runner.
     * The codes and the return may be lost. It may stand behind text that had no line end.
     */
    static Marks gitlab() {
        return new Marks(
                "gitlab",
                Writer.CI,
                "section_",
                "(?:\u001b?\\[0K){0,3}section_(?:start|end):\\d{9,12}:[\\w.-]{0,200}"
                        + "(?:\\[[\\w=,]{1,200}\\])?\r?(?:(?:\u001b?\\[0K)|(?:\u001b\\[0;m)){0,3}",
                false);
    }

    /**
     * {@code travis_fold:start:docker.build CR ESC[0K}, {@code travis_time:start:0a1b2c3d CR ESC[0K},
     * {@code travis_time:end:0a1b2c3d:start=…,finish=…,duration=… CR ESC[0K}: around what Travis CI folds. Lines have no
     * times.
     */
    static Marks travis() {
        return new Marks(
                "travis",
                Writer.CI,
                "travis_",
                "(?:travis_fold:(?:start|end):[\\w.-]{0,200}|travis_time:(?:start|end):[0-9a-f]{1,40}(?::[\\w=,.]{0,300})?)"
                        + "(?:\r|\u001b?\\[0K){0,4}",
                false);
    }

    /**
     * {@code ESC[8mha:////4A…== ESC[0m}: what Jenkins hides in a saved log to decorate it on a page (hudson.console
     * ConsoleNote). The escapes may be lost. A note is some hundred characters long, or thousands for a stack trace.
     */
    static Marks jenkins() {
        return new Marks(
                "jenkins", Writer.LIKELY_CI, "[8mha:", "\u001b?\\[8mha:[A-Za-z0-9+/=]{0,100000}\u001b?\\[0m", true);
    }

    @Override
    boolean wraps(String line) {
        if (!line.contains(word)) {
            return false;
        }
        Matcher matcher = mark.matcher(line);
        return withinLines ? matcher.find() : matcher.lookingAt();
    }

    @Override
    public boolean mayBeProved() {
        return true;
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            if (!text.contains(word)) {
                lines.accept(line);
            } else if (withinLines) {
                lines.accept(line.withText(mark.matcher(text).replaceAll("")));
            } else {
                pieces(line, lines);
            }
        };
    }

    private void pieces(LogLine line, Consumer<LogLine> lines) {
        String text = line.text();
        Matcher matcher = mark.matcher(text);
        boolean handed = false;
        int from = 0;
        while (matcher.find()) {
            if (matcher.start() > from) {
                lines.accept(line.withText(text.substring(from, matcher.start())));
                handed = true;
            }
            from = matcher.end();
        }
        if (from < text.length() || !handed) {
            lines.accept(line.withText(text.substring(from)));
        }
    }
}
