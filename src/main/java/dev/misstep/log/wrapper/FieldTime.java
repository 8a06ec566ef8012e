package dev.misstep.log.wrapper;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Times that fill a field: {@code 2026-01-25T11:31:46.861+01:00}, {@code 2026-01-25 11:31:46,861 UTC}, and seconds, milli-,
 * micro- or nanoseconds since 1970.
 */
final class FieldTime {
    private static final int LONGEST = 40;
    private static final int SHORTEST = 10;
    private static final int MAX_DIGITS = 18;
    /** Seconds that are a time in this century rather than a count of something else: 2001 to 2096. */
    private static final long EARLIEST = 1_000_000_000L;

    private static final long LATEST = 4_000_000_000L;
    private static final long BILLION = 1_000_000_000L;

    private FieldTime() {}

    /** The instant, or {@code null} where the text is something else. */
    static @Nullable Instant parse(String text, WallClock clock) {
        if (text.length() < SHORTEST || text.length() > LONGEST || !Form.isDigit(text.charAt(0))) {
            return null;
        }
        Stamp stamp = Stamp.dated(text, 0);
        if (stamp == null) {
            return epoch(text);
        }
        String rest = text.substring(stamp.end());
        boolean utc = rest.equals(" UTC") || rest.equals(" +0000 UTC");
        if (!rest.isEmpty() && !utc) {
            return null;
        }
        return clock.at(
                utc
                        ? new Stamp(stamp.end(), stamp.day(), stamp.secondOfDay(), stamp.nanos(), stamp.digits(), 0)
                        : stamp);
    }

    private static @Nullable Instant epoch(String text) {
        int end = Form.digits(text, 0);
        if (end < SHORTEST || end > MAX_DIGITS + 1) {
            return null;
        }
        long value = Long.parseLong(text.substring(0, Math.min(end, MAX_DIGITS)));
        if (end > MAX_DIGITS) { // nanoseconds have 19 digits
            value = value / 1000 * 1000;
            return Instant.ofEpochSecond(value / (BILLION / 10), value % (BILLION / 10) * 10);
        }
        long unit = 1;
        while (value / unit > LATEST) {
            unit *= 1000;
        }
        long seconds = value / unit;
        long nanos = value % unit * (BILLION / unit);
        if (unit == 1 && end < text.length()) { // 1716300000.123456
            int fractionEnd = Form.digits(text, end + 1);
            if (text.charAt(end) != '.' || fractionEnd != text.length() || fractionEnd == end + 1) {
                return null;
            }
            String digits = (text.substring(end + 1) + "000000000").substring(0, 9);
            nanos = Long.parseLong(digits);
        } else if (end < text.length()) {
            return null;
        }
        return seconds < EARLIEST || unit > BILLION ? null : Instant.ofEpochSecond(seconds, nanos);
    }
}
