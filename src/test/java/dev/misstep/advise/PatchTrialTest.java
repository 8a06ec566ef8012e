package dev.misstep.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.advise.ImageDifference.Change;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchTrialTest {
    private static PatchTrial trial(List<String> missed, List<ImageDifference> differences, List<EditTimes> edits) {
        return new PatchTrial(List.of(0), null, 1.0, 0.1, missed, List.of(), differences, edits);
    }

    private static EditTimes times(List<Double> before, List<Double> after) {
        return new EditTimes("src/a", before, after);
    }

    @Test
    void whatSavesAndChangesNothingElseIsVerified() {
        PatchTrial trial = trial(
                List.of(),
                List.of(),
                List.of(times(List.of(5.0, 9.0, 6.0), List.of(2.0, 2.5, 1.0)), times(List.of(1.0), List.of(1.4))));

        assertThat(trial.verified()).isTrue();
        assertThat(trial.saves()).isEqualTo(4.0);
    }

    @Test
    void whatIsSlowerByChanceSavesNothingAndIsNotHeldAgainstIt() {
        assertThat(trial(List.of(), List.of(), List.of(times(List.of(1.0), List.of(1.4))))
                        .saves())
                .isEqualTo(0.0);
        assertThat(times(List.of(1.0, 3.0), List.of(3.5, 3.9)).isSlower()).isFalse();
        assertThat(times(List.of(20.0), List.of(21.9)).isSlower()).isFalse();
    }

    @Test
    void eachFaultIsAReason() {
        List<ImageDifference> differences = Collections.nCopies(5, new ImageDifference("/app/x", Change.REMOVED));

        assertThat(trial(List.of(), differences, List.of()).refusal())
                .isEqualTo("the image it makes is another: /app/x is gone, /app/x is gone, /app/x is gone and 2 more");
        assertThat(trial(List.of("RUN date"), List.of(), List.of()).refusal())
                .isEqualTo("built again with nothing changed, it runs RUN date");
        assertThat(trial(List.of(), List.of(), List.of(times(List.of(1.0), List.of(1.6))))
                        .refusal())
                .isEqualTo("after an edit of src/a a build takes 1.6s, and took 1.0s without it");
        assertThat(PatchTrial.hindered(List.of(0), "why").refusal()).isEqualTo("why");
    }

    @Test
    void aRefusedPatchIsGoneAndAVerifiedOneHasWhatItSaves() {
        Finding finding = new Finding(
                RuleName.CACHE_MOUNT, Severity.LOW, "D", 1, null, "costs", "do", "patch", null, Proof.NONE, null);
        Verification verification = new Verification(
                "28",
                1,
                List.of(1.0, 1.0),
                0.1,
                new Fluctuation(List.of()),
                List.of(
                        trial(List.of(), List.of(), List.of(times(List.of(3.0), List.of(1.0)))),
                        PatchTrial.hindered(List.of(1), "it fails")),
                null);

        List<Finding> judged = verification.judged(List.of(finding, finding));

        assertThat(judged.get(0).proof()).isEqualTo(Proof.VERIFIED);
        assertThat(judged.get(0).savesSeconds()).isEqualTo(2.0);
        assertThat(judged.get(1).patch()).isNull();
        assertThat(judged.get(1).proof()).isEqualTo(Proof.NONE);
        assertThat(judged.get(1).message()).isEqualTo("costs; its patch was tried and is not given: it fails");
        assertThat(verification.proven()).containsExactly(0);
    }
}
