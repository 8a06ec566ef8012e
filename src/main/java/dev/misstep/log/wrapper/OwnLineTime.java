package dev.misstep.log.wrapper;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A time that fills a line: {@code 2026-01-25 11:31:46.861}, {@code [11:31:46]}, {@code Jan 25, 2026, 11:31:46 AM}. */
final class OwnLineTime {
    private static final int LONGEST = 48;

    // the date's order differs from country to country, so only the time of day is taken
    private static final Pattern SPOKEN =
            Pattern.compile("(?:(?:[A-Z][a-z]{2,8} \\d{1,2},? \\d{4}|\\d{1,2} [A-Z][a-z]{2,8}\\.? \\d{4}"
                    + "|\\d{1,2}[/.]\\d{1,2}[/.]\\d{2,4}),? (?:at )?)?"
                    + "(\\d{1,2}):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?(?: ?([AP])M)?");

    private OwnLineTime() {}

    /** The time, or {@code null} where the line holds anything else. */
    static @Nullable Stamp parse(String line) {
        if (line.length() > LONGEST || line.length() < 7 || line.indexOf(':') < 0) {
            return null;
        }
        String text = line.strip();
        if (text.startsWith("#")) {
            return null; // most lines of most logs
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        Stamp dated = Stamp.dated(text, 0);
        if (dated != null) {
            String rest = text.substring(dated.end());
            return rest.isEmpty() || rest.equals(" UTC") ? dated : null;
        }
        Matcher spoken = SPOKEN.matcher(text);
        return spoken.matches() ? spoken(spoken) : null;
    }

    private static @Nullable Stamp spoken(Matcher spoken) {
        int hour = Integer.parseInt(spoken.group(1));
        int minute = Integer.parseInt(spoken.group(2));
        int second = Integer.parseInt(spoken.group(3));
        String half = spoken.group(5);
        if (half != null) {
            hour = hour % 12 + (half.equals("P") ? 12 : 0);
        }
        if (hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        String fraction = spoken.group(4);
        int digits = fraction == null ? 0 : fraction.length();
        int nanos = digits == 0 ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
        int ofDay = hour * 3600 + minute * 60 + second;
        return new Stamp(spoken.end(), Stamp.UNKNOWN, ofDay, nanos, digits, Stamp.UNKNOWN);
    }
}
