package dev.misstep.explain;

import dev.misstep.build.Format;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The next build, told from its plan and the last one by the code that explains builds. */
public final class Prediction {
    private static final Reason ADDRESS = Reason.of(
            Cause.UNKNOWN,
            Certainty.UNKNOWN,
            "What is at the address it takes may be another than it was: only the build can tell.");

    private final Plans plans;
    private final @Nullable RootCause causes;
    /** A step that will hit because it has a twin stands here as that: what builds on it runs as if it had run itself. */
    private final Map<String, PredictedStep> predicted = new HashMap<>();

    private Prediction(Plans plans) {
        this.plans = plans;
        this.causes = RootCause.of(plans);
    }

    /** The fate of each step, in the order of the plan. */
    public static List<PredictedStep> of(Plans plans) {
        Prediction prediction = new Prediction(plans);
        List<PredictedStep> steps = new ArrayList<>();
        for (Vertex step : plans.now().steps().build().steps()) {
            PredictedStep told = prediction.predict(step);
            boolean twin = told.fate() == Fate.MISS && prediction.isTwinOfAMiss(step);
            prediction.predicted.put(step.id(), told);
            steps.add(twin ? new PredictedStep(step, Fate.HIT, null, null) : told);
        }
        return List.copyOf(steps);
    }

    private PredictedStep predict(Vertex step) {
        Observed now = plans.now().steps();
        List<String> below = plans.now().standsOn(step);
        PredictedStep under = first(below, Fate.MISS);
        if (under != null) {
            // what ran without the cache left its result under the key that it had
            boolean kept = under.cause() == Cause.NO_CACHE && !RootCause.isForced(step, now);
            return new PredictedStep(step, kept ? Fate.DEPENDS : Fate.MISS, under.root(), under.reason());
        }
        Reason own = own(step);
        List<String> sources = plans.now().sources().getOrDefault(step.id(), List.of());
        // what it copies may be equal, though it is made of other things
        boolean certain =
                own != null && (sources.isEmpty() || own.certainty() == Certainty.PROVEN) && !isOpen(step, own);
        if (own != null && certain) {
            return new PredictedStep(step, Fate.MISS, step, own);
        }
        for (List<String> inputs : List.of(below, sources)) {
            PredictedStep open = first(inputs, Fate.DEPENDS);
            PredictedStep ran = first(inputs, Fate.MISS);
            PredictedStep decides = ran == null ? open : ran;
            if (decides != null) {
                return new PredictedStep(step, Fate.DEPENDS, decides.root(), decides.reason());
            }
        }
        // files of another place, or of a stage that comes from the cache in a state that was built for another target
        Reason open = own == null && takesFromAddress(step) ? ADDRESS : own;
        return open == null
                ? new PredictedStep(step, Fate.HIT, null, null)
                : new PredictedStep(step, Fate.DEPENDS, step, open);
    }

    private boolean takesFromAddress(Vertex step) {
        BuildInputs.StepSource source = plans.now().steps().inputs().steps().get(step.id());
        return source != null
                && source.selection() != null
                && source.selection().fromAddress();
    }

    /** The classic builder has carried out an equal step of another stage by then. */
    private boolean isTwinOfAMiss(Vertex step) {
        String key = plans.now().key(step);
        Observed now = plans.now().steps();
        return key != null
                && now.build().format() == Format.CLASSIC
                && !RootCause.isForced(step, now)
                && predicted.values().stream()
                        .anyMatch(other -> other.fate() == Fate.MISS
                                && key.equals(plans.now().key(other.step())));
    }

    private boolean isOpen(Vertex step, Reason own) {
        return causes != null && own.cause() == Cause.INSTRUCTION && causes.mayBeEqual(step);
    }

    private @Nullable PredictedStep first(List<String> ids, Fate fate) {
        return ids.stream()
                .map(predicted::get)
                .filter(step -> step != null && step.fate() == fate)
                .findFirst()
                .orElse(null);
    }

    /** What of its own makes it run; {@code null} where nothing does. */
    private @Nullable Reason own(Vertex step) {
        Observed now = plans.now().steps();
        String key = plans.now().key(step);
        boolean forced = RootCause.isForced(step, now);
        if (!forced && plans.cache().has(key)) {
            return null;
        }
        if (causes == null) {
            Reason lost = forced ? null : plans.cache().lost(key);
            return lost == null ? RootCause.withoutBaseline(step, now) : lost;
        }
        boolean open = first(plans.now().standsOn(step), Fate.DEPENDS) != null;
        Reason reason = open ? causes.ofItself(step) : causes.of(step);
        return reason == null || reason.cause() == Cause.UNKNOWN ? null : reason;
    }
}
