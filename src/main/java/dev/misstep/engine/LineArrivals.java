package dev.misstep.engine;

import dev.misstep.log.LineTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Remembers when the lines of a text came, of those that come soon after each other only that of the first. */
final class LineArrivals implements LineTimes {
    /** Times closer to each other are not told apart, so that there are not too many. */
    private static final Duration TICK = Duration.ofMillis(10);

    private final InstantSource clock;
    private final NavigableMap<Long, Instant> arrivals = new TreeMap<>();
    private long ended;

    LineArrivals(InstantSource clock) {
        this.clock = clock;
    }

    /** Some of the text comes now. A line comes when its end does. */
    void come(byte[] bytes, int offset, int length) {
        Instant now = clock.instant();
        Map.Entry<Long, Instant> last = arrivals.lastEntry();
        if (last == null || last.getValue().plus(TICK).isBefore(now)) {
            arrivals.put(ended + 1, now);
        }
        for (int i = offset; i < offset + length; i++) {
            ended += bytes[i] == '\n' ? 1 : 0;
        }
    }

    @Override
    public @Nullable Instant of(long line) {
        Map.Entry<Long, Instant> arrival = arrivals.floorEntry(line);
        return arrival == null ? null : arrival.getValue();
    }
}
