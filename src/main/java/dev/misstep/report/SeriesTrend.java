package dev.misstep.report;

import dev.misstep.history.BuildSeries;
import dev.misstep.history.TrendData.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds that can be compared with each other, over time.
 *
 * @param points the oldest first
 * @param periods the same builds by time
 * @param changes where it became better or worse, the first first
 * @param branches those with the most builds first
 * @param machines those with the most builds first
 */
public record SeriesTrend(
        BuildSeries series,
        TrendNumbers numbers,
        List<Point> points,
        TrendPeriods periods,
        List<TrendChange> changes,
        List<Group> branches,
        List<Group> machines,
        CacheWorth worth) {
    public SeriesTrend {
        points = List.copyOf(points);
        changes = List.copyOf(changes);
        branches = List.copyOf(branches);
        machines = List.copyOf(machines);
    }

    /**
     * The builds of a branch or of a machine.
     *
     * @param name {@code null} where that is not known
     */
    public record Group(@Nullable String name, TrendNumbers numbers) {}

    static List<Group> groups(List<Point> points, Function<Point, @Nullable String> name) {
        Map<@Nullable String, List<Point>> byName = new LinkedHashMap<>();
        for (Point point : points) {
            byName.computeIfAbsent(name.apply(point), key -> new ArrayList<>()).add(point);
        }
        List<Group> groups = new ArrayList<>();
        byName.forEach((key, those) -> groups.add(new Group(key, TrendNumbers.of(those))));
        groups.sort(Comparator.comparingInt((Group group) -> -group.numbers().builds())
                .thenComparing(Group::name, Comparator.nullsLast(Comparator.naturalOrder())));
        return groups;
    }
}
