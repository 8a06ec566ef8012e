package dev.misstep.report;

import dev.misstep.build.Outcome;
import dev.misstep.history.BuildState;
import dev.misstep.history.TrendData.Point;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What some builds were like together. Rates and seconds are those of all of them, cold ones too, since these cost what they
 * cost; how many were cold stands beside.
 *
 * @param unexplained how many ran a step for a reason nobody knows
 * @param hits steps that were cached or pulled
 * @param decided steps that were hits or ran
 * @param timeHitRate saved seconds / (saved + executed seconds) over the builds in which both are known; {@code null} for none
 * @param meanSeconds of the builds that succeeded, as far as known; {@code null} for none
 * @param lostSeconds what misses cost, as far as known; {@code null} where none is
 */
public record TrendNumbers(
        int builds,
        int cold,
        int unexplained,
        long hits,
        long decided,
        @Nullable Double timeHitRate,
        @Nullable Double meanSeconds,
        @Nullable Double lostSeconds) {
    static TrendNumbers of(List<Point> points) {
        int cold = 0;
        int unexplained = 0;
        long hits = 0;
        long decided = 0;
        double saved = 0;
        double executed = 0;
        double seconds = 0;
        int timed = 0;
        Double lost = null;
        for (Point point : points) {
            cold += point.state() == BuildState.COLD ? 1 : 0;
            unexplained += point.state() == BuildState.UNEXPLAINED ? 1 : 0;
            hits += point.hits();
            decided += point.decided();
            if (point.savedSeconds() != null && point.executedSeconds() != null) {
                saved += point.savedSeconds();
                executed += point.executedSeconds();
            }
            if (point.seconds() != null && succeeded(point)) {
                seconds += point.seconds();
                timed++;
            }
            if (point.lostSeconds() != null) {
                lost = point.lostSeconds() + (lost == null ? 0 : lost);
            }
        }
        return new TrendNumbers(
                points.size(),
                cold,
                unexplained,
                hits,
                decided,
                saved + executed > 0 ? saved / (saved + executed) : null,
                timed == 0 ? null : Double.valueOf(seconds / timed),
                lost);
    }

    /** How many builds were not cold, and each miss in them has a known cause. */
    public int explained() {
        return builds - cold - unexplained;
    }

    /** {@code null} where nothing was decided. */
    public @Nullable Double hitRate() {
        return decided == 0 ? null : Double.valueOf((double) hits / decided);
    }

    static boolean succeeded(Point point) {
        return point.outcome().equals(Outcome.SUCCEEDED.label());
    }
}
