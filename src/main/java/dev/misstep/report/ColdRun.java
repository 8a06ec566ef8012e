package dev.misstep.report;

import dev.misstep.explain.Analysis;
import dev.misstep.explain.Miss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A build with nothing to compare with, in which steps ran.
 *
 * @param steps how many did
 */
record ColdRun(Analysis.Analysed analysed, int steps) {
    /** Those of an analysis, in its order. */
    static List<ColdRun> of(Analysis analysis) {
        List<ColdRun> runs = new ArrayList<>();
        Map<String, List<Miss>> byBuild = analysis.missesByBuild();
        for (Analysis.Analysed analysed : analysis.builds()) {
            List<Miss> misses = byBuild.getOrDefault(analysed.build().id(), List.of());
            int steps = (int) misses.stream().filter(RootMiss::isFirstRun).count();
            if (steps > 0) {
                runs.add(new ColdRun(analysed, steps));
            }
        }
        return List.copyOf(runs);
    }

    /** One sentence. */
    String sentence() {
        Double work = analysed.summary().executedSeconds();
        return Words.count(steps, "step", "steps") + " ran with no earlier build to compare with"
                + (work == null ? "" : ", " + Durations.text(work) + " of work");
    }
}
