package dev.misstep.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** Times as Go writes them: {@code 2025-03-01T10:00:00.1Z}, with up to nine digits of a second, or an offset. */
final class Rfc3339 {
    private static final int SECOND_END = 19;
    private static final int NANO_DIGITS = 9;

    private Rfc3339() {}

    /**
     * The instant.
     *
     * @throws DateTimeException if the text is none
     */
    static Instant parse(String text) {
        if (text.length() <= SECOND_END || text.charAt(4) != '-' || text.charAt(7) != '-' || text.charAt(10) != 'T') {
            throw new DateTimeException("not a time: " + text);
        }
        if (text.charAt(13) != ':' || text.charAt(16) != ':') {
            throw new DateTimeException("not a time: " + text);
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int hour = atMost(23, number(text, 11, 13));
        int minute = atMost(59, number(text, 14, 16));
        int second = atMost(59, number(text, 17, SECOND_END));
        int i = SECOND_END;
        int nanos = 0;
        if (text.charAt(i) == '.') {
            int digits = 0;
            for (i++; i < text.length() && digit(text.charAt(i)); i++) {
                if (digits < NANO_DIGITS) {
                    nanos = nanos * 10 + text.charAt(i) - '0';
                    digits++;
                }
            }
            if (digits == 0) {
                throw new DateTimeException("not a time: " + text);
            }
            for (; digits < NANO_DIGITS; digits++) {
                nanos *= 10;
            }
        }
        long seconds = day * 86_400 + hour * 3600L + minute * 60L + second - offset(text, i);
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /** Seconds east of Greenwich: {@code Z}, {@code +02:00}. */
    private static int offset(String text, int from) {
        int length = text.length() - from;
        char sign = length == 0 ? ' ' : text.charAt(from);
        if (length == 1 && sign == 'Z') {
            return 0;
        }
        if (length != 6 || (sign != '+' && sign != '-') || text.charAt(from + 3) != ':') {
            throw new DateTimeException("not a time: " + text);
        }
        int seconds =
                atMost(18, number(text, from + 1, from + 3)) * 3600 + atMost(59, number(text, from + 4, from + 6)) * 60;
        return sign == '+' ? seconds : -seconds;
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!digit(text.charAt(i))) {
                throw new DateTimeException("not a time: " + text);
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static int atMost(int max, int value) {
        if (value > max) {
            throw new DateTimeException("not a time of day: " + value);
        }
        return value;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
