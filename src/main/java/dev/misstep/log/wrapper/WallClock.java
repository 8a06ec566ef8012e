package dev.misstep.log.wrapper;

import java.time.Instant;

/**
 * Makes instants of the stamps of one log. Where a stamp has no date or no offset, only the time between two stamps is
 * known: those instants count from the beginning of 1970, as {@link LogLine#isDated} tells.
 */
final class WallClock {
    private static final int DAY = 86_400;
    private static final int HALF_A_DAY = DAY / 2;

    private int firstDay = Stamp.UNKNOWN;
    private int midnights;
    private int latest = -1;

    Instant at(Stamp stamp) {
        if (stamp.isInstant()) {
            return Instant.ofEpochSecond(
                    (long) stamp.day() * DAY + stamp.secondOfDay() - stamp.offset(), stamp.nanos());
        }
        return Instant.ofEpochSecond((long) day(stamp) * DAY + stamp.secondOfDay(), stamp.nanos());
    }

    private int day(Stamp stamp) {
        if (stamp.day() != Stamp.UNKNOWN) {
            firstDay = firstDay == Stamp.UNKNOWN ? stamp.day() : firstDay;
            int days = stamp.day() - firstDay;
            return days >= 0 && days < LogLine.DATELESS_DAYS ? days : 0;
        }
        // several writers may be a little out of order; half a day back is the next day
        int now = stamp.secondOfDay();
        int passed = now - latest;
        if (latest >= 0 && passed < -HALF_A_DAY && midnights + 1 < LogLine.DATELESS_DAYS) {
            midnights++;
        } else if (latest >= 0 && passed > HALF_A_DAY && midnights > 0) {
            return midnights - 1; // "23:59:59" behind "00:00:00"
        }
        latest = now;
        return midnights;
    }
}
