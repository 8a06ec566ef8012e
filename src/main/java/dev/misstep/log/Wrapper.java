package dev.misstep.log;

import java.util.List;
import java.util.Locale;

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
            return GithubStamp.begins(line);
        }

        @Override
        LogLine unwrap(long number, String line) {
            if (!wraps(line)) {
                return NONE.unwrap(number, line);
            }
            String text = line.substring(Math.min(line.length(), GithubStamp.LENGTH + 1));
            return new LogLine(number, Ansi.strip(text), GithubStamp.parse(line));
        }
    };

    /** How many of the lines looked at must be wrapped: a message of several lines is stamped once. */
    private static final double SHARE = 0.3;

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
