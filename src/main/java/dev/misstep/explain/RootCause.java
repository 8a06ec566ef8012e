package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds why one root missed, by comparing what went into it with what went into its counterpart in the baseline. Says
 * {@link Cause#UNKNOWN} rather than guess.
 */
final class RootCause {
    /**
     * Instructions that {@code --no-cache} keeps from BuildKit's cache (dockerfile2llb/convert.go). The classic builder has
     * no cache at all then (moby, builder/dockerfile/imageprobe.go).
     */
    private static final Set<String> WITHOUT_CACHE = Set.of("RUN", "COPY", "ADD");

    private final Observed current;
    private final Observed baseline;
    private final Alignment alignment;
    private final ChangedChain chains;
    private final @Nullable Plans plans;
    private final SeenChange inLogs;
    private final ChangedFiles files;

    /** Of what was seen. */
    RootCause(Observed current, Observed baseline) {
        this(current, baseline, null);
    }

    private RootCause(Observed current, Observed baseline, @Nullable Plans plans) {
        this.current = current;
        this.baseline = baseline;
        this.alignment = Alignment.of(baseline, current);
        this.plans = plans;
        Planned then = plans == null ? null : plans.then();
        this.chains = plans == null || then == null
                ? ChangedChain.seen(current, baseline, this::sameThen)
                : ChangedChain.planned(plans.now(), then, this::sameThen);
        this.files = new ChangedFiles(
                current.inputs(), baseline.inputs(), current.build().format() == Format.CLASSIC);
        this.inLogs = new SeenChange(current.build(), baseline.build());
    }

    /** Of what was planned; {@code null} where there is no plan to compare with. */
    static @Nullable RootCause of(Plans plans) {
        Planned then = plans.then();
        return then == null ? null : new RootCause(plans.now().steps(), then.steps(), plans);
    }

    /** Why a step ran in a build that has nothing to be compared with. */
    static Reason withoutBaseline(Vertex root, Observed current) {
        if (isForced(root, current)) {
            return forced();
        }
        return Reason.of(
                Cause.COLD,
                Certainty.UNKNOWN,
                "No earlier build of this is known, so there is nothing to compare it with.");
    }

    Reason of(Vertex root) {
        Reason own = ofItself(root);
        Alignment.Match match = own == null ? alignment.of(root) : null;
        return match == null ? Objects.requireNonNull(own) : hidden(root, match.vertex());
    }

    /** The same, but for what it stands on and copies from: {@code null} where nothing of its own is another. */
    @Nullable
    Reason ofItself(Vertex step) {
        if (isForced(step, current)) {
            return forced();
        }
        Alignment.Match match = alignment.of(step);
        if (match == null) {
            return newStep(step);
        }
        List<Reason> own = own(step, match);
        return own.isEmpty() ? null : Reason.joined(own);
    }

    private List<Reason> own(Vertex root, Alignment.Match match) {
        Vertex before = match.vertex();
        boolean rewritten = !isSame(root, match);
        List<Reason> reasons = new ArrayList<>();
        if (rewritten) {
            reasons.add(rewritten(root, before));
        }
        reasons.addAll(ChangedSurroundings.all(current.inputs(), root, baseline.inputs(), before));
        Reason changed = rewritten
                ? null // it may select others than it did
                : files.of(root);
        if (changed != null) {
            reasons.add(changed);
        }
        return reasons;
    }

    /** Whether it takes from elsewhere what may be the same, and all else is as it was. */
    boolean mayBeEqual(Vertex root) {
        Alignment.Match match = alignment.of(root);
        return match != null
                && current.build().format() != Format.CLASSIC
                && MovedSources.areAll(
                        root.name().command(), match.vertex().name().command())
                && ChangedSurroundings.all(current.inputs(), root, baseline.inputs(), match.vertex())
                        .isEmpty();
    }

    /** Where the step and all that it is given is as it was. */
    private Reason hidden(Vertex root, Vertex before) {
        Reason variable = changedVariable(root, before);
        if (variable != null) {
            return variable;
        }
        boolean onTheSame = isOnTheSame(root, before);
        Reason chain = onTheSame ? null : chains.of(root, before);
        if (chain == null && plans != null) {
            chain = ChangedSources.of(plans, root, before);
        }
        if (chain == null && plans != null && !onTheSame) {
            chain = below(plans.now(), root);
        }
        if (chain != null) {
            return chain;
        }
        Reason same = sameStep(root, before);
        if (same.cause() != Cause.UNKNOWN) {
            return same;
        }
        Reason frontend = ChangedFrontend.of(current.inputs(), root, baseline.inputs(), before);
        Reason seen = frontend != null ? frontend : plans == null ? inLogs.of(root, before) : null;
        return seen == null ? same : seen;
    }

    /** That the Dockerfile will be read by another frontend, which may make another step of the same text. */
    @Nullable
    Reason ofFrontend(Vertex step) {
        Alignment.Match match = alignment.of(step);
        return match == null ? null : ChangedFrontend.of(current.inputs(), step, baseline.inputs(), match.vertex());
    }

    /** Of a step below that is another than in the baseline, though it was in the cache or is not shown. */
    private @Nullable Reason below(Planned plan, Vertex root) {
        // then what is copied may be equal all the same
        boolean mayBeLost = plans != null && plans.cache().mayHaveLost(plan.key(root));
        for (Vertex above : plan.chain(root)) {
            Alignment.Match match = alignment.of(above);
            Reason reason = match == null ? null : ofItself(above);
            if (reason == null && match != null && plans != null && !mayBeLost) {
                reason = ChangedSources.of(plans, above, match.vertex());
            }
            if (reason != null) {
                String detail = "It builds on " + above.name().text() + ", which is another than in the baseline: "
                        + reason.detail();
                return new Reason(
                        reason.cause(), reason.certainty(), List.of(), reason.before(), reason.after(), detail);
            }
        }
        return null;
    }

    static boolean isForced(Vertex root, Observed observed) {
        String instruction = root.name().instruction();
        boolean reached = observed.build().format() == Format.CLASSIC
                || (instruction != null && WITHOUT_CACHE.contains(instruction));
        return observed.inputs().isUncached(root) && reached;
    }

    private static Reason forced() {
        return Reason.of(Cause.NO_CACHE, Certainty.PROVEN, "The build was told not to use the cache.");
    }

    /**
     * Whether all that was edited are variables, and they have the values of those before: BuildKit sees no difference in a
     * {@code COPY $A .} that was a {@code COPY $B .}; a RUN it takes as it is written.
     */
    private boolean isSameExpanded(Vertex root, Vertex before) {
        String now = current.inputs().expanded().get(root.id());
        String then = baseline.inputs().expanded().get(before.id());
        if (now != null && then != null) {
            return now.equals(then);
        }
        BuildInputs.StepSource source = current.inputs().steps().get(root.id());
        return current.build().format() != Format.CLASSIC
                && source != null
                && !source.instruction().keyword().equals("RUN")
                && source.instruction().heredocs().isEmpty()
                && before.name().command().equals(root.name().command());
    }

    /** Whether it is known to stand on what it stood on. */
    private boolean isOnTheSame(Vertex root, Vertex before) {
        Planned then = plans == null ? null : plans.then();
        if (plans == null || then == null) {
            return false;
        }
        List<@Nullable String> below =
                plans.now().standsOn(root).stream().map(plans.now().keys()::get).toList();
        return !below.contains(null)
                && below.equals(
                        then.standsOn(before).stream().map(then.keys()::get).toList());
    }

    /** Whether the builder sees the instruction that it saw, whatever it is given. */
    private boolean isSame(Vertex step, Alignment.Match match) {
        Vertex before = match.vertex();
        return match.sameText() || (isSameExpanded(step, before) && isOfSameStages(step, before));
    }

    private @Nullable Vertex sameThen(Vertex step) {
        Alignment.Match match = alignment.of(step);
        return match != null && isSame(step, match) ? match.vertex() : null;
    }

    private boolean isOfSameStages(Vertex root, Vertex before) {
        return plans == null || ChangedSources.areOfSameStages(plans, alignment, root, before);
    }

    /** Where no arguments are known, the names still tell that what the instruction is made of differs. */
    private @Nullable Reason changedVariable(Vertex root, Vertex before) {
        boolean differs = isWritten(root, before)
                && !isKnown(BuildInputs::arguments, root.id(), before.id())
                && !before.name().command().equals(root.name().command());
        return differs
                ? Reason.of(
                        Cause.BUILD_ARG,
                        Certainty.LIKELY,
                        "The instruction is as it was, but a variable in it has another value.")
                : null;
    }

    private Reason rewritten(Vertex root, Vertex before) {
        String earlier = before.name().command();
        String command = root.name().command();
        boolean written = isWritten(root, before);
        if (written && earlier.equals(command)) {
            return Reason.of(
                    Cause.INSTRUCTION, Certainty.PROVEN, "The text that follows it in the Dockerfile was edited.");
        }
        // names of the classic builder have their variables unexpanded
        if (written || current.build().format() == Format.CLASSIC) {
            return Reason.rewritten(
                    Certainty.PROVEN, earlier, command, "The instruction reads otherwise than in the baseline.");
        }
        return Reason.rewritten(
                Certainty.LIKELY,
                earlier,
                command,
                "The instruction reads otherwise than in the baseline: it was edited, or a variable in it has another value.");
    }

    /** Whether it is known how the Dockerfile has the instruction, now and then. */
    private boolean isWritten(Vertex root, Vertex before) {
        return current.inputs().written().containsKey(root.id())
                && baseline.inputs().written().containsKey(before.id());
    }

    private Reason newStep(Vertex root) {
        Build before = baseline.build();
        String command = root.name().command();
        if (isOfOtherPlatform(root, before)) {
            return Reason.of(
                    Cause.PLATFORM,
                    Certainty.LIKELY,
                    "The baseline has this step for another platform, and a platform's steps are its own.");
        }
        if (before.outcome() != Outcome.SUCCEEDED) {
            return Reason.of(
                    Cause.COLD,
                    Certainty.LIKELY,
                    "The baseline ended before it came to this step, so nothing was cached for it.");
        }
        if (before.format() == Format.CLASSIC || plans != null) {
            return Reason.rewritten(Certainty.PROVEN, null, command, "The baseline has no such instruction.");
        }
        boolean stageGrew = before.steps().stream()
                .filter(step -> StepKey.place(step).equals(StepKey.place(root)))
                .anyMatch(
                        step -> !Objects.equals(step.name().total(), root.name().total()));
        if (stageGrew) {
            return Reason.rewritten(
                    Certainty.LIKELY,
                    null,
                    command,
                    "The baseline shows no such instruction, and its stage has another number of steps.");
        }
        return Reason.of(
                Cause.UNKNOWN,
                Certainty.UNKNOWN,
                "The baseline does not show this step: BuildKit leaves out what nobody needs.");
    }

    private static boolean isOfOtherPlatform(Vertex root, Build before) {
        String platform = root.name().platform();
        return before.steps().stream()
                .anyMatch(step -> !Objects.equals(step.name().platform(), platform)
                        && step.name().command().equals(root.name().command())
                        && Objects.equals(step.name().stage(), root.name().stage()));
    }

    private Reason sameStep(Vertex root, Vertex before) {
        Status status = before.status();
        if (status == Status.FAILED) {
            return Reason.of(
                    Cause.COLD,
                    Certainty.PROVEN,
                    "It failed in the baseline, and a failed step leaves nothing in the cache.");
        }
        if (status == Status.CANCELED || status == Status.UNFINISHED || status == Status.SKIPPED) {
            return Reason.of(
                    Cause.COLD,
                    Certainty.LIKELY,
                    "It did not end in the baseline (" + status.label() + "), so nothing was cached for it.");
        }
        Reason lost = plans == null ? null : plans.cache().lost(plans.now().key(root));
        return lost == null ? Reason.of(Cause.UNKNOWN, Certainty.UNKNOWN, compared(root, before)) : lost;
    }

    /** Says what was found equal, and of what was not compared that it was not. */
    private String compared(Vertex root, Vertex before) {
        String id = root.id();
        List<String> equal = new ArrayList<>(List.of("Its instruction"));
        if (isKnown(BuildInputs::arguments, id, before.id())) {
            equal.add("the build arguments it sees");
        }
        if (isKnown(BuildInputs::settings, id, before.id()) && current.build().format() != Format.CLASSIC) {
            equal.add("the ENV, WORKDIR and USER above it");
        }
        BuildInputs.StepSource source = current.inputs().steps().get(id);
        boolean selects = source != null
                && source.selection() != null
                && source.selection().fromContext();
        boolean git = current.inputs().git() != null;
        if (source != null
                && baseline.inputs()
                        .others()
                        .keySet()
                        .containsAll(source.others().keySet())) {
            selects |= !source.others().isEmpty();
        }
        if (selects && baseline.inputs().snapshot() != null) {
            equal.add(git ? "what git has of the files it selects" : "the files it selects");
        }
        String last = equal.remove(equal.size() - 1);
        String same = equal.isEmpty() ? last + " is" : String.join(", ", equal) + " and " + last + " are";
        List<String> changed = ChangedIngredients.of(current.build(), baseline.build());
        return same + " as in the baseline; "
                + (changed.isEmpty()
                        ? ""
                        : "another than in the baseline is " + String.join(", ", changed)
                                + ", and whether this step sees that is not recorded; ")
                + (git ? UnseenState.UNTOLD : "")
                + (source == null
                        ? "the log does not tell what else went into it."
                        : source.unseen()
                                ? "what is in the other build context it is made of was not compared, and may be another."
                                : fromAddress(source)
                                        ? "what is at the address it takes was not compared, and may be another."
                                        : "the cache may have lost it, or what it is built on or copies from is another.");
    }

    private static boolean fromAddress(BuildInputs.StepSource source) {
        return source.selection() != null && source.selection().fromAddress();
    }

    private boolean isKnown(Function<BuildInputs, Map<String, ?>> facts, String now, String then) {
        return facts.apply(current.inputs()).containsKey(now)
                && facts.apply(baseline.inputs()).containsKey(then);
    }
}
