package dev.misstep.log.wrapper;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code 1700130223431<TAB>text}, {@code 1700130223431,"text"}: milliseconds since 1970 and a message, as logs are
 * exported from AWS CloudWatch. In the latter a message that has a quote, a comma or a line end is quoted.
 */
final class EpochColumn implements Decoration {
    private static final String DIGITS = "0000000000000";

    @Override
    public boolean mayBeProved() {
        return false;
    }

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        Separator separators = new Separator();
        boolean seen = false;
        for (String line : excerpt.lines()) {
            if (isStamped(line)) {
                seen = true;
                separators.add(line, DIGITS.length());
            }
        }
        String separator = separators.found();
        return seen ? new Found("timestamps", Writer.ANYBODY, false, () -> new Messages(separator)) : null;
    }

    private static boolean isStamped(String line) {
        return Form.at(line, 0, DIGITS) && (line.length() == DIGITS.length() || !Form.isDigit(line.charAt(13)));
    }

    private static final class Messages implements Unwrapper {
        private final String separator;
        /** Whether a message in quotes goes on. */
        private boolean quoted;

        Messages(String separator) {
            this.separator = separator;
        }

        @Override
        public void accept(LogLine line, Consumer<LogLine> lines) {
            String text = line.text();
            String message = isStamped(text) ? Separator.behind(text, DIGITS.length(), separator) : null;
            if (message == null) {
                goOn(line, lines);
                return;
            }
            quoted = separator.equals(",") && message.startsWith("\"");
            LogLine stamped = line.withText(message, Instant.ofEpochMilli(Long.parseLong(text, 0, 13, 10)));
            if (quoted) {
                inQuotes(stamped, message.substring(1), lines);
            } else {
                lines.accept(stamped);
            }
        }

        private void goOn(LogLine line, Consumer<LogLine> lines) {
            if (!quoted) {
                lines.accept(line);
            } else if (line.text().equals("\"")) {
                quoted = false; // the message ended with a line end
            } else {
                inQuotes(line, line.text(), lines);
            }
        }

        private void inQuotes(LogLine line, String text, Consumer<LogLine> lines) {
            int quotes = 0;
            while (quotes < text.length() && text.charAt(text.length() - 1 - quotes) == '"') {
                quotes++;
            }
            boolean ends = quotes % 2 == 1; // a quote within is doubled
            quoted = !ends;
            String said = ends ? text.substring(0, text.length() - 1) : text;
            lines.accept(line.withText(said.replace("\"\"", "\"")));
        }
    }
}
