package dev.misstep.report;

import dev.misstep.history.TrendData.Point;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Builds by time, few enough to be drawn: each for itself, or together those of a day, of a week from Monday on, of a month or
 * of a year of UTC.
 *
 * @param all those that have builds, the first first
 */
public record TrendPeriods(Unit unit, List<Period> all) {
    /** More than these are put together. */
    static final int MOST = 200;

    public TrendPeriods {
        all = List.copyOf(all);
    }

    /** How long one is. */
    public enum Unit {
        BUILD,
        DAY,
        WEEK,
        MONTH,
        YEAR;

        /** The name used in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        private LocalDate start(LocalDate day) {
            return switch (this) {
                case BUILD, DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
                case YEAR -> day.withDayOfYear(1);
            };
        }
    }

    /**
     * One period.
     *
     * @param from when it begins, or the build did
     * @param first the number of its first build
     */
    public record Period(Instant from, long first, TrendNumbers numbers) {}

    /** @param points the oldest first */
    static TrendPeriods of(List<Point> points) {
        if (points.size() <= MOST) {
            return new TrendPeriods(
                    Unit.BUILD,
                    points.stream()
                            .map(point -> new Period(point.builtAt(), point.id(), TrendNumbers.of(List.of(point))))
                            .toList());
        }
        TreeMap<LocalDate, List<Point>> byStart = new TreeMap<>();
        Unit unit = Unit.BUILD;
        do {
            unit = Unit.values()[unit.ordinal() + 1];
            byStart.clear();
            for (Point point : points) {
                LocalDate day = LocalDate.ofInstant(point.builtAt(), ZoneOffset.UTC);
                byStart.computeIfAbsent(unit.start(day), start -> new ArrayList<>())
                        .add(point);
            }
        } while (byStart.size() > MOST && unit != Unit.YEAR);
        List<Period> periods = new ArrayList<>();
        byStart.forEach((start, those) -> periods.add(new Period(
                start.atStartOfDay(ZoneOffset.UTC).toInstant(), those.get(0).id(), TrendNumbers.of(those))));
        return new TrendPeriods(unit, periods);
    }
}
