package dev.misstep.log.wrapper;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a system puts around each line of a log. Found by content. */
enum Wrapper {
    /** {@code 2024-05-01T12:34:56.1234567Z text}; only the first line of a message is stamped. */
    GITHUB_ACTIONS {
        @Override
        boolean wraps(String line) {
            return GithubStamp.begins(line);
        }

        @Override
        Unwrapper open() {
            return (line, lines) -> {
                String text = line.text();
                if (!wraps(text)) {
                    lines.accept(line);
                    return;
                }
                @Nullable Instant stamp = GithubStamp.parse(text);
                lines.accept(line.withText(text.substring(Math.min(text.length(), GithubStamp.LENGTH + 1)), stamp));
            };
        }
    };

    /** How many of the lines looked at must be wrapped: a message of several lines is stamped once. */
    private static final double SHARE = 0.3;

    /** Whether the line carries this wrapper's decoration. */
    abstract boolean wraps(String line);

    /** Takes it off the lines of one log. */
    abstract Unwrapper open();

    /** The name used in reports: {@code github-actions}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether enough of these lines carry it; blank lines do not count. */
    boolean wrapsMostOf(List<String> lines) {
        long written = lines.stream().filter(line -> !line.isBlank()).count();
        long wrapped = lines.stream().filter(this::wraps).count();
        return wrapped > 0 && wrapped >= written * SHARE;
    }
}
