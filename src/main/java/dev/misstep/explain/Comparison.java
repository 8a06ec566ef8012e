package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two builds, or several runs of each. Of each side the last run counts; the others tell how far its times are chance.
 *
 * @param analysis of the builds of both sides, those of the base first; the misses of the head are explained by the base
 * @param head the ids of the builds of the head
 * @param pairs what was built on both sides, in the order of the base
 */
public record Comparison(Analysis analysis, Set<String> head, List<Pair> pairs) {
    /**
     * One thing that was built on both sides.
     *
     * @param base its runs, in the order read, one or more
     * @param head the same
     * @param steps in the order of the builds
     * @param wall what the builds took, of runs in which every step fared as in the one that counts
     */
    public record Pair(
            List<Analysis.Analysed> base, List<Analysis.Analysed> head, List<StepChange> steps, MeanChange wall) {
        public Pair {
            base = List.copyOf(base);
            head = List.copyOf(head);
            steps = List.copyOf(steps);
        }

        /** The run of the base that counts. */
        public Analysis.Analysed before() {
            return counting(base);
        }

        /** The run of the head that counts. */
        public Analysis.Analysed after() {
            return head.get(head.size() - 1);
        }
    }

    public Comparison {
        head = Set.copyOf(head);
        pairs = List.copyOf(pairs);
    }

    /** Compares what was built on one side with what was on the other; no two builds have the same id. */
    public static Comparison of(List<Observed> base, List<Observed> head) {
        return of(base, head, Map.of());
    }

    /**
     * The same where it is known better why builds of the head missed.
     *
     * @param known the misses of builds, compared with one of the base, by the ids of the builds
     */
    public static Comparison of(List<Observed> base, List<Observed> head, Map<String, List<Miss>> known) {
        List<Explainer.Compared> compared = new ArrayList<>();
        List<@Nullable Build> earlier =
                Baseline.of(base.stream().map(Observed::build).toList());
        Map<String, Observed> byId = new HashMap<>();
        base.forEach(each -> byId.put(each.build().id(), each));
        for (int i = 0; i < base.size(); i++) {
            Build of = earlier.get(i);
            compared.add(new Explainer.Compared(base.get(i), of == null ? null : byId.get(of.id())));
        }
        for (Observed each : head) {
            compared.add(new Explainer.Compared(each, baseline(each.build(), base)));
        }
        Analysis analysis = Explainer.explainCompared(compared).withMisses(known);
        Set<String> ids = new HashSet<>();
        head.forEach(each -> ids.add(each.build().id()));
        List<Pair> pairs = new ArrayList<>();
        for (List<Analysis.Analysed> series : analysis.series()) {
            List<Analysis.Analysed> before = new ArrayList<>();
            List<Analysis.Analysed> after = new ArrayList<>();
            series.forEach(each -> (ids.contains(each.build().id()) ? after : before).add(each));
            if (!before.isEmpty() && !after.isEmpty()) {
                pairs.add(pair(before, after));
            }
        }
        return new Comparison(analysis, ids, pairs);
    }

    /** The builds of one side that the other has nothing to be compared with. */
    public List<Build> alone() {
        Set<String> paired = new HashSet<>();
        pairs.forEach(pair -> {
            pair.base().forEach(each -> paired.add(each.build().id()));
            pair.head().forEach(each -> paired.add(each.build().id()));
        });
        return analysis.builds().stream()
                .map(Analysis.Analysed::build)
                .filter(build -> !paired.contains(build.id()))
                .toList();
    }

    /** The builds that gates are about: of each pair the run of the head that counts, held against the base. */
    public List<JudgedBuild> judged() {
        Map<String, List<Miss>> misses = analysis.missesByBuild();
        return pairs.stream()
                .map(pair -> {
                    Build before = pair.before().build();
                    boolean cold = ColdBuild.is(pair.before().summary(), misses.getOrDefault(before.id(), List.of()));
                    Double seconds = pair.wall().before();
                    boolean comparable = before.outcome() == Outcome.SUCCEEDED && !cold && seconds != null;
                    int runs = pair.wall().runsBefore();
                    return new JudgedBuild(
                            pair.after(),
                            misses.getOrDefault(pair.after().build().id(), List.of()),
                            pair.wall().after(),
                            comparable && seconds != null
                                    ? new JudgedBuild.Reference(
                                            runs == 1 ? "BASE" : "the mean of " + runs + " runs of BASE",
                                            seconds,
                                            Boolean.FALSE.equals(pair.wall().carried()))
                                    : null);
                })
                .toList();
    }

    /** The last run of the base that a build of the head can be compared with, one that succeeded if there is any. */
    private static @Nullable Observed baseline(Build build, List<Observed> base) {
        SharedSteps shared = new SharedSteps();
        for (int i = 0; i < base.size(); i++) {
            if (base.get(i).build().outcome() == Outcome.SUCCEEDED) {
                shared.replace(base.get(i).build(), i);
            }
        }
        int nearest = shared.greatest(build);
        for (int i = 0; nearest == SharedSteps.NONE && i < base.size(); i++) {
            shared.replace(base.get(i).build(), i);
        }
        nearest = shared.greatest(build);
        return nearest == SharedSteps.NONE ? null : base.get(nearest);
    }

    private static Analysis.Analysed counting(List<Analysis.Analysed> runs) {
        return runs.stream()
                .filter(each -> each.build().outcome() == Outcome.SUCCEEDED)
                .reduce((earlier, later) -> later)
                .orElse(runs.get(runs.size() - 1));
    }

    private static Pair pair(List<Analysis.Analysed> base, List<Analysis.Analysed> head) {
        List<Analysis.Analysed> all = new ArrayList<>(base);
        all.addAll(head);
        List<StepRow> rows = Analysis.stepRows(all);
        int before = all.indexOf(counting(base));
        int after = all.size() - 1;
        List<StepChange> steps = new ArrayList<>();
        for (StepRow row : rows) {
            Vertex was = row.cells().get(before);
            Vertex is = row.cells().get(after);
            if (was != null || is != null) {
                steps.add(new StepChange(
                        was,
                        is,
                        MeanChange.of(
                                ran(was, row.cells().subList(0, base.size())),
                                ran(is, row.cells().subList(base.size(), all.size())))));
            }
        }
        return new Pair(
                base, head, steps, MeanChange.of(walls(base, before, 0, rows), walls(head, after, base.size(), rows)));
    }

    /** What a step took in the runs in which it ran, where it ran in the one that counts. */
    private static List<Double> ran(@Nullable Vertex counting, List<@Nullable Vertex> cells) {
        return counting == null || counting.status() != Status.EXECUTED
                ? List.of()
                : cells.stream()
                        .filter(cell -> cell != null && cell.status() == Status.EXECUTED)
                        .map(cell -> cell == null ? null : cell.seconds())
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** What the runs of a side took in which every step fared as in the one that counts. */
    private static List<Double> walls(List<Analysis.Analysed> side, int counting, int first, List<StepRow> rows) {
        List<Double> walls = new ArrayList<>();
        for (int i = 0; i < side.size(); i++) {
            int run = first + i;
            Build build = side.get(i).build();
            Double seconds = build.seconds();
            boolean alike = rows.stream()
                    .allMatch(row ->
                            status(row.cells().get(run)) == status(row.cells().get(counting)));
            boolean ended = run == counting || build.outcome() == Outcome.SUCCEEDED;
            if (alike && ended && seconds != null) {
                walls.add(seconds);
            }
        }
        return walls;
    }

    private static @Nullable Status status(@Nullable Vertex step) {
        return step == null ? null : step.status();
    }
}
