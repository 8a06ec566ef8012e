package dev.misstep.explain;

import dev.misstep.build.Vertex;
import dev.misstep.context.FileChange;
import java.util.List;

/**
 * What would become of a step in one of successive builds.
 *
 * @param number the same for one step in all of them, from 0
 * @param predicted against the builds before
 */
public record ForeseenStep(int number, PredictedStep predicted) {
    public Vertex step() {
        return predicted.step();
    }

    public Fate fate() {
        return predicted.fate();
    }

    /** The files whose change makes its root run; empty where that is no change of files. */
    public List<FileChange> filesOfRoot() {
        Reason reason = predicted.reason();
        return reason == null ? List.of() : reason.files();
    }
}
