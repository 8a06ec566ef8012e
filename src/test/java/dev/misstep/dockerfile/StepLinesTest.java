package dev.misstep.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepLinesTest {
    private static Map<String, Integer> lines(String text, String... names) throws Exception {
        List<Vertex> vertices = new ArrayList<>();
        for (String name : names) {
            vertices.add(vertex(vertices.size() + 1, StepName.parse(name)));
        }
        return lines(text, vertices, false);
    }

    private static Map<String, Integer> lines(String text, List<Vertex> vertices, boolean classic) throws Exception {
        Map<String, Integer> lines = new LinkedHashMap<>();
        StepLines.locate(Dockerfile.parse(text), vertices, classic)
                .forEach((id, instruction) -> lines.put(id, instruction.line()));
        return lines;
    }

    private static Vertex vertex(int id, StepName name) {
        return new Vertex(String.valueOf(id), name, null, Status.EXECUTED, null, null, 1, 0, List.of(), null, 1);
    }

    @Test
    void stepsAreFoundByStageNumberAndText() throws Exception {
        String text = "FROM a AS b\nRUN make\nENV x=1\nCOPY [\"a b\", \"/d\"]\nFROM b\nWORKDIR /\nRUN make $x\n";
        assertThat(lines(
                        text,
                        "[internal] load build definition from Dockerfile",
                        "[b 1/3] FROM docker.io/library/a:latest",
                        "[b 2/3] RUN make",
                        "[b 3/3] COPY [a b, /d]",
                        "[stage-1 1/2] RUN make 1"))
                .containsExactly(Map.entry("2", 1), Map.entry("3", 2), Map.entry("4", 4), Map.entry("5", 7));
    }

    @Test
    void aSingleStageHasNoNameUnlessSomethingHiddenIsNeeded() throws Exception {
        assertThat(lines("FROM a\nRUN x", "[2/2] RUN x")).containsEntry("1", 2);
        assertThat(lines("FROM a\nRUN x", "[stage-0 2/2] RUN x")).containsEntry("1", 2);
        assertThat(lines("FROM a\nRUN x", "[web 2/2] RUN x")).containsEntry("1", 2);
        assertThat(lines("FROM a\nRUN x", "[linux/amd64 2/2] RUN x")).containsEntry("1", 2);
    }

    @Test
    void inheritedTriggersShiftTheNumbers() throws Exception {
        assertThat(lines(
                        "FROM a\nRUN one\nRUN two",
                        "[1/5] FROM a",
                        "[2/5] ONBUILD RUN zero",
                        "[3/5] RUN one",
                        "[4/5] RUN two"))
                .containsExactly(Map.entry("1", 1), Map.entry("3", 2), Map.entry("4", 3));
    }

    @Test
    void whereTheTextsDoNotDecideNothingIsSaid() throws Exception {
        // one trigger of the base, which may or may not have made a step of its own
        assertThat(lines("FROM a\nRUN x\nRUN x\nRUN x", "[1/5] FROM a", "[3/5] RUN x"))
                .containsExactly(Map.entry("1", 1));
    }

    @Test
    void aLogOfAnotherDockerfileIsNotForcedOnThisOne() throws Exception {
        assertThat(lines("FROM a\nRUN x", "[2/2] RUN y")).isEmpty();
        assertThat(lines("FROM a\nRUN x\nRUN z", "[2/2] RUN x")).isEmpty();
        assertThat(lines("FROM a\nRUN x", "[other 2/2] COPY x y")).isEmpty();
    }

    @Test
    void heredocsLinksSecretsAndCutNamesAreKnown() throws Exception {
        String text = "FROM a\nRUN <<E\napt update\nE\nCOPY --link a /b\nRUN echo $TOKEN && " + "long ".repeat(30);
        assertThat(lines(
                        text,
                        "[2/4] RUN <<E (apt update)",
                        "[3/4] LINK COPY --link a /b",
                        "[4/4] RUN echo **** && long long long long long long long long long..."))
                .containsValues(2, 5, 6);
    }

    @Test
    void onlyADirectoryThatIsTheRootTakesNoNumber() throws Exception {
        assertThat(lines(
                        "FROM a\nWORKDIR //\nWORKDIR /.\nWORKDIR '/'\nRUN x",
                        "[2/5] WORKDIR //",
                        "[3/5] WORKDIR /.",
                        "[4/5] RUN x"))
                .containsExactly(Map.entry("1", 2), Map.entry("2", 3), Map.entry("3", 5));
        // where it leads to depends on what is above it
        assertThat(lines("FROM a\nWORKDIR b/..\nRUN x", "[2/3] RUN x")).containsExactly(Map.entry("1", 3));
        assertThat(lines("FROM a\nWORKDIR b/..\nRUN x", "[2/3] WORKDIR b/..", "[3/3] RUN x"))
                .hasSize(2);
    }

    @Test
    void aKeywordEndsAtASpaceWhereBuildKitWritesItInCapitals() throws Exception {
        assertThat(lines("FROM a\nrun\tmake -j $x all", "[2/2] RUN\tMAKE -j 4 all"))
                .containsExactly(Map.entry("1", 2));
        assertThat(lines("FROM a\nRUN make", "[2/2] RUN MAKE")).isEmpty();
    }

    @Test
    void aBaseBelongsToTheStageThatPullsIt() throws Exception {
        assertThat(lines("FROM a AS b\nFROM b AS b\nRUN x", "[b 1/1] FROM a", "[b 1/1] RUN x"))
                .doesNotContainEntry("1", 2)
                .containsEntry("2", 3);
    }

    @Test
    void theClassicBuilderNumbersEveryInstruction() throws Exception {
        String text = "ARG V=1\nFROM a:$V\nENV x=1\nRUN  make";
        List<Vertex> vertices = List.of(
                vertex(1, StepName.ofInstruction("ARG V=1", null, 1, 4)),
                vertex(2, StepName.ofInstruction("FROM a:$V", null, 2, 4)),
                vertex(3, StepName.ofInstruction("ENV x=2", null, 3, 4)),
                vertex(4, StepName.ofInstruction("RUN  make", null, 4, 4)));
        assertThat(lines(text, vertices, true))
                .containsExactly(Map.entry("1", 1), Map.entry("2", 2), Map.entry("4", 4));
    }
}
