package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RenamedTargetTest {
    private static final Project BEFORE =
            Project.of("FROM base:1 AS a\nRUN make\nCOPY src s\nFROM base:1 AS b\nRUN b\n");

    private static final DockerfileFacts NOW = BEFORE.with(
                    "FROM base:1 AS c\nRUN make\nCOPY src t\nFROM base:1 AS b\nRUN b\n")
            .target("c")
            .facts();

    @Test
    void aTargetWhoseNameIsGoneIsKnownByItsInstructions() {
        assertThat(RenamedTarget.resemblance(NOW, "a", BEFORE.copy().target("a").plan()))
                .isEqualTo(1);
    }

    @Test
    void aTargetThatIsAStageStillIsAnother() {
        assertThat(RenamedTarget.resemblance(NOW, "B", BEFORE.copy().target("a").plan()))
                .isZero();
        assertThat(RenamedTarget.resemblance(NOW, "0", BEFORE.copy().target("a").plan()))
                .isZero();
    }

    @Test
    void theLastStageWhateverItsNameIsNoTarget() {
        assertThat(RenamedTarget.resemblance(NOW, null, BEFORE.plan())).isZero();
    }

    @Test
    void aTargetOfOtherInstructionsIsAnother() {
        assertThat(RenamedTarget.resemblance(
                        NOW, "gone", BEFORE.copy().target("b").plan()))
                .isZero();
    }
}
