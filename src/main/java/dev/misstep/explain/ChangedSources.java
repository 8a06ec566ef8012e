package dev.misstep.explain;

import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages that a step takes files from. */
final class ChangedSources {
    private ChangedSources() {}

    /** The end of a stage that is taken from, and of the one that was, by their ids in the plans. */
    private record Pair(String now, String then) {}

    /** Those of a step, in order; {@code null} where they do not correspond. */
    private static @Nullable List<Pair> pairs(Plans plans, Vertex step, Vertex before) {
        Planned then = plans.then();
        List<String> now = plans.now().sources().getOrDefault(step.id(), List.of());
        List<String> earlier = then == null ? List.of() : then.sources().getOrDefault(before.id(), List.of());
        if (then == null || now.size() != earlier.size()) {
            return null;
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            pairs.add(new Pair(now.get(i), earlier.get(i)));
        }
        return pairs;
    }

    /** The stage that is made of other things than it was; {@code null} where none is, or not enough is known to tell. */
    static @Nullable Reason of(Plans plans, Vertex step, Vertex before) {
        List<Pair> pairs = pairs(plans, step, before);
        if (pairs == null) {
            return null;
        }
        for (Pair pair : pairs) {
            String key = plans.now().keys().get(pair.now());
            String old = then(plans, pair);
            if (key != null && old != null && !key.equals(old)) {
                return reason(plans.now(), pair.now());
            }
        }
        return null;
    }

    /** Whether it takes files from the stages it took them from, whatever they are called and made of. */
    static boolean areOfSameStages(Plans plans, Alignment alignment, Vertex step, Vertex before) {
        List<Pair> pairs = pairs(plans, step, before);
        return pairs != null
                && pairs.stream().allMatch(pair -> {
                    String key = plans.now().keys().get(pair.now());
                    return (key != null && key.equals(then(plans, pair))) || isEndOfSame(plans.now(), alignment, pair);
                });
    }

    private static @Nullable String then(Plans plans, Pair pair) {
        Planned then = plans.then();
        return then == null ? null : then.keys().get(pair.then());
    }

    private static boolean isEndOfSame(Planned plan, Alignment alignment, Pair pair) {
        return plan.steps()
                .build()
                .vertex(pair.now())
                .map(alignment::of)
                .map(match -> match.vertex().id().equals(pair.then()))
                .orElse(false);
    }

    private static Reason reason(Planned plan, String id) {
        Vertex end = plan.steps().build().vertex(id).orElseThrow();
        String stage = end.name().stage();
        String which = stage == null ? "another stage" : "stage " + stage;
        boolean image = "FROM".equals(end.name().instruction());
        return image
                ? Reason.of(
                        Cause.BASE_IMAGE,
                        Certainty.LIKELY,
                        "It takes files from " + which + ", which is an image and another than in the baseline.")
                : Reason.of(
                        Cause.STAGE_OUTPUT,
                        Certainty.LIKELY,
                        "It takes files from " + which + ", which is made of other things than in the baseline.");
    }
}
