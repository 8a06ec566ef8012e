package dev.misstep.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps of a stage that ran, as far as nothing tells that they were hits. Once a step of a stage missed, the classic builder and
 * buildah ask the cache no more until the next stage: a hit below them says that what told of theirs is lost.
 */
final class SupposedRuns {
    private final List<VertexNotes> steps = new ArrayList<>();

    void add(VertexNotes step) {
        steps.add(step);
    }

    /** Another stage begins. */
    void clear() {
        steps.clear();
    }

    /** That step of the stage is a hit: those above it have no status. */
    void refuteBy(VertexNotes hit, OddLines odd) {
        if (!steps.isEmpty()) {
            String later = "step " + hit.id + " was found in the cache, so that none above it can have missed";
            odd.add(OddLines.Kind.SAID_TWICE, hit.line, later);
            steps.forEach(VertexNotes::withhold);
            steps.clear();
        }
    }
}
