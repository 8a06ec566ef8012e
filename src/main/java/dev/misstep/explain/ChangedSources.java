package dev.misstep.explain;

import dev.misstep.build.Vertex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages that a step takes files from. */
final class ChangedSources {
    private ChangedSources() {}

    /** The stage that is made of other things than it was; {@code null} where none is, or not enough is known to tell. */
    static @Nullable Reason of(Plans plans, Vertex step, Vertex before) {
        Planned then = plans.then();
        List<String> now = plans.now().sources().getOrDefault(step.id(), List.of());
        List<String> earlier = then == null ? List.of() : then.sources().getOrDefault(before.id(), List.of());
        if (then == null || now.size() != earlier.size()) {
            return null;
        }
        for (int i = 0; i < now.size(); i++) {
            String key = plans.now().keys().get(now.get(i));
            String old = then.keys().get(earlier.get(i));
            if (key != null && old != null && !key.equals(old)) {
                return reason(plans.now(), now.get(i));
            }
        }
        return null;
    }

    /** Whether it takes files from the stages it took them from, whatever they are called and made of. */
    static boolean areOfSameStages(Plans plans, Alignment alignment, Vertex step, Vertex before) {
        Planned then = plans.then();
        List<String> now = plans.now().sources().getOrDefault(step.id(), List.of());
        List<String> earlier = then == null ? List.of() : then.sources().getOrDefault(before.id(), List.of());
        if (then == null || now.size() != earlier.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            String key = plans.now().keys().get(now.get(i));
            boolean equal = key != null && key.equals(then.keys().get(earlier.get(i)));
            if (!equal && !isEndOfSame(plans.now(), alignment, now.get(i), earlier.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEndOfSame(Planned plan, Alignment alignment, String end, String earlierEnd) {
        return plan.steps()
                .build()
                .vertex(end)
                .map(alignment::of)
                .map(match -> match.vertex().id().equals(earlierEnd))
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
