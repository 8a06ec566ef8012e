package dev.misstep.log.wrapper;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The time GitHub Actions and Azure DevOps put before a line: {@code 2024-05-01T12:34:56.1234567Z} and a blank. Read
 * without a regular expression, since there is one on every line.
 */
final class GithubStamp {
    private static final String FORM = "0000-00-00T00:00:00.0000000Z";

    /** Characters a stamp takes, the blank behind it not counted. */
    static final int LENGTH = FORM.length();

    private GithubStamp() {}

    /** Whether the line begins with the form of a stamp. */
    static boolean begins(String line) {
        // a line that is empty behind its stamp has lost the blank in some downloads
        if (line.length() < LENGTH || (line.length() > LENGTH && line.charAt(LENGTH) != ' ')) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = line.charAt(i);
            char form = FORM.charAt(i);
            if (form == '0' ? c < '0' || c > '9' : c != form) {
                return false;
            }
        }
        return true;
    }

    /** The instant of a line that {@link #begins} with a stamp; {@code null} where it is none: {@code 2024-13-45T…}. */
    static @Nullable Instant parse(String line) {
        int hour = number(line, 11, 13);
        int minute = number(line, 14, 16);
        int second = number(line, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        try {
            LocalDate day = LocalDate.of(number(line, 0, 4), number(line, 5, 7), number(line, 8, 10));
            long seconds = day.toEpochDay() * 86_400 + hour * 3600L + minute * 60L + second;
            return Instant.ofEpochSecond(seconds, number(line, 20, 27) * 100L);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(String line, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + line.charAt(i) - '0';
        }
        return value;
    }
}
