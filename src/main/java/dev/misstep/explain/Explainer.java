package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
        List<Compared> series = new ArrayList<>();
        List<@Nullable Build> baselines = Baseline.of(builds);
        for (int i = 0; i < builds.size(); i++) {
            Build baseline = baselines.get(i);
            series.add(new Compared(
                    observed(builds.get(i), inputs), baseline == null ? null : observed(baseline, inputs)));
        }
        return explainCompared(series);
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
        Function<Vertex, Reason> finder = finder(compared, !roots.isEmpty());
        Cost cost = new Cost(build, graph, roots);
        Map<Vertex, Reason> reasons = new HashMap<>();
        List<Miss> misses = new ArrayList<>();
        roots.forEach((step, root) -> {
            Reason reason = reasons.computeIfAbsent(root, finder);
            misses.add(miss(compared, step, root, reason, step.id().equals(root.id()) ? cost.of(root) : null));
        });
        return misses;
    }

    private static Function<Vertex, Reason> finder(Compared compared, boolean needed) {
        Function<Vertex, Reason> bySight = bySight(compared, needed);
        Plans plans = compared.plans();
        RootCause byPlan = plans == null || !needed ? null : RootCause.of(plans);
        return root -> {
            Optional<Vertex> planned = compared.planned(root);
            if (plans == null || planned.isEmpty()) {
                return bySight.apply(root);
            }
            if (byPlan != null) {
                Reason told = byPlan.of(planned.get());
                // a log shows what no plan has: the frontend
                return told.cause() == Cause.UNKNOWN ? told.orIfKnown(bySight.apply(root)) : told;
            }
            Reason lost = plans.cache().lost(plans.now().key(planned.get()));
            Reason seen = bySight.apply(root);
            return lost == null || seen.cause() != Cause.COLD ? seen : lost;
        };
    }

    private static Function<Vertex, Reason> bySight(Compared compared, boolean needed) {
        Observed observed = compared.observed();
        BuildInputs state = compared.state();
        if (compared.baseline() != null && needed) {
            return new RootCause(observed, compared.baseline())::of;
        }
        return state == null
                ? root -> RootCause.withoutBaseline(root, observed)
                : root -> UnseenState.of(root, observed, state);
    }

    private static Miss miss(Compared compared, Vertex step, Vertex root, Reason reason, @Nullable Double cost) {
        boolean isRoot = step.id().equals(root.id());
        String detail = isRoot ? reason.detail() : "It builds on " + root.name().text() + ", which ran.";
        int shown = Math.min(reason.files().size(), Miss.FILES_SHOWN);
        return new Miss(
                compared.observed().build().id(),
                step.id(),
                isRoot ? Role.ROOT : Role.CASCADE,
                root.id(),
                reason.cause(),
                reason.certainty(),
                isRoot ? reason.files().subList(0, shown) : List.of(),
                isRoot ? reason.files().size() : 0,
                isRoot ? reason.before() : null,
                isRoot ? reason.after() : null,
                detail,
                compared.baseline() == null ? null : compared.baseline().build().id(),
                cost);
    }
}
