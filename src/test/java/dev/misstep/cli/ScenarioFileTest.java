package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioFileTest {
    private static final Scenario OTHERWISE = new Scenario(null, 0, false, 3, false, List.of("f"), null);

    @TempDir
    private Path directory;

    @Test
    void scenariosComeInTheOrderOfTheFileWithTheCommandLinesWordWhereTheySayNothing() throws IOException {
        assertThat(read("""
                        unchanged:
                        source edited:
                          warmup: 1
                          runs: 5
                          edit: [src/app.js, "mode:run.sh"]
                          prepare: ./generate.sh
                        from nothing:
                          cold: true
                          no-cache: yes please
                        """.replace("yes please", "false")))
                .containsExactly(
                        new Scenario("unchanged", 0, false, 3, false, List.of("f"), null),
                        new Scenario(
                                "source edited",
                                1,
                                false,
                                5,
                                false,
                                List.of("src/app.js", "mode:run.sh"),
                                "./generate.sh"),
                        new Scenario("from nothing", 0, true, 3, false, List.of("f"), null));
    }

    @Test
    void oneEditNeedsNoListAndNoneIsNone() throws IOException {
        assertThat(read("a: {edit: src/app.js}\nb: {edit: }\nc: {edit: []}"))
                .extracting(Scenario::edits)
                .containsExactly(List.of("src/app.js"), List.of(), List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: {run: 3}| scenario a has run; there are cold, edit, no-cache, prepare, runs, warmup",
                "a: {runs: 0}| scenario a: runs must be a number from 1 to 10000",
                "a: {runs: many}| scenario a: runs must be a number",
                "a: {warmup: -1}| scenario a: warmup must be a number from 0",
                "a: {cold: 1}| scenario a: cold must be true or false",
                "a: {edit: [1]}| scenario a: edit must be a file or a list of files",
                "a: {prepare: [ls]}| scenario a: prepare must be a command",
                "a: 3| scenario a is no list of settings",
                "a: {runs: 1}\\na: {runs: 2}| is no YAML",
                "1: {runs: 1}\\n'1': {runs: 2}| names two scenarios 1",
                "a: [| is no YAML on line 1",
                "- a| names no scenario",
            })
    void whatIsWrongIsSaidWithItsPlace(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml.replace("\\n", "\n")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing", "!!java.net.URL [http://127.0.0.1/]", "a: !!javax.script.ScriptEngineManager []"
            })
    void nothingButDataIsMadeOfIt(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(UserError.class);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ScenarioFile.read("no.yaml", directory.resolve("no.yaml"), OTHERWISE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void whatIsNestedWithoutEndIsRefused() {
        assertThatThrownBy(() -> read("a: " + "[".repeat(400_000)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is nested too deeply");
    }

    private List<Scenario> read(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("scenarios.yaml"), yaml);
        return ScenarioFile.read("scenarios.yaml", file, OTHERWISE);
    }
}
