package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A build that gates are about.
 *
 * @param misses of this build, in vertex order
 * @param seconds what it took, or the mean of what equal runs took; {@code null} where that is not known
 * @param reference what its time is held against, or {@code null} where there is nothing
 */
public record JudgedBuild(
        Analysis.Analysed analysed,
        List<Miss> misses,
        @Nullable Double seconds,
        @Nullable Reference reference) {
    /**
     * The time of other builds.
     *
     * @param name what they are called in a sentence: {@code build 3}
     * @param seconds what they took, or the mean of what they took
     * @param chance whether the difference is no more than that between equal runs
     */
    public record Reference(String name, double seconds, boolean chance) {}

    public JudgedBuild {
        misses = List.copyOf(misses);
    }

    /**
     * The builds of an analysis that count: the last of each series, and the last that was made in each way, such as each
     * with a file edited. A build that was told to use no cache counts only as the last of its series.
     */
    public static List<JudgedBuild> of(Analysis analysis) {
        Map<String, List<Miss>> misses = analysis.missesByBuild();
        List<JudgedBuild> judged = new ArrayList<>();
        for (List<Analysis.Analysed> series : analysis.series()) {
            Set<String> chosen = new HashSet<>();
            chosen.add(series.get(series.size() - 1).build().id());
            for (List<String> alike : analysis.alike()) {
                series.stream()
                        .filter(each -> alike.contains(each.build().id()))
                        .reduce((earlier, later) -> later)
                        .filter(each ->
                                !withoutCache(misses.getOrDefault(each.build().id(), List.of())))
                        .ifPresent(each -> chosen.add(each.build().id()));
            }
            for (int i = 0; i < series.size(); i++) {
                if (chosen.contains(series.get(i).build().id())) {
                    judged.add(judged(series, i, misses));
                }
            }
        }
        Map<String, Integer> places = new HashMap<>();
        analysis.builds().forEach(each -> places.put(each.build().id(), places.size()));
        judged.sort(Comparator.comparing(each -> places.get(each.build().id())));
        return List.copyOf(judged);
    }

    Build build() {
        return analysed.build();
    }

    /** Whether its time says nothing of what was built: it had no cache. */
    boolean isCold() {
        return ColdBuild.is(analysed.summary(), misses);
    }

    private static boolean withoutCache(List<Miss> misses) {
        return !misses.isEmpty() && misses.stream().allMatch(miss -> miss.cause() == Cause.NO_CACHE);
    }

    private static JudgedBuild judged(
            List<Analysis.Analysed> series, int place, Map<String, List<Miss>> missesByBuild) {
        Analysis.Analysed analysed = series.get(place);
        List<Miss> misses = missesByBuild.getOrDefault(analysed.build().id(), List.of());
        Reference nearest = null;
        for (Analysis.Analysed earlier : series.subList(0, place)) {
            Build build = earlier.build();
            Double seconds = build.seconds();
            boolean cold = ColdBuild.is(earlier.summary(), missesByBuild.getOrDefault(build.id(), List.of()));
            if (build.outcome() == Outcome.SUCCEEDED && seconds != null && !cold) {
                nearest = new Reference("build " + build.id(), seconds, false);
                if (misses.stream().anyMatch(miss -> build.id().equals(miss.baseline()))) {
                    break; // as the misses are
                }
            }
        }
        return new JudgedBuild(analysed, misses, analysed.build().seconds(), nearest);
    }
}
