package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Seen live on 28.5, with a frontend that adds a variable to every RUN: that ran, and the COPY above it hit. */
class ChangedFrontendTest {
    private static final Project BEFORE = Project.of("""
                    # syntax=base:3
                    FROM base:1
                    COPY a /a
                    RUN make
                    """).file("a", "a").image("base:3", "layers 3", "");

    @Test
    void nobodyKnowsWhatAnotherFrontendMakesOfTheSteps() {
        assertThat(BEFORE.fates(BEFORE.copy())).containsExactly("3 hit", "4 hit");
        List<PredictedStep> steps = BEFORE.builtThen(BEFORE.copy().image("base:3", "layers 4", ""));
        assertThat(Project.fates(steps)).containsExactly("3 depends frontend", "4 depends");
        assertThat(steps.get(0).after()).isEqualTo("base:3 (layers 4)");
    }

    @Test
    void whatIsAnotherOfTheStepItselfIsCertainAllTheSame() {
        Project next = BEFORE.copy().image("base:3", "layers 4", "").file("a", "b");
        assertThat(BEFORE.fates(next)).containsExactly("3 miss context-files", "4 miss");
    }

    /** The name that an argument gives it is a value like any other. */
    @Test
    void aFrontendThatAnArgumentNames() {
        Project before = BEFORE.copy().argument("BUILDKIT_SYNTAX", "base:2");
        List<PredictedStep> steps = before.builtThen(before.copy().image("base:2", "layers 4", ""));
        assertThat(Project.fates(steps)).containsExactly("3 depends frontend", "4 depends");
        assertThat(steps.get(0).after()).startsWith("BUILDKIT_SYNTAX (");
        assertThat(before.fates(before.copy().image("base:3", "layers 4", ""))).containsExactly("3 hit", "4 hit");
    }

    @Test
    void itIsNotTheImageThatAStageIsOn() {
        Project both = BEFORE.with("# syntax=base:1\nFROM base:1\nRUN make\n");
        List<String> fates = both.fates(both.copy().image("base:1", "layers 4", ""));
        assertThat(fates).containsExactly("3 miss base-image");
    }
}
