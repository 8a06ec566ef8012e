package dev.misstep.explain;

import dev.misstep.build.Format;
import dev.misstep.build.Vertex;
import dev.misstep.context.Change;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.FileChange;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
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

    private static final Reason OTHER_CONTEXT = Reason.of(
            Cause.UNKNOWN,
            Certainty.UNKNOWN,
            "What is in the other build context it is made of was not looked at: only the build can tell.");

    private static final Reason FROM_STAGES = Reason.of(
            Cause.STAGE_OUTPUT,
            Certainty.LIKELY,
            "Earlier builds left its result for other states of the stages that it, or a step below it, takes files from.");

    private static final Reason UNLIKE = Reason.of(
            Cause.UNKNOWN,
            Certainty.UNKNOWN,
            "Not all that goes into it is as in any build that is known, though nothing that can be named is another.");

    private final Plans plans;
    private final @Nullable RootCause causes;
    private final KeptResults results;
    /** A step that will hit because it has a twin stands here as that: what builds on it runs as if it had run itself. */
    private final Map<String, PredictedStep> predicted = new HashMap<>();

    private final @Nullable Reason frontend;

    private Prediction(Plans plans, @Nullable RemoteFrontend frontend) {
        this.plans = plans;
        this.frontend = frontend == null ? null : frontend.changed();
        this.causes = RootCause.of(plans);
        this.results = KeptResults.of(plans);
    }

    /** The fate of each step, in the order of the plan. */
    public static List<PredictedStep> of(Plans plans) {
        return of(plans, null);
    }

    /**
     * The same where a registry may have another frontend than it had.
     *
     * @param frontend {@code null} where it reads no Dockerfile, or cannot be another
     */
    public static List<PredictedStep> of(Plans plans, @Nullable RemoteFrontend frontend) {
        Prediction prediction = new Prediction(plans, frontend);
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
        if (own != null && isCertain(step, own)) {
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
        Reason unseen = takesFromAddress(step) ? ADDRESS : isUnseen(step) ? OTHER_CONTEXT : null;
        Reason open = own == null && unseen != null ? unseen : open(step, own);
        if (open == null && causes != null) {
            Reason kept = causes.ofFrontend(step);
            open = kept == null ? frontend : kept;
        }
        return open == null
                ? new PredictedStep(step, Fate.HIT, null, null)
                : new PredictedStep(step, Fate.DEPENDS, step, open);
    }

    /** Whether nothing that a stage brings forth can make it hit. */
    private boolean isCertain(Vertex step, Reason own) {
        String key = plans.now().key(step);
        if (RootCause.isForced(step, plans.now().steps())) {
            return true;
        }
        if (mayGoUnnoticed(own)) {
            return false;
        }
        if (key != null && results.areKnown()) {
            return !results.mayHave(key) && !(isMoved(step, own) && isFiltered(step));
        }
        // what it copies may be equal, though it is made of other things
        List<String> sources = plans.now().sources().getOrDefault(step.id(), List.of());
        return (sources.isEmpty() || own.certainty() == Certainty.PROVEN) && !isMoved(step, own);
    }

    /**
     * BuildKit keeps what it was sent of a context, and takes a directory it has for unchanged though its mode be another, and a
     * file though its extended attributes be, unless it was written too; if it no longer has it, it does not (tonistiigi/fsutil,
     * diskwriter.go, HandleChange, and diff_containerd.go, sameFile; seen live on 20.10 and 28.5).
     */
    private boolean mayGoUnnoticed(Reason own) {
        Observed now = plans.now().steps();
        Snapshot snapshot = now.inputs().snapshot();
        return own.cause() == Cause.CONTEXT_FILES
                && snapshot != null
                && !own.files().isEmpty()
                && own.files().stream().allMatch(file -> isSubmodule(file, snapshot) || isUnnoticed(file, snapshot));
    }

    private boolean isUnnoticed(FileChange file, Snapshot snapshot) {
        SnapshotEntry entry = snapshot.entry(file.path());
        boolean directory = entry != null && entry.kind() == ContextEntry.Kind.DIRECTORY;
        return plans.now().steps().build().format() != Format.CLASSIC
                && (file.change() == Change.ATTRIBUTES || file.change() == Change.MODE && directory);
    }

    /** Whether it is one both times, at different commits: what that changed is not known. */
    private static boolean isSubmodule(FileChange file, Snapshot snapshot) {
        SnapshotEntry entry = snapshot.entry(file.path());
        return entry != null && entry.kind() == ContextEntry.Kind.SUBMODULE && file.change() == Change.ATTRIBUTES;
    }

    /** What leaves it open whether it will hit; {@code null} where nothing does. */
    private @Nullable Reason open(Vertex step, @Nullable Reason own) {
        if (own != null && mayGoUnnoticed(own)) {
            Snapshot snapshot = plans.now().steps().inputs().snapshot();
            boolean submodule = snapshot != null && own.files().stream().anyMatch(file -> isSubmodule(file, snapshot));
            String detail = submodule
                    ? "A submodule it takes is at another commit, and what is in there was not looked at."
                    : own.detail() + " The builder does not see that while it keeps what it was sent before.";
            return new Reason(own.cause(), Certainty.LIKELY, own.files(), own.before(), own.after(), detail);
        }
        String key = plans.now().key(step);
        boolean another = key != null && results.areKnown() && !results.have(key);
        boolean onOther = another && results.mayHave(key);
        boolean told =
                own != null && own.cause() != Cause.COLD && (own.certainty() != Certainty.PROVEN || isMoved(step, own));
        if (onOther && !told) {
            return FROM_STAGES;
        }
        return own == null && another ? UNLIKE : own;
    }

    /** Whether options decide what counts of what it copies, of which keys do not tell all. */
    private boolean isFiltered(Vertex step) {
        BuildInputs.StepSource source = plans.now().steps().inputs().steps().get(step.id());
        return source != null
                && (source.instruction().flag("exclude").isPresent()
                        || source.instruction().isOn("parents"));
    }

    private boolean isUnseen(Vertex step) {
        BuildInputs.StepSource source = plans.now().steps().inputs().steps().get(step.id());
        return source != null && source.unseen();
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

    /** Whether it takes from elsewhere what it took, which may be equal. */
    private boolean isMoved(Vertex step, Reason own) {
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
        if (!forced && results.have(key)) {
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
