package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands behind the text of each line is no builder's. */
class UnknownSuffixTest {
    @ParameterizedTest
    @ValueSource(strings = {"$", "^M$", " |", "\"", "</p>", "<br>", "\\n", "\t\u2502", "  # x"})
    void buildsAreReadAsIfItWereNotThere(String suffix) {
        for (SampleBuilds kind : SampleBuilds.values()) {
            for (long seed = 0; seed < 12 && kind != SampleBuilds.RAWJSON_INDENTED; seed++) {
                List<String> lines = kind.lines(seed);
                assertThat(facts(lines.stream().map(line -> line + suffix).toList()))
                        .as("%s %d", kind, seed)
                        .isEqualTo(facts(lines));
            }
        }
    }

    @Test
    void itMayStandInAColumnAndBehindAPrefix() {
        for (SampleBuilds kind : List.of(SampleBuilds.PLAIN, SampleBuilds.TTY, SampleBuilds.BUILDAH)) {
            List<String> lines = kind.lines(5);
            List<String> table = lines.stream()
                    .map(line -> String.format("| %-300s |", line))
                    .toList();
            assertThat(facts(table)).as("%s", kind).isEqualTo(facts(lines));
        }
    }

    /** A blank line is one in a column too: it is none of a command's output. */
    @Test
    void aColumnIsPaddedWithBlanks() {
        for (long seed = 0; seed < 7; seed++) {
            List<String> lines = SampleBuilds.CLASSIC.lines(seed);
            List<String> table = lines.stream()
                    .map(line -> String.format("| %-300s |", line))
                    .toList();
            assertThat(facts(table)).as("seed %d", seed).isEqualTo(facts(lines));
        }
    }

    @Test
    void whatACommandPrintsStays() {
        List<String> lines = new ArrayList<>(List.of("#1 [1/2] FROM a", "#1 DONE 0.1s", "", "#2 [2/2] RUN cat -A b"));
        for (int i = 0; i < 30; i++) {
            lines.add("#2 0.1 text$");
        }
        lines.add("#2 DONE 0.3s");
        assertThat(Logs.one(String.join("\n", lines) + "\n").wrapper()).isEqualTo("none");
    }

    private static List<String> facts(List<String> lines) {
        return SampleBuilds.facts(Logs.read(lines.stream().collect(Collectors.joining("\n", "", "\n"))));
    }
}
