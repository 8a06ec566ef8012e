package dev.misstep.log.wrapper;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A time of day in a line, with or without its date and its offset from UTC. Read character by character, since there is
 * one on every line.
 *
 * @param end the index behind it
 * @param day its date as days since 1970-01-01, or {@link #UNKNOWN}
 * @param secondOfDay from 0
 * @param nanos of that second
 * @param digits of the fraction that were printed
 * @param offset seconds ahead of UTC, or {@link #UNKNOWN}
 */
record Stamp(int end, int day, int secondOfDay, int nanos, int digits, int offset) {
    static final int UNKNOWN = Integer.MIN_VALUE;

    private static final int DATE = "0000-00-00".length();
    private static final int CLOCK = "00:00:00".length();

    /** Whether the instant can be told. */
    boolean isInstant() {
        return day != UNKNOWN && offset != UNKNOWN;
    }

    /** {@code 2024-05-01T12:34:56.789Z}: date, clock, and an offset where there is one. */
    static @Nullable Stamp dated(String line, int from) {
        int clock = from + DATE + 1;
        if (!Form.at(line, from, "0000-00-00") || clock >= line.length() || "T _".indexOf(line.charAt(clock - 1)) < 0) {
            return null;
        }
        Stamp time = clock(line, clock);
        if (time == null) {
            return null;
        }
        int day;
        try {
            LocalDate date = LocalDate.of(
                    Form.number(line, from, from + 4),
                    Form.number(line, from + 5, from + 7),
                    Form.number(line, from + 8, from + 10));
            day = (int) date.toEpochDay();
        } catch (DateTimeException e) {
            return null; // 2024-13-45
        }
        return time.on(day).withOffset(line);
    }

    /** {@code 12:34:56}, {@code 12:34:56.789}, {@code 12:34:56,789}. */
    static @Nullable Stamp clock(String line, int from) {
        if (!Form.at(line, from, "00:00:00") && !Form.at(line, from, "00:00.00")) { // the latter by DataKit
            return null;
        }
        int hour = Form.number(line, from, from + 2);
        int minute = Form.number(line, from + 3, from + 5);
        int second = Form.number(line, from + 6, from + 8);
        if (hour > 23 || minute > 59 || second > 60) {
            return null;
        }
        int end = from + CLOCK;
        int nanos = 0;
        int digits = 0;
        if (end + 1 < line.length() && ".,".indexOf(line.charAt(end)) >= 0 && Form.isDigit(line.charAt(end + 1))) {
            end++;
            for (int unit = 100_000_000; digits < 9 && end < line.length() && Form.isDigit(line.charAt(end)); end++) {
                nanos += (line.charAt(end) - '0') * unit;
                unit /= 10;
                digits++;
            }
        }
        boolean more = end < line.length() && Form.isDigit(line.charAt(end));
        return more ? null : new Stamp(end, UNKNOWN, hour * 3600 + minute * 60 + second, nanos, digits, UNKNOWN);
    }

    private Stamp on(int date) {
        return new Stamp(end, date, secondOfDay, nanos, digits, offset);
    }

    /** With the {@code Z}, {@code +02:00} or {@code -0500} that stands behind it. */
    private Stamp withOffset(String line) {
        int at = end;
        if (at < line.length() && line.charAt(at) == 'Z') {
            return new Stamp(at + 1, day, secondOfDay, nanos, digits, 0);
        }
        if (at < line.length() && line.charAt(at) == ' ' && Form.at(line, at + 2, "0000")) {
            at++; // "2024-05-01 12:34:56 +0200"
        }
        if (at >= line.length() || "+-".indexOf(line.charAt(at)) < 0) {
            return this;
        }
        boolean colon = Form.at(line, at + 1, "00:00");
        if (!colon && !Form.at(line, at + 1, "0000")) {
            return this;
        }
        int minutes = at + (colon ? 4 : 3);
        int seconds = Form.number(line, at + 1, at + 3) * 3600 + Form.number(line, minutes, minutes + 2) * 60;
        return new Stamp(minutes + 2, day, secondOfDay, nanos, digits, line.charAt(at) == '-' ? -seconds : seconds);
    }
}
