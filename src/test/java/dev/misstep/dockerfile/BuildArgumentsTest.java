package dev.misstep.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildArgumentsTest {
    private static Instruction last(Stage stage) {
        return stage.instructions().get(stage.instructions().size() - 1);
    }

    private static Map<String, DeclaredArg> seen(String text, Map<String, String> given) throws Exception {
        Dockerfile file = Dockerfile.parse(text);
        Stage stage = file.stages().get(file.stages().size() - 1);
        return new BuildArguments(file, given, PlatformArguments.of("linux/amd64", "linux/arm/v7", null))
                .argumentsSeenBy(stage, last(stage));
    }

    @Test
    void aRunSeesEveryArgumentDeclaredAboveIt() throws Exception {
        assertThat(seen("ARG G=1\nFROM a\nARG A=2\nARG G\nARG N\nRUN x\nARG LATER=1\nRUN y", Map.of("A", "given")))
                .containsEntry("A", new DeclaredArg("A", 3, "given"))
                .containsEntry("G", new DeclaredArg("G", 4, "1"))
                .containsEntry("N", new DeclaredArg("N", 5, null))
                .containsKey("LATER");
        assertThat(seen("FROM a\nRUN x", Map.of("A", "given", "HTTP_PROXY", "p")))
                .isEmpty();
    }

    @Test
    void aStageInheritsTheArgumentsOfTheStageBelowIt() throws Exception {
        assertThat(seen("FROM a AS b\nARG X=1\nFROM b\nRUN x", Map.of())).containsOnlyKeys("X");
        assertThat(seen("FROM a AS b\nARG X=1\nFROM a\nRUN x", Map.of())).isEmpty();
    }

    @Test
    void aCopySeesWhatItMentions() throws Exception {
        assertThat(seen("FROM a\nARG X=1\nARG Y=2\nCOPY $X /d", Map.of())).containsOnlyKeys("X");
    }

    @Test
    void anEnvHidesAnArgument() throws Exception {
        assertThat(seen("FROM a\nARG X=1\nENV X=2\nRUN x", Map.of())).isEmpty();
    }

    /** The usual way to keep an argument for the time the image runs: what follows still depends on it. */
    @Test
    void anEnvMadeOfAnArgumentDoesNotHideIt() throws Exception {
        assertThat(seen("FROM a\nARG X=1\nENV X=$X\nRUN x", Map.of("X", "2")))
                .containsEntry("X", new DeclaredArg("X", 2, "2"));
        assertThat(seen("FROM a\nARG X=1\nENV X v${X:-0}\nRUN x", Map.of())).containsOnlyKeys("X");
    }

    @Test
    void platformArgumentsCountWhereTheyAreDeclared() throws Exception {
        assertThat(seen("FROM a\nARG TARGETARCH TARGETVARIANT\nRUN x", Map.of()))
                .containsEntry("TARGETARCH", new DeclaredArg("TARGETARCH", 2, "arm"))
                .containsEntry("TARGETVARIANT", new DeclaredArg("TARGETVARIANT", 2, "v7"));
    }

    @Test
    void oneEnvSeesTheValuesBeforeIt() throws Exception {
        Dockerfile file = Dockerfile.parse("FROM a\nENV a=old\nENV a=1 b=$a\nRUN x");
        Stage stage = file.stages().get(0);
        assertThat(new BuildArguments(file, Map.of(), Map.of()).variablesAt(stage, last(stage)))
                .containsEntry("a", "1")
                .containsEntry("b", "old");
    }

    private static Map<String, String> variables(String text) throws Exception {
        Dockerfile file = Dockerfile.parse(text);
        Stage stage = file.stages().get(file.stages().size() - 1);
        return new BuildArguments(file, Map.of(), PlatformArguments.of("linux/amd64", "linux/amd64", null))
                .variablesAt(stage, last(stage));
    }

    @Test
    void whatTheBaseImageMayHaveSetIsNotTakenForEmpty() throws Exception {
        assertThat(variables("FROM a\nENV A=$B/x B=1 C=1\nENV C=$D\nARG E=${PATH:-x}\nRUN x"))
                .containsExactly(Map.entry("B", "1"));
        assertThat(variables("FROM scratch AS s\nFROM s\nENV A=$B/x\nARG E=$PATH\nRUN x"))
                .containsExactly(Map.entry("A", "/x"));
    }

    @Test
    void anArgHidesAnEnvInItsOwnStageOnly() throws Exception {
        String base = "FROM a AS b\nENV A=env\nARG A=arg\nARG B=arg\nARG PATH=p\n";
        assertThat(variables(base + "RUN x")).containsEntry("A", "arg").containsEntry("PATH", "p");
        assertThat(variables(base + "FROM b\nRUN x")).containsExactly(Map.entry("A", "env"), Map.entry("B", "arg"));
    }

    @Test
    void theNameOfTheLastStageIsNotWhatEveryBuilderCallsTheTarget() throws Exception {
        assertThat(variables("FROM a AS b\nARG TARGETSTAGE\nRUN x")).isEmpty();
        assertThat(variables("FROM a\nARG TARGETSTAGE\nRUN x")).containsEntry("TARGETSTAGE", "default");
    }

    private static List<String> set(String text) throws Exception {
        Dockerfile file = Dockerfile.parse(text);
        Stage stage = file.stages().get(file.stages().size() - 1);
        return new BuildArguments(file, Map.of(), Map.of())
                .settingsSeenBy(stage, last(stage)).stream()
                        .map(setting -> setting.line() + " " + setting.name() + " " + setting.value())
                        .toList();
    }

    @Test
    void aRunIsGivenAllThatIsSetAboveIt() throws Exception {
        assertThat(set("FROM i\nENV A=1 B=2\nWORKDIR /a\nUSER u\nWORKDIR ./b/\nENV A=3\nSHELL [\"sh\"]\nRUN x\n"))
                .containsExactly("1 FROM i", "2 ENV B 2", "4 USER u", "5 WORKDIR /a/b", "6 ENV A 3", "7 SHELL sh");
        assertThat(set("FROM i AS b\nENV A=1\nONBUILD ENV C=4\nFROM b\nRUN [\"x\"]"))
                .containsExactly("1 FROM i", "2 ENV A 1", "3 ENV C 4");
    }

    @Test
    void aCopyIsGivenWhatItMentionsAndTheDirectoryItIsRelativeTo() throws Exception {
        String above = "FROM i\nENV A=1 B=2\nWORKDIR /a\nUSER u\n";

        assertThat(set(above + "COPY x /y")).containsExactly("1 FROM i");
        assertThat(set(above + "COPY x$A y")).containsExactly("1 FROM i", "2 ENV A 1", "3 WORKDIR /a");
        assertThat(set(above + "WORKDIR y")).containsExactly("1 FROM i", "3 WORKDIR /a", "4 USER u");
    }

    @Test
    void aSettingKnowsTheArgumentsItWasMadeOf() throws Exception {
        Dockerfile file = Dockerfile.parse("FROM i\nARG A=1\nENV B=v$A\nENV C=$B\nRUN x");
        Stage stage = file.stages().get(0);

        assertThat(new BuildArguments(file, Map.of(), Map.of()).settingsSeenBy(stage, last(stage)))
                .filteredOn(setting -> setting.name().equals("ENV C"))
                .singleElement()
                .satisfies(setting -> {
                    assertThat(setting.arguments()).containsExactly(new DeclaredArg("A", 2, "1"));
                    assertThat(setting.text()).isEqualTo("ENV C=$B");
                    assertThat(setting.toString()).isEqualTo("ENV C (line 4)");
                });
    }

    @Test
    void aValueIsNeverPrinted() {
        assertThat(new DeclaredArg("TOKEN", 3, "s3cret").toString())
                .isEqualTo("ARG TOKEN (line 3, a value)")
                .doesNotContain("s3cret");
    }
}
