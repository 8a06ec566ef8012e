package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Explains a series of builds: the one entrance to this package. */
public final class Explainer {
    /** So many builds are explained on all processors. */
    private static final int MANY = 200;

    private Explainer() {}

    /**
     * Explains builds of which nothing but their logs is known. Each is compared with the nearest earlier one of the same
     * target that shares a step with it.
     */
    public static Analysis explain(List<Build> builds) {
        return explain(builds, Map.of());
    }

    /**
     * Explains builds of which more than their logs may be known.
     *
     * @param inputs by the ids of the builds; of one that is missing here nothing is known
     */
    public static Analysis explain(List<Build> builds, Map<String, BuildInputs> inputs) {
        return explain(
                builds,
                (build, baseline) ->
                        new Compared(observed(build, inputs), baseline == null ? null : observed(baseline, inputs)));
    }

    /**
     * The same of builds of which it depends on what they are compared with what is known of them.
     *
     * @param known what is known of a build and the one it is compared with, {@code null} where there is none
     */
    public static Analysis explain(List<Build> builds, BiFunction<Build, @Nullable Build, Compared> known) {
        List<Compared> series = new ArrayList<>();
        List<@Nullable Build> baselines = Baseline.of(builds);
        for (int i = 0; i < builds.size(); i++) {
            series.add(known.apply(builds.get(i), baselines.get(i)));
        }
        return explainCompared(series);
    }

    /**
     * Explains what a command built that was run several times. Each build is compared with what it was in an earlier run,
     * never with another of its own run: those are different builds, though they may share a step.
     *
     * @param runs the builds of each run, in the order read; no two have the same id
     */
    public static Analysis explainRuns(List<List<Build>> runs) {
        RepeatedBuilds repeated = new RepeatedBuilds(runs);
        List<Compared> compared = new ArrayList<>();
        for (Build build : runs.stream().flatMap(List::stream).toList()) {
            Build earlier = repeated.earlier(build);
            compared.add(new Compared(observed(build, Map.of()), earlier == null ? null : observed(earlier, Map.of())));
        }
        return explainCompared(compared).inSeries(repeated.series());
    }

    private static Observed observed(Build build, Map<String, BuildInputs> inputs) {
        return new Observed(build, inputs.getOrDefault(build.id(), BuildInputs.NONE));
    }

    /** Explains builds that each have a baseline chosen by whoever ran them. */
    public static Analysis explainCompared(List<Compared> series) {
        Rates rates = new Rates();
        List<Analysis.Analysed> analysed = new ArrayList<>();
        List<Miss> misses = new ArrayList<>();
        if (!series.isEmpty() && series.get(0).baseline() != null) {
            rates.learn(series.get(0).baseline().build());
        }
        // few builds are explained before other threads have begun
        Stream<Compared> all = series.size() < MANY ? series.stream() : series.parallelStream();
        for (Explained explained : all.map(Explained::of).toList()) {
            Build build = explained.build();
            analysed.add(new Analysis.Analysed(build, rates.next(build, explained.timing())));
            misses.addAll(explained.misses());
        }
        return new Analysis(analysed, misses);
    }

    /** What is known of one build without the series it stands in. */
    private record Explained(Build build, Timing timing, List<Miss> misses) {
        static Explained of(Compared compared) {
            Build build = compared.observed().build();
            StepGraph graph = StepGraph.of(build);
            return new Explained(build, Timing.of(build, graph), Explainer.misses(compared, graph));
        }
    }

    /**
     * A build and what it is to be compared with.
     *
     * @param baseline {@code null} where there is none
     * @param state for a build without a baseline: what an earlier build, that was not seen, may have been given, by the ids
     *     of this build's vertices; {@code null} where that is not known
     * @param plans what the Dockerfiles had planned for both; {@code null} where that is not known
     */
    public record Compared(
            Observed observed,
            @Nullable Observed baseline,
            @Nullable BuildInputs state,
            @Nullable Plans plans) {
        public Compared {
            if (baseline != null && state != null) {
                throw new IllegalArgumentException("two states to compare with");
            }
        }

        /** With a build or with nothing. */
        public Compared(Observed observed, @Nullable Observed baseline) {
            this(observed, baseline, null, null);
        }

        /** The planned step that one which was seen is, if there is a plan and it can be told. */
        Optional<Vertex> planned(Vertex step) {
            BuildInputs.StepSource source = observed.inputs().steps().get(step.id());
            return plans == null
                    ? Optional.empty()
                    : plans.now().step(step, source == null ? null : source.instruction());
        }
    }

    private static List<Miss> misses(Compared compared, StepGraph graph) {
        Build build = compared.observed().build();
        Map<Vertex, Vertex> roots = Roots.of(build, graph);
        if (roots.isEmpty()) {
            return List.of();
        }
        Reasons reasons = new Reasons(compared);
        Cost cost = new Cost(build, graph, roots);
        List<Miss> misses = new ArrayList<>();
        roots.forEach((step, root) -> misses.add(
                step.id().equals(root.id())
                        ? root(compared, root, reasons.of(root), cost.of(root))
                        : cascade(compared, step, root, reasons)));
        return misses;
    }

    private static Miss root(Compared compared, Vertex root, Reason reason, @Nullable Double cost) {
        int shown = Math.min(reason.files().size(), Miss.FILES_SHOWN);
        return new Miss(
                compared.observed().build().id(),
                root.id(),
                Role.ROOT,
                root.id(),
                reason.cause(),
                reason.certainty(),
                reason.files().subList(0, shown),
                reason.files().size(),
                reason.before(),
                reason.after(),
                reason.detail(),
                baselineId(compared),
                cost);
    }

    /** It has the cause of its root; what alone would have made it miss is told too. */
    private static Miss cascade(Compared compared, Vertex step, Vertex root, Reasons reasons) {
        Reason own = reasons.ofItsOwn(step);
        boolean otherOutput = own == null && reasons.isOfOtherOutput(step, root);
        boolean more = own != null && !own.detail().equals(reasons.of(root).detail());
        return new Miss(
                compared.observed().build().id(),
                step.id(),
                Role.CASCADE,
                root.id(),
                reasons.of(root).cause(),
                reasons.of(root).certainty(),
                List.of(),
                0,
                null,
                null,
                "It builds on " + root.name().text() + ", which ran."
                        + (otherOutput ? " That left other files than it had left of the same inputs." : "")
                        + (own != null && more ? " It would have run in any case: " + own.detail() : ""),
                baselineId(compared),
                null,
                otherOutput);
    }

    private static @Nullable String baselineId(Compared compared) {
        return compared.baseline() == null ? null : compared.baseline().build().id();
    }
}
