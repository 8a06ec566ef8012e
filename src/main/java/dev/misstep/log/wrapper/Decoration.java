package dev.misstep.log.wrapper;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One form of what systems put around the lines of a log: how it is found and how it is taken off. Knows nothing of a
 * particular log.
 */
interface Decoration {
    /** Who writes it, which decides whose name a report gives where several lie around each other. */
    enum Writer {
        /** A system that runs jobs. */
        CI,
        /** A system that runs jobs, by the looks; a line which only another one prints tells better. */
        LIKELY_CI,
        /** What carries lines from where they are written to where they are kept: a container's runtime, a shell. */
        TRANSPORT,
        /** Nobody in particular: a time. */
        ANYBODY
    }

    /**
     * That a log seems to carry it.
     *
     * @param label the name in reports, in lower case with hyphens
     * @param proved whether no other reading is possible; else it is taken off only if what a builder prints is found
     *     behind it
     * @param opener makes what takes it off the lines of that log
     */
    record Found(String label, Writer writer, boolean proved, Supplier<Unwrapper> opener) {}

    /**
     * Whether it may be proved, or turn one line into several. One that does neither is not worth a look where more than
     * half of the lines can begin a build as they stand.
     */
    default boolean mayBeProved() {
        return true;
    }

    /** Looks for it; {@code null} where none of the lines has it. */
    @Nullable
    Found seenIn(Excerpt excerpt);
}
