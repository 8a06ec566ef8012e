package dev.misstep.report;

import dev.misstep.advise.Finding;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import java.util.List;
import java.util.Optional;

/**
 * The step that a finding is about, in the last build that has it.
 *
 * @param place the step's place in its stage, and its command
 */
record FoundStep(Vertex step, String place) {
    static Optional<FoundStep> of(Finding finding, Analysis analysis) {
        String id = finding.vertex();
        List<Analysis.Analysed> builds = analysis.builds();
        for (int i = builds.size() - 1; i >= 0 && id != null; i--) {
            Optional<Vertex> found = builds.get(i).build().vertex(id);
            if (found.isPresent()) {
                Vertex step = found.get();
                String place = (Words.position(step) + " " + Words.command(step)).strip();
                return Optional.of(new FoundStep(step, place));
            }
        }
        return Optional.empty();
    }
}
