package dev.misstep.log;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a CI system puts around each line of a log. Found by content, taken off before a dialect sees the line. */
enum Wrapper {
    NONE {
        @Override
        boolean wraps(String line) {
            return false;
        }

        @Override
        LogLine unwrap(long number, String line) {
            return new LogLine(number, Ansi.strip(line), null);
        }
    },
    /** {@code 2024-05-01T12:34:56.1234567Z text}; only the first line of a message is stamped. */
    GITHUB_ACTIONS {
        @Override
        boolean wraps(String line) {
            return GITHUB_STAMP.matcher(line).lookingAt();
        }

        @Override
        LogLine unwrap(long number, String line) {
            if (!wraps(line)) {
                return NONE.unwrap(number, line);
            }
            int end = line.indexOf('Z') + 1;
            // A line that is empty behind its stamp has lost the blank in some downloads.
            String text = Ansi.strip(line.substring(Math.min(line.length(), end + 1)));
            try {
                return new LogLine(number, text, Instant.parse(line.substring(0, end)));
            } catch (DateTimeParseException e) {
                return new LogLine(number, text, null); // "2024-13-45T…": the form of a stamp, but no time
            }
        }
    };

    /** How many of the lines looked at must be wrapped: a message of several lines is stamped once. */
    private static final double SHARE = 0.3;

    private static final Pattern GITHUB_STAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z(?: |$)");

    /** Whether the line carries this wrapper's decoration. */
    abstract boolean wraps(String line);

    /** The line without decoration. A line that carries none is left as it is. */
    abstract LogLine unwrap(long number, String line);

    /** The name used in reports: {@code github-actions}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The wrapper that most of these lines carry; blank lines do not count. */
    static Wrapper of(List<String> lines) {
        long written = lines.stream().filter(line -> !line.isBlank()).count();
        for (Wrapper wrapper : values()) {
            long wrapped = lines.stream().filter(wrapper::wraps).count();
            if (wrapped > 0 && wrapped >= written * SHARE) {
                return wrapper;
            }
        }
        return NONE;
    }
}
