package dev.misstep.log.wrapper;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Times that stand for themselves in a field or on a line: {@code 2026-01-25T11:31:46.861+01:00}, {@code 2026-01-25
 * 11:31:46,861}, {@code 2026/01/25 11:31:46}, and seconds, milli-, micro- or nanoseconds since 1970. A time without a zone
 * is taken as UTC: what it lacks shifts all times of a log alike.
 */
final class TimeText {
    private static final int DAY_END = 10;
    private static final int SECOND_END = 19;
    private static final int LONGEST = 40;
    /** Seconds that are a date in this century rather than a count of something else: 2001 to 2096. */
    private static final long EARLIEST = 1_000_000_000L;

    private static final long LATEST = 4_000_000_000L;

    private TimeText() {}

    /** The instant, or {@code null} where the text is something else. */
    static @Nullable Instant parse(String text) {
        if (text.length() > LONGEST || text.isEmpty()) {
            return null;
        }
        try {
            return text.length() > SECOND_END - 1 && text.charAt(4) == text.charAt(7) ? calendar(text) : epoch(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant calendar(String text) {
        boolean form = (text.charAt(4) == '-' || text.charAt(4) == '/')
                && (text.charAt(DAY_END) == 'T' || text.charAt(DAY_END) == ' ')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
        int hour = form ? number(text, 11, 13) : -1;
        int minute = form ? number(text, 14, 16) : -1;
        int second = form ? number(text, 17, SECOND_END) : -1;
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return null;
        }
        LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, DAY_END));
        int end = SECOND_END;
        int nanos = 0;
        if (end < text.length() && (text.charAt(end) == '.' || text.charAt(end) == ',')) {
            int from = end + 1;
            end = from;
            while (end < text.length() && digit(text.charAt(end))) {
                end++;
            }
            nanos = fraction(text, from, end);
        }
        Integer offset = offset(text.substring(end));
        if (nanos < 0 || offset == null) {
            return null;
        }
        long seconds = day.toEpochDay() * 86_400 + hour * 3600L + minute * 60L + second - offset;
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /** Seconds east of Greenwich: {@code Z}, {@code UTC}, {@code +02:00}, {@code +0200}, nothing. */
    private static @Nullable Integer offset(String written) {
        String zone = written.strip();
        if (zone.isEmpty()
                || zone.equals("Z")
                || zone.equals("UTC")
                || zone.equals("GMT")
                || zone.equals("+0000 UTC")) {
            return 0;
        }
        int minuteAt = zone.length() == 6 && zone.charAt(3) == ':' ? 4 : 3;
        if ((zone.charAt(0) != '+' && zone.charAt(0) != '-') || zone.length() != minuteAt + 2) {
            return null;
        }
        int hours = number(zone, 1, 3);
        int minutes = number(zone, minuteAt, minuteAt + 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return null;
        }
        int seconds = hours * 3600 + minutes * 60;
        return zone.charAt(0) == '+' ? seconds : -seconds;
    }

    private static @Nullable Instant epoch(String text) {
        int end = 0;
        while (end < text.length() && digit(text.charAt(end))) {
            end++;
        }
        int nanos = 0;
        if (end < text.length()) {
            nanos = text.charAt(end) == '.' ? fraction(text, end + 1, text.length()) : -1;
        }
        if (end < 10 || end > 19 || nanos < 0) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < end; i++) {
            value = value * 10 + text.charAt(i) - '0';
            if (value < 0) {
                return null;
            }
        }
        long unit = 1;
        while (value / unit > LATEST) {
            unit *= 1000;
        }
        long seconds = value / unit;
        if (seconds < EARLIEST) {
            return null;
        }
        long rest = unit == 1 ? nanos : value % unit * (1_000_000_000L / unit);
        return Instant.ofEpochSecond(seconds, rest);
    }

    /** Billionths; -1 where these are no digits. */
    private static int fraction(String text, int from, int end) {
        int nanos = 0;
        for (int i = from; i < from + 9; i++) {
            nanos = nanos * 10 + (i < end ? text.charAt(i) - '0' : 0);
        }
        for (int i = from; i < end; i++) {
            if (!digit(text.charAt(i))) {
                return -1;
            }
        }
        return from < end ? nanos : -1;
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!digit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
