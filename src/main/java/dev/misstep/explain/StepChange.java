package dev.misstep.explain;

import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A step in two builds.
 *
 * @param before as it was, or {@code null} where it was not there
 * @param after as it is, or {@code null} where it is not there any more
 * @param seconds what it took in the runs in which it ran
 */
public record StepChange(@Nullable Vertex before, @Nullable Vertex after, MeanChange seconds) {
    /** What is different. */
    public enum Kind {
        /** It was a hit, and ran. */
        STOPPED_HITTING,
        /** It ran in both, and takes longer by more than chance. */
        SLOWER,
        /** It ran in both, and is quicker by more than chance. */
        FASTER,
        /** It ran, and is a hit. */
        HITS_NOW,
        ADDED,
        REMOVED,
        /** Something else became of it, such as a failure. */
        OTHER,
        /** Nothing that could not be chance. */
        NONE;

        /** The name used in reports: {@code stopped-hitting}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public StepChange {
        if (before == null && after == null) {
            throw new IllegalArgumentException("a step of no build");
        }
    }

    /** What is different about it. */
    public Kind kind() {
        if (before == null) {
            return Kind.ADDED;
        }
        if (after == null) {
            return Kind.REMOVED;
        }
        if (before.status().isHit() && after.status().isMiss()) {
            return Kind.STOPPED_HITTING;
        }
        if (before.status().isMiss() && after.status().isHit()) {
            return Kind.HITS_NOW;
        }
        if (before.status() == Status.EXECUTED && after.status() == Status.EXECUTED) {
            Double difference = seconds.difference();
            if (difference == null || !Boolean.TRUE.equals(seconds.carried())) {
                return Kind.NONE;
            }
            return difference > 0 ? Kind.SLOWER : Kind.FASTER;
        }
        return before.status() == after.status()
                        || (before.status().isHit() && after.status().isHit())
                ? Kind.NONE
                : Kind.OTHER;
    }
}
