package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Certainty;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    private static final List<FileChange> ONE = List.of(new FileChange("a.txt", Change.CONTENT));
    private static final List<Vertex> TWO_STEPS = List.of(
            Samples.vertex("1", "[a 1/1] RUN a", Status.EXECUTED, 0.0, 8.0),
            Samples.vertex("2", "[b 1/1] RUN b", Status.EXECUTED, 0.0, 9.0));

    @Test
    void namesTheCostliestMiss() {
        Verdict verdict = of(Samples.miss("1", "1", ONE, 1, 8.0), Samples.miss("1", "2", ONE, 3, 9.0));
        assertThat(verdict.sentence())
                .isEqualTo("Run 1 ran 1 step because a.txt and 2 other files changed. That cost 9.0s.");
    }

    /** Two stages copy the file, and both miss. */
    @Test
    void countsAllThatRanForTheSameReason() {
        Verdict verdict = of(Samples.miss("1", "1", ONE, 1, 8.0), Samples.miss("1", "2", ONE, 1, 9.0));
        assertThat(verdict.sentence()).isEqualTo("Run 1 ran 2 steps because a.txt changed. That cost at most 10.0s.");
    }

    @Test
    void missesSideBySideCannotLoseMoreThanTheBuildTook() {
        Verdict verdict = of(Samples.miss("1", "1", ONE, 1, 8.0), Samples.miss("1", "2", ONE, 1, 9.0));
        assertThat(verdict.lostSeconds()).isEqualTo(10.0);
        assertThat(verdict.upperBound()).isTrue();
    }

    @Test
    void aMissWithoutKnownCostLosesNothingThatCouldBeNamed() {
        Verdict verdict = of(Samples.miss("1", "1", ONE, 1, null));
        assertThat(verdict.lostSeconds()).isNull();
        assertThat(verdict.sentence()).isEqualTo("Run 1 ran 1 step because a.txt changed.");
    }

    @Test
    void theFirstBuildIsNotCountedAsLost() {
        Analysis first = new Analysis(
                Samples.nodeApp().builds().subList(0, 1),
                Samples.nodeApp().missesByBuild().getOrDefault("1", List.of()));
        Verdict verdict = Verdict.of(first, RootMiss.of(first));
        assertThat(verdict.lostSeconds()).isNull();
        assertThat(verdict.sentence()).startsWith("One build and nothing to compare it with");
    }

    @Test
    void aSeriesThatOnlyHitSaysSo() {
        Analysis warm = new Analysis(
                Samples.nodeApp().builds().subList(0, 3),
                Samples.nodeApp().missesByBuild().getOrDefault("1", List.of()));
        assertThat(Verdict.of(warm, RootMiss.of(warm)).sentence())
                .isEqualTo("Every step that could come from the cache did, once there was one.");
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyCauseMakesASentence(Cause cause) {
        Miss miss = new Miss("1", "1", Role.ROOT, "1", cause, Certainty.LIKELY, List.of(), 0, null, null, "", "0", 8.0);
        assertThat(of(miss).sentence()).matches("Run 1 ran 1 step, probably because [a-z].*\\. That cost 8\\.0s\\.");
    }

    private static Verdict of(Miss... misses) {
        Analysis analysis = new Analysis(
                List.of(Samples.analysed(Samples.build("1", Outcome.SUCCEEDED, 10.0, TWO_STEPS))), List.of(misses));
        return Verdict.of(analysis, RootMiss.of(analysis));
    }
}
