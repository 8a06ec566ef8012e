package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import dev.misstep.dockerfile.Instruction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TriggeredStepsTest {
    /** The engine names them with the values of their variables, and none before 23 with the word. */
    @Test
    void theTriggersOfAnImageAreFoundInWhatWasBuilt() {
        Planned plan = Project.of("FROM base:3\nRUN make\n")
                .triggers("base:3", List.of("ARG TOKEN", "ARG V=1", "RUN get $TOKEN $V", "RUN $V"))
                .argument("TOKEN", "secret")
                .plan();
        Vertex named = step("a", "[2/4] ONBUILD RUN get secret 1");
        Vertex older = step("b", "[3/2] RUN 1");
        Vertex own = step("c", "[4/2] RUN make");
        Build build = plan.steps().build().withVertices(List.of(named, older, own));

        assertThat(plan.maskedCommands(build, Map.of()))
                .containsOnly(
                        Map.entry("a", "ONBUILD RUN get ${TOKEN} 1"),
                        Map.entry("b", "RUN 1"),
                        Map.entry("c", "RUN make"));
        assertThat(plan.instruction(older, null)).extracting(Instruction::text).isEqualTo("RUN $V");
        assertThat(plan.withLines(build, Map.of()).steps())
                .extracting(Vertex::dockerfileLine)
                .containsExactly(1, 1, 2);
    }

    /** To BuildKit an image that files are taken from is a stage, so that the other one has a name. */
    @Test
    void theyBearTheNameOfAStageThatTakesFilesFromAnImage() {
        Planned plan = Project.of("FROM base:3\nCOPY --from=base:1 /a /a\n")
                .triggers("base:3", List.of("RUN get"))
                .plan();
        Build build = plan.steps().build().withVertices(List.of(step("a", "[stage-0 2/3] ONBUILD RUN get")));

        assertThat(plan.withLines(build, Map.of()).steps())
                .extracting(Vertex::dockerfileLine)
                .containsExactly(1);
    }

    private static Vertex step(String id, String name) {
        StepName parsed = Objects.requireNonNull(StepName.parse(name));
        return new Vertex(id, parsed, null, Status.EXECUTED, null, null, 0, 0, List.of(), null, 0);
    }
}
