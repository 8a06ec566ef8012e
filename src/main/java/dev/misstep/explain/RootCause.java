package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.context.FileChange;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.Instruction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    RootCause(Observed current, Observed baseline) {
        this.current = current;
        this.baseline = baseline;
        this.alignment = Alignment.of(baseline.build(), current.build());
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
        if (isForced(root, current)) {
            return forced();
        }
        Alignment.Match match = alignment.of(root);
        if (match == null) {
            return newStep(root);
        }
        if (!match.sameText()) {
            return rewritten(root, match.vertex());
        }
        Reason argument = changedArgument(root, match.vertex());
        if (argument != null) {
            return argument;
        }
        Reason files = changedFiles(root);
        if (files != null) {
            return files;
        }
        return sameStep(root, match.vertex());
    }

    private static boolean isForced(Vertex root, Observed observed) {
        String instruction = root.name().instruction();
        boolean reached = observed.build().format() == Format.CLASSIC
                || (instruction != null && WITHOUT_CACHE.contains(instruction));
        return observed.inputs().noCache() && reached;
    }

    private static Reason forced() {
        return Reason.of(Cause.NO_CACHE, Certainty.PROVEN, "The build was told not to use the cache.");
    }

    private Reason rewritten(Vertex root, Vertex before) {
        Reason argument = sameSource(root, before) ? changedArgument(root, before) : null;
        if (argument != null) {
            return argument;
        }
        return Reason.rewritten(
                Certainty.PROVEN,
                before.name().command(),
                root.name().command(),
                "The instruction reads otherwise than in the baseline: it was edited, or a variable in it has another value.");
    }

    /** Whether the Dockerfile says the same, so that only a variable's value can have changed the name. */
    private boolean sameSource(Vertex root, Vertex before) {
        String now = current.inputs().written().get(root.id());
        return now != null && now.equals(baseline.inputs().written().get(before.id()));
    }

    private Reason newStep(Vertex root) {
        Build before = baseline.build();
        String command = root.name().command();
        if (before.outcome() != Outcome.SUCCEEDED) {
            return Reason.of(
                    Cause.COLD,
                    Certainty.LIKELY,
                    "The baseline ended before it came to this step, so nothing was cached for it.");
        }
        if (before.format() == Format.CLASSIC) {
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

    private @Nullable Reason changedArgument(Vertex root, Vertex before) {
        List<SeenArgument> now = current.inputs().arguments().get(root.id());
        List<SeenArgument> then = baseline.inputs().arguments().get(before.id());
        if (now == null || then == null) {
            return null;
        }
        Map<String, SeenArgument> earlier = new HashMap<>();
        then.forEach(argument -> earlier.put(argument.name(), argument));
        for (SeenArgument argument : now) {
            SeenArgument old = earlier.remove(argument.name());
            if (old == null || !old.hash().equals(argument.hash())) {
                return argument(argument.name(), argument.line(), old == null ? null : old.hash(), argument.hash());
            }
        }
        for (SeenArgument gone : then) {
            if (earlier.containsKey(gone.name())) {
                return argument(gone.name(), gone.line(), gone.hash(), null);
            }
        }
        return null;
    }

    private static Reason argument(String name, int line, @Nullable String before, @Nullable String after) {
        String detail = "Build argument " + name + ", declared on line " + line + ", has another value"
                + "; every RUN below its declaration depends on it, used or not.";
        return new Reason(
                Cause.BUILD_ARG, Certainty.PROVEN, List.of(), labelled(name, before), labelled(name, after), detail);
    }

    private static @Nullable String labelled(String name, @Nullable String hash) {
        return hash == null ? null : name + "=" + hash;
    }

    private @Nullable Reason changedFiles(Vertex root) {
        BuildInputs.StepSource source = current.inputs().steps().get(root.id());
        Snapshot now = current.inputs().snapshot();
        Snapshot then = baseline.inputs().snapshot();
        if (source == null || source.selection() == null || now == null || then == null) {
            return null;
        }
        List<FileChange> files = SelectedChanges.of(source.selection(), then, now);
        if (files.isEmpty()) {
            return null;
        }
        Instruction instruction = source.instruction();
        String what = files.size() == 1 ? files.get(0).path() + " changed" : files.size() + " files changed";
        String detail = what + ", and " + instruction.keyword() + " on line " + instruction.line() + " selects "
                + (files.size() == 1 ? "it." : "them.");
        return new Reason(Cause.CONTEXT_FILES, Certainty.PROVEN, files, null, null, detail);
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
        BuildInputs.StepSource source = current.inputs().steps().get(root.id());
        boolean compared = source != null
                && source.selection() != null
                && baseline.inputs().snapshot() != null;
        return Reason.of(
                Cause.UNKNOWN,
                Certainty.UNKNOWN,
                compared
                        ? "Its instruction, its build arguments and the files it selects are as in the baseline; the cache may have"
                                + " lost it, or an ENV above it or its base image is another."
                        : "Its instruction is as in the baseline; the log does not tell what else went into it.");
    }
}
