package dev.misstep.explain;

import dev.misstep.build.Vertex;
import dev.misstep.context.FileChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What will become of one step, and why.
 *
 * @param step as planned
 * @param root the step it will follow from; itself for a root, {@code null} for a hit
 * @param reason of the root; {@code null} for a hit
 */
public record PredictedStep(
        Vertex step,
        Fate fate,
        @Nullable Vertex root,
        @Nullable Reason reason) {
    public PredictedStep {
        if ((fate == Fate.HIT) != (reason == null) || (root == null) != (reason == null)) {
            throw new IllegalArgumentException("a fate without a reason, or a hit with one: " + step.id());
        }
    }

    /** {@code null} for a hit. */
    public @Nullable Role role() {
        return root == null ? null : root.id().equals(step.id()) ? Role.ROOT : Role.CASCADE;
    }

    /** Why the root will run; {@code null} for a hit. */
    public @Nullable Cause cause() {
        return reason == null ? null : reason.cause();
    }

    /** {@code null} for a hit. */
    public @Nullable Certainty certainty() {
        return reason == null ? null : reason.certainty();
    }

    /** The selected files that changed; empty for all but a root. */
    public List<FileChange> files() {
        return reason == null || role() != Role.ROOT ? List.of() : reason.files();
    }

    /** What it was, or {@code null}. */
    public @Nullable String before() {
        return reason == null || role() != Role.ROOT ? null : reason.before();
    }

    /** What it is now, or {@code null}. */
    public @Nullable String after() {
        return reason == null || role() != Role.ROOT ? null : reason.after();
    }

    /** One sentence. */
    public String detail() {
        if (root == null || reason == null) {
            return "All that goes into it is as it was.";
        }
        if (role() == Role.ROOT) {
            return reason.detail();
        }
        return fate == Fate.MISS
                ? "It builds on " + root.name().text() + ", which will run."
                : "It follows from " + root.name().text() + ": a hit if what it takes from there comes out equal.";
    }
}
