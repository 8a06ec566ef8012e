package dev.misstep.explain;

import dev.misstep.context.FileChange;
import java.util.ArrayList;
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
    Reason {
        files = List.copyOf(files);
    }

    static Reason of(Cause cause, Certainty certainty, String detail) {
        return new Reason(cause, certainty, List.of(), null, null, detail);
    }

    /**
     * Several that each were enough: the first that is proven, else the first, with the files of all, and the others in its
     * sentence.
     */
    static Reason joined(List<Reason> reasons) {
        Reason main = reasons.stream()
                .filter(reason -> reason.certainty == Certainty.PROVEN)
                .findFirst()
                .orElse(reasons.get(0));
        StringBuilder detail = new StringBuilder(main.detail);
        List<FileChange> files = new ArrayList<>();
        for (Reason reason : reasons) {
            files.addAll(reason.files);
            if (reason != main) {
                detail.append(" Besides: ").append(reason.detail);
            }
        }
        return new Reason(main.cause, main.certainty, files, main.before, main.after, detail.toString());
    }

    /** Another, unless that is unknown too. */
    Reason orIfKnown(Reason other) {
        return other.cause == Cause.UNKNOWN ? this : other;
    }

    static Reason rewritten(Certainty certainty, @Nullable String before, String after, String detail) {
        return new Reason(Cause.INSTRUCTION, certainty, List.of(), before, after, detail);
    }
}
