package dev.misstep.advise;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The patches of some findings, tried by building.
 *
 * @param engine its version
 * @param runs how many builds there were for each edit
 * @param coldSeconds of the builds without cache of the files as they are
 * @param unchangedSeconds of the build after the first of these, nothing changed
 * @param fluctuation in what those two images differ
 * @param trials one for each patch, in the order of the findings
 * @param together of all patches that are good alone and do not touch the same lines; {@code null} where these are not two
 */
public record Verification(
        String engine,
        int runs,
        List<Double> coldSeconds,
        @Nullable Double unchangedSeconds,
        Fluctuation fluctuation,
        List<PatchTrial> trials,
        @Nullable PatchTrial together) {
    public Verification {
        coldSeconds = List.copyOf(coldSeconds);
        trials = List.copyOf(trials);
    }

    /** The findings with what was proven of them: a patch that is not good is gone, and why is said. */
    public List<Finding> judged(List<Finding> findings) {
        List<Finding> judged = new ArrayList<>(findings);
        for (PatchTrial trial : trials) {
            String refusal = trial.refusal();
            for (int place : trial.findings()) {
                Finding finding = findings.get(place);
                judged.set(place, refusal == null ? finding.verified(trial.saves()) : finding.refused(refusal));
            }
        }
        return List.copyOf(judged);
    }

    /** The findings whose patches were built as one, and are good: by their places. */
    public List<Integer> proven() {
        if (together != null && together.verified()) {
            return together.findings();
        }
        return trials.stream()
                .filter(PatchTrial::verified)
                .findFirst()
                .map(PatchTrial::findings)
                .orElse(List.of());
    }
}
