package dev.misstep.explain;

import dev.misstep.build.Build;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a series of builds: what every report is made from.
 *
 * @param builds each with its numbers, in the order read
 * @param misses in build order, then vertex order
 * @param given the builds that belong together, where whoever ran them knows; else empty
 * @param alike the ids of builds that were made in one way, one after the other; empty where nobody made them so
 */
public record Analysis(List<Analysed> builds, List<Miss> misses, List<Together> given, List<List<String>> alike) {
    /** A build and its numbers. */
    public record Analysed(Build build, Summary summary) {}

    /**
     * Builds that belong together.
     *
     * @param name what whoever ran them calls them, or {@code null}
     * @param builds their ids
     */
    public record Together(@Nullable String name, List<String> builds) {
        public Together {
            builds = List.copyOf(builds);
        }
    }

    public Analysis {
        builds = List.copyOf(builds);
        misses = List.copyOf(misses);
        given = List.copyOf(given);
        alike = alike.stream().map(List::copyOf).toList();
    }

    /** Of builds that belong together as their steps tell. */
    public Analysis(List<Analysed> builds, List<Miss> misses) {
        this(builds, misses, List.of(), List.of());
    }

    /** The same where it is known which builds belong together. */
    Analysis inSeries(List<List<String>> ids) {
        return together(ids.stream().map(each -> new Together(null, each)).toList());
    }

    /** The same where it is known which builds belong together; as their steps tell if there are none. */
    public Analysis together(List<Together> groups) {
        return new Analysis(builds, misses, groups, alike);
    }

    /** What the builds are called that belong together with this one; {@code null} for nothing. */
    public @Nullable String nameOf(Build build) {
        return given.stream()
                .filter(group -> group.builds().contains(build.id()))
                .map(Together::name)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The same with other builds in the place of those with their ids, which have the same vertices under other names. */
    public Analysis withBuilds(Map<String, Build> byId) {
        return new Analysis(
                builds.stream()
                        .map(each -> new Analysed(byId.getOrDefault(each.build().id(), each.build()), each.summary()))
                        .toList(),
                misses,
                given,
                alike);
    }

    /** The same where of some builds it is known better why they missed; by their ids. */
    Analysis withMisses(Map<String, List<Miss>> known) {
        Map<String, List<Miss>> byBuild = missesByBuild();
        List<Miss> all = new ArrayList<>();
        builds.forEach(each -> {
            String id = each.build().id();
            all.addAll(known.getOrDefault(id, byBuild.getOrDefault(id, List.of())));
        });
        return new Analysis(builds, all, given, alike);
    }

    /** The same without some builds; what is said of the others stays. */
    public Analysis without(Set<String> ids) {
        return ids.isEmpty()
                ? this
                : new Analysis(
                        builds.stream()
                                .filter(each -> !ids.contains(each.build().id()))
                                .toList(),
                        misses.stream()
                                .filter(miss -> !ids.contains(miss.build()))
                                .toList());
    }

    /** The same where it is known which builds were made in one way. */
    public Analysis withAlike(List<List<String>> ids) {
        return new Analysis(builds, misses, given, ids);
    }

    /** The same where all builds of a series were made in one way, as the runs of one command are. */
    public Analysis withSeriesAlike() {
        return withAlike(series().stream()
                .map(series -> series.stream().map(each -> each.build().id()).toList())
                .toList());
    }

    /** The builds between whose times is nothing but chance, as far as whoever made them knows. */
    public List<EqualRuns> equalRuns() {
        return alike.stream()
                .flatMap(ids -> EqualRuns.among(builds.stream()
                                .map(Analysed::build)
                                .filter(build -> ids.contains(build.id()))
                                .toList())
                        .stream())
                .toList();
    }

    /** The misses of each build that has any, by its id. */
    public Map<String, List<Miss>> missesByBuild() {
        Map<String, List<Miss>> byBuild = new HashMap<>();
        for (Miss miss : misses) {
            byBuild.computeIfAbsent(miss.build(), build -> new ArrayList<>()).add(miss);
        }
        return byBuild;
    }

    /** The misses nothing above explains, over all builds. */
    public List<Miss> roots() {
        return misses.stream().filter(miss -> miss.role() == Role.ROOT).toList();
    }

    /**
     * The builds that belong together: each with the earlier one it can be compared with. In order of their first builds.
     */
    public List<List<Analysed>> series() {
        return given.isEmpty() ? seriesBySteps() : givenSeries();
    }

    private List<List<Analysed>> givenSeries() {
        Map<String, Analysed> byId = new HashMap<>();
        builds.forEach(each -> byId.put(each.build().id(), each));
        return given.stream()
                .map(group -> group.builds().stream()
                        .map(id -> Objects.requireNonNull(byId.get(id), id))
                        .toList())
                .toList();
    }

    private List<List<Analysed>> seriesBySteps() {
        List<List<Analysed>> all = new ArrayList<>();
        SharedSteps bySteps = new SharedSteps();
        Map<String, Map<@Nullable String, Integer>> bySource = new HashMap<>(); // and by target
        for (Analysed analysed : builds) {
            Build build = analysed.build();
            Map<@Nullable String, Integer> neighbours =
                    bySource.computeIfAbsent(build.source(), source -> new HashMap<>());
            // a build that came to no step has nothing to be compared by, but it stands beside its neighbours
            int mine = build.steps().isEmpty()
                    ? neighbours.getOrDefault(build.target(), SharedSteps.NONE)
                    : bySteps.least(build);
            if (mine == SharedSteps.NONE) {
                mine = all.size();
                all.add(new ArrayList<>());
            }
            all.get(mine).add(analysed);
            bySteps.lower(build, mine);
            neighbours.merge(build.target(), mine, Math::min);
        }
        return all.stream().map(List::copyOf).toList();
    }

    /** The table of steps by runs of some of the builds: a row is the same step in each. */
    public static List<StepRow> stepRows(List<Analysed> series) {
        return StepRow.of(buildsOf(series));
    }

    private static List<Build> buildsOf(List<Analysed> series) {
        return series.stream().map(Analysed::build).toList();
    }
}
