package dev.misstep.explain;

import dev.misstep.context.FileChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step that ran, and why.
 *
 * @param build id of the build
 * @param vertex id of the step
 * @param role whether it is a root or a cascade
 * @param root id of the root miss it follows from; its own for a root
 * @param cause a cascade has the cause of its root
 * @param files the selected files that changed, at most {@link #FILES_SHOWN}; empty where no file is the cause
 * @param filesTotal how many changed in all
 * @param before what it was in the baseline (an instruction, a short hash of an argument), or {@code null}
 * @param after what it is now, or {@code null}
 * @param detail one sentence
 * @param baseline id of the build compared with, or {@code null} where there is none
 * @param costSeconds what the miss cost on the wall, cascades included; {@code null} for a cascade and where there are
 *     no times
 * @param otherOutput for a cascade that takes files from another stage: that a step was in the cache for the very inputs of
 *     all it builds on, so that its root must have left other files than then
 */
public record Miss(
        String build,
        String vertex,
        Role role,
        String root,
        Cause cause,
        Certainty certainty,
        List<FileChange> files,
        int filesTotal,
        @Nullable String before,
        @Nullable String after,
        String detail,
        @Nullable String baseline,
        @Nullable Double costSeconds,
        boolean otherOutput) {
    /** How many changed files a miss lists. */
    public static final int FILES_SHOWN = 100;

    public Miss {
        files = List.copyOf(files);
        if (filesTotal < files.size()) {
            throw new IllegalArgumentException("fewer files than are listed: " + filesTotal);
        }
        if ((role == Role.ROOT) != root.equals(vertex)) {
            throw new IllegalArgumentException("root of " + vertex + " is " + root);
        }
        if (otherOutput && role == Role.ROOT) {
            throw new IllegalArgumentException("a root follows from no output: " + vertex);
        }
    }

    /** One of which no output is known to differ. */
    public Miss(
            String build,
            String vertex,
            Role role,
            String root,
            Cause cause,
            Certainty certainty,
            List<FileChange> files,
            int filesTotal,
            @Nullable String before,
            @Nullable String after,
            String detail,
            @Nullable String baseline,
            @Nullable Double costSeconds) {
        this(
                build,
                vertex,
                role,
                root,
                cause,
                certainty,
                files,
                filesTotal,
                before,
                after,
                detail,
                baseline,
                costSeconds,
                false);
    }

    /** The same where the build that it was compared with has another id. */
    public Miss comparedWith(@Nullable String id) {
        return new Miss(
                build,
                vertex,
                role,
                root,
                cause,
                certainty,
                files,
                filesTotal,
                before,
                after,
                detail,
                id,
                costSeconds,
                otherOutput);
    }

    /** The same of a build that has another id. */
    public Miss ofBuild(String id) {
        return new Miss(
                id,
                vertex,
                role,
                root,
                cause,
                certainty,
                files,
                filesTotal,
                before,
                after,
                detail,
                baseline,
                costSeconds,
                otherOutput);
    }
}
