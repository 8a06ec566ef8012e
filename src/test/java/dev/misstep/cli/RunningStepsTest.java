package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.StepName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunningStepsTest {
    private static final String LAYER = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final RunningSteps steps = new RunningSteps();

    private String doing() {
        return steps.all().iterator().next().doing();
    }

    private void advanced(String piece, long current, long total, boolean completed) {
        steps.advanced("1", new WorkPiece(piece, current, total, completed));
    }

    @Test
    void transfersAreShownWithTheirSizesAsDockerBuildShowsThem() {
        steps.started("1", StepName.parse("[internal] load build context"), Instant.EPOCH);

        assertThat(doing()).isEmpty();
        advanced("transferring context:", 0, 0, false);
        assertThat(doing()).isEqualTo("transferring context:");
        advanced("transferring context:", 61_300_000, 0, false);
        assertThat(doing()).isEqualTo("transferring context: 61.3 MB");
        assertThat(steps.transferred("1")).isEqualTo(61_300_000);
        advanced("transferring context:", 99_000_000, 0, true);
        assertThat(doing()).isEmpty();
        assertThat(steps.transferred("1")).isEqualTo(99_000_000);
    }

    @Test
    void layersThatComeTogetherAreAddedUp() {
        steps.started("1", StepName.parse("[1/2] FROM docker.io/library/node:22"), Instant.EPOCH);
        advanced(LAYER, 1_000_000, 4_000_000, false);
        assertThat(doing()).isEqualTo("sha256:0123456789ab 1.0 MB / 4.0 MB");

        advanced("sha256:ff", 2_000_000, 6_000_000, false);
        assertThat(doing()).isEqualTo("2 at a time 3.0 MB / 10.0 MB");
        advanced(LAYER, 4_000_000, 4_000_000, true);
        assertThat(doing()).isEqualTo("sha256:ff 2.0 MB / 6.0 MB");
        advanced("extracting " + LAYER, 0, 0, false);
        advanced("sha256:ff", 6_000_000, 6_000_000, true);
        assertThat(doing()).isEqualTo("extracting sha256:0123456789ab");
        assertThat(steps.transferred("1")).isZero();
    }

    @Test
    void whatAStepPrintsIsShownRatherThanItsPieces() {
        steps.started("1", StepName.parse("[2/2] RUN make"), Instant.EPOCH);
        advanced("something", 5, 10, false);
        steps.output("1", "10%\r20%");

        assertThat(doing()).isEqualTo("20%");
    }
}
