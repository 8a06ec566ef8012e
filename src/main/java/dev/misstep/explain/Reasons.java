package dev.misstep.explain;

import dev.misstep.build.Format;
import dev.misstep.build.Vertex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why the steps of one build missed: by the plans where they are known, else by what the logs show. */
final class Reasons {
    private final Explainer.Compared compared;
    private final @Nullable RootCause byPlan;
    private final @Nullable RootCause bySight;
    private final Map<Vertex, Reason> found = new HashMap<>();

    Reasons(Explainer.Compared compared) {
        Plans plans = compared.plans();
        Observed baseline = compared.baseline();
        this.compared = compared;
        this.byPlan = plans == null ? null : RootCause.of(plans);
        this.bySight = baseline == null ? null : new RootCause(compared.observed(), baseline);
    }

    /** Why a root missed. */
    Reason of(Vertex root) {
        return found.computeIfAbsent(root, this::find);
    }

    /** Why a step would have missed though nothing it builds on had; {@code null} where that is not proven. */
    @Nullable
    Reason ofItsOwn(Vertex cascade) {
        Vertex planned = byPlan == null ? null : compared.planned(cascade).orElse(null);
        Reason own = byPlan == null || planned == null ? null : byPlan.ofItself(planned);
        return own == null || own.certainty() != Certainty.PROVEN ? null : own;
    }

    /**
     * Whether it takes files from a stage that ran again and left others than when the engine's cache got this step's result,
     * though nothing that goes into it is another. BuildKit looks such a step up by the files themselves (solver/edge.go,
     * the slow cache key); the classic builder by images, whose ids differ with each run.
     */
    boolean isOfOtherOutput(Vertex cascade, Vertex root) {
        Plans plans = compared.plans();
        Vertex planned = plans == null ? null : compared.planned(cascade).orElse(null);
        return plans != null
                && planned != null
                && compared.observed().build().format() != Format.CLASSIC
                && !plans.now().sources().getOrDefault(planned.id(), List.of()).isEmpty()
                && !Objects.equals(root.name().stage(), cascade.name().stage())
                && plans.cache().has(plans.now().key(planned));
    }

    private Reason find(Vertex root) {
        Plans plans = compared.plans();
        Vertex planned = compared.planned(root).orElse(null);
        if (plans == null || planned == null) {
            return seen(root);
        }
        if (byPlan != null) {
            Reason told = byPlan.of(planned);
            // a log shows what no plan has: the frontend
            return told.cause() == Cause.UNKNOWN ? told.orIfKnown(seen(root)) : told;
        }
        Reason seen = seen(root);
        Reason lost = plans.cache().lost(plans.now().key(planned));
        return lost == null || seen.cause() != Cause.COLD ? seen : lost;
    }

    private Reason seen(Vertex root) {
        BuildInputs state = compared.state();
        return Optional.ofNullable(bySight)
                .map(cause -> cause.of(root))
                .orElseGet(() -> state == null
                        ? RootCause.withoutBaseline(root, compared.observed())
                        : UnseenState.of(root, compared.observed(), state));
    }
}
