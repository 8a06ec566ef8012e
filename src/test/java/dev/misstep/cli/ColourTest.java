package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColourTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({
        "false, auto,   '', '', false",
        "true,  auto,   '', '', true",
        "true,  auto,   1,  '', false",
        "true,  auto,   1,  1,  false",
        "false, auto,   '', 1,  true",
        "false, auto,   '', 0,  false",
        "false, always, 1,  '', true",
        "true,  never,  '', 1,  false",
    })
    void colourIsForTerminalsUnlessToldOtherwise(
            boolean terminal, String option, String noColor, String force, boolean expected) {
        Invocation.Result result = new Invocation(home)
                .on(new Terminal(terminal, terminal, 100))
                .with("NO_COLOR", noColor)
                .with("CLICOLOR_FORCE", force)
                .run("analyze", "--color", option, "sample-logs/28-buildkit-plain/01-cold.log");

        assertThat(result.out().contains("\u001b[")).isEqualTo(expected);
    }
}
