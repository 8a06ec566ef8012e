package dev.misstep.explain;

import dev.misstep.context.FileChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a root missed: what a {@link Miss} says of its cause. */
record Reason(
        Cause cause,
        Certainty certainty,
        List<FileChange> files,
        @Nullable String before,
        @Nullable String after,
        String detail) {

    static Reason of(Cause cause, Certainty certainty, String detail) {
        return new Reason(cause, certainty, List.of(), null, null, detail);
    }

    static Reason rewritten(Certainty certainty, @Nullable String before, String after, String detail) {
        return new Reason(Cause.INSTRUCTION, certainty, List.of(), before, after, detail);
    }
}
