package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Observed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedRunsTest {
    private static final Build BUILD = new Build(
            "",
            "context",
            1,
            0,
            Format.ENGINE,
            "none",
            Clock.NONE,
            null,
            Outcome.SUCCEEDED,
            null,
            null,
            null,
            List.of(),
            List.of());

    private final CountedRuns runs = new CountedRuns();
    private final List<String> comparedWith = new ArrayList<>();

    @Test
    void aRunAfterWarmUpsIsComparedWithTheLastOfThemWhichIsTakenForNoRunThatCounts() {
        runs.carryOut(scenario("a", 2), List.of(), this::run, () -> true);
        runs.carryOut(scenario("b", 1), List.of(), this::run, () -> true);

        assertThat(comparedWith).containsExactly("nothing", "warm-up-1", "warm-up-2", "1", "2", "warm-up-1");
        assertThat(runs.analysis(false).builds())
                .extracting(each -> each.build().id())
                .containsExactly("1", "2", "3");
    }

    private static Scenario scenario(String name, int warmUps) {
        return new Scenario(name, warmUps, false, name.equals("a") ? 2 : 1, false, List.of(), null);
    }

    private void run(Variation variation) {
        Explainer.Compared last = runs.last();
        comparedWith.add(last == null ? "nothing" : last.observed().build().id());
        Build build = runs.numbered(BUILD, null);
        runs.add(
                new Explainer.Compared(new Observed(build, BuildInputs.NONE), last == null ? null : last.observed()),
                build);
    }
}
