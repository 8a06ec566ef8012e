package dev.misstep.log;

import dev.misstep.build.StepName;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the messages of one or several builds tell of a digest. */
final class StatusFact {
    final String digest;
    final Set<String> inputs = new LinkedHashSet<>();
    String name = "";
    /** Whether it is an instruction with a cache decision of its own. */
    boolean step;
    /** Whether it stands for a line of the Dockerfile. */
    boolean ofDockerfile;

    boolean failed;

    /** When it first began, be it only to be a hit, or {@code null}. */
    @Nullable
    Instant start;

    /** When it last ended, or {@code null}. */
    @Nullable
    Instant end;
    /** The first message that told of an end, or {@code Integer.MAX_VALUE}. */
    int ended = Integer.MAX_VALUE;
    /** The message in which it began, or {@code Integer.MAX_VALUE}. */
    int began = Integer.MAX_VALUE;

    StatusFact(String digest) {
        this.digest = digest;
    }

    void learn(SolveStatus.VertexUpdate update, int at) {
        if (!update.name().isEmpty() && name.isEmpty()) {
            name = update.name();
            StepName parsed = StepName.parse(VertexNotes.limited(name));
            step = parsed.step();
            ofDockerfile = parsed.index() != null;
        }
        inputs.addAll(update.inputs());
        failed |= update.error() != null;
        Instant from = update.started();
        if (from != null) {
            began = Math.min(began, at);
            start = start == null || from.isBefore(start) ? from : start;
        }
        Instant to = update.completed();
        if (to != null) {
            ended = Math.min(ended, at);
            end = end == null || to.isAfter(end) ? to : end;
        }
    }

    boolean isContext() {
        return name.contains("internal] load build context");
    }
}
