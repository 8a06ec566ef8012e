package dev.misstep.report;

import org.jspecify.annotations.Nullable;

/** Seconds as a reader wants them: {@code 0.0s}, {@code 12.3s}, {@code 2m 05s}, {@code 1h 02m}. */
public final class Durations {
    private Durations() {}

    /** The text of a duration that is not negative. */
    public static String text(double seconds) {
        long tenths = Math.round(seconds * 10);
        if (tenths < 600) {
            return tenths / 10 + "." + tenths % 10 + "s";
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return whole / 60 + "m " + twoDigits(whole % 60) + "s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes / 60 + "h " + twoDigits(minutes % 60) + "m";
    }

    /** The text of a duration, or another where there is none. */
    public static String text(@Nullable Double seconds, String absent) {
        return seconds == null ? absent : text(seconds.doubleValue());
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
