package dev.misstep.log.wrapper;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ESC[0Ksection_start:1714567890:step_script[collapsed=true] CR ESC[0K}: what GitLab's runner marks parts of a log
 * with. The codes and the return may be lost. It may stand behind text that had no line end.
 */
final class GitlabSections extends LineDecoration {
    private static final Pattern MARK =
            Pattern.compile("(?:\u001b?\\[0K){0,3}section_(?:start|end):\\d{9,12}:[\\w.-]{0,200}"
                    + "(?:\\[[\\w=,]{1,200}\\])?\r?(?:(?:\u001b?\\[0K)|(?:\u001b\\[0;m)){0,3}");

    GitlabSections() {
        super("gitlab", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        return line.contains("section_") && MARK.matcher(line).lookingAt();
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
            if (!text.contains("section_")) {
                lines.accept(line);
                return;
            }
            boolean handed = false;
            Matcher mark = MARK.matcher(text);
            int from = 0;
            while (mark.find()) {
                if (mark.start() > from) {
                    lines.accept(line.withText(text.substring(from, mark.start())));
                    handed = true;
                }
                from = mark.end();
            }
            if (from < text.length() || !handed) {
                lines.accept(line.withText(text.substring(from)));
            }
        };
    }
}
