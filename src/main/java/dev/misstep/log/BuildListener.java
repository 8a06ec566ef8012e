package dev.misstep.log;

import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import org.jspecify.annotations.Nullable;

/** Hears of the vertices of one build while it is read or runs. Called from one thread at a time. */
public interface BuildListener {
    /** Hears nothing. */
    BuildListener NONE = new BuildListener() {};

    /** A vertex began, or began again. */
    default void started(String id, StepName name) {}

    /** A vertex came to an end; it may begin again. */
    default void finished(String id, StepName name, Status status, @Nullable Double seconds) {}

    /** A line of a vertex' output, without its line end. */
    default void output(String id, StepName name, String line) {}

    /**
     * A piece of a vertex' work has come so far: a transfer, the download of a layer.
     *
     * @param piece what the builder calls it: {@code transferring context:}
     * @param current bytes done
     * @param total bytes in all, 0 where that is not known
     */
    default void advanced(String id, String piece, long current, long total, boolean completed) {}
}
