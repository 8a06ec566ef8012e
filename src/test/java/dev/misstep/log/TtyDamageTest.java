package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A row beside that of a transfer is damaged: what is fetched is not told of another step, nor of one that is none. */
class TtyDamageTest {
    private static final String DISPLAY = """
            [+] Building 1.1s (2/3)
            BLUE => [1/3] FROM a                                          0.1s
            BLUE => CACHED [2/3] COPY a b                                 0.0s
            PLAIN => [3/3] RUN make                                       0.5s
            [+] Building 1.3s (2/3)
            BLUE => [1/3] FROM a                                          0.1s
            BLUE => CACHED [2/3] COPY a b                                 0.0s
            PLAIN => [3/3] RUN make                                       0.7s
            PLAIN => => sha256:abababababababab 3.62MB / 3.62MB           0.1s
            [+] Building 2.1s (3/3)
            BLUE => [1/3] FROM a                                          0.1s
            BLUE => CACHED [2/3] COPY a b                                 0.0s
            BLUE => [3/3] RUN make                                        0.8s
            BLUE => => sha256:abababababababab 3.62MB / 3.62MB            0.1s
            [+] Building 2.1s (3/3) FINISHED
            BLUE => [1/3] FROM a                                          0.1s
            BLUE => CACHED [2/3] COPY a b                                 0.0s
            BLUE => [3/3] RUN make                                        0.8s
            BLUE => => sha256:abababababababab 3.62MB / 3.62MB            0.1s
            \u001b[?25h""".replace("BLUE", "\u001b[34m").replace("PLAIN", "\u001b[0m");

    @ParameterizedTest
    @CsvSource({
        "4,  change", // "[3/3] RUN make     z  0.5s" is no step of its own
        "8,  change",
        "17, swap",
        "18, swap", // the transfer is then below the row of COPY
        "18, repeat",
        "18, lose"
    })
    void isNoReasonForAnotherStatus(int line, String damage) {
        List<String> lines = new ArrayList<>(List.of(DISPLAY.split("\n")));
        String row = lines.get(line - 1);
        switch (damage) {
            case "change" -> lines.set(line - 1, row.substring(0, 50) + "z" + row.substring(51));
            case "swap" -> Collections.swap(lines, line - 1, line);
            case "repeat" -> lines.add(line, row);
            default -> lines.remove(line - 1);
        }
        Build build = Logs.one(String.join("\n", lines));
        assertThat(build.vertices()).hasSize(3);
        for (Vertex step : build.vertices()) {
            Status whole = step.name().text().contains("COPY") ? Status.CACHED : Status.PULLED;
            if (step.step()) {
                assertThat(step.status()).as("%s", step.name().text()).isIn(whole, Status.UNFINISHED);
            }
        }
    }

    /** Without colours, too, what one frame alone tells of transfers is held against the others. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 5, 6, 8, 10, 15, 17, 19, 22, 26, 27, 36, 39})
    void rowsOfTheLastFrameThatChangePlacesMakeNoStatusAnother(long seed) {
        for (TtyRoundTripTest.Codes codes : List.of(TtyRoundTripTest.Codes.STRIPPED, TtyRoundTripTest.Codes.KEPT)) {
            String text = TtyRoundTripTest.drawWide(seed, codes, 2).text();
            Build whole = Logs.one(text);
            List<String> lines = List.of(text.split("\n"));
            int row = lines.size() - 1;
            while (!lines.get(row).contains("=> ")) {
                row--;
            }
            while (lines.get(--row).contains("=> ")) {
                List<String> damaged = new ArrayList<>(lines);
                Collections.swap(damaged, row, row + 1);
                Build build = Logs.one(String.join("\n", damaged));
                for (Vertex step : build.vertices()) {
                    assertThat(statuses(whole, step.name().text()))
                            .as("line %d of\n%s", row + 1, text)
                            .contains(step.status());
                }
            }
        }
    }

    private static List<Status> statuses(Build build, String name) {
        List<Status> statuses = new ArrayList<>(List.of(Status.UNFINISHED));
        build.vertices().stream()
                .filter(vertex -> vertex.name().text().equals(name))
                .forEach(vertex -> statuses.add(vertex.status()));
        return statuses;
    }

    @Test
    void aLayerThatTookLongerThanItsRowIsOfAnother() {
        Build build = Logs.one("""
                [+] Building 9.1s (3/3) FINISHED
                 => [1/3] FROM a                                             0.1s
                 => [2/3] RUN make                                           0.4s
                 => => sha256:abababababababab 3.62MB / 3.62MB               7.9s
                 => [3/3] COPY a b                                           8.0s
                """);
        assertThat(build.vertices())
                .extracting(Vertex::status)
                .containsExactly(Status.EXECUTED, Status.UNFINISHED, Status.UNFINISHED);
    }

    @Test
    void aRowThatIsMissingIsNotMadeUpForByOneThatRuns() {
        // one that ended has no row, as in a frame taller than the terminal
        Build build = Logs.one("""
                [+] Building 3.0s (4/6)
                 => [internal] load metadata for docker.io/library/alpine:3.20      1.8s
                 => [internal] load .dockerignore                                   0.1s
                 => CACHED [1/3] FROM docker.io/library/alpine:3.20                 0.0s
                 => [2/3] RUN make                                                  0.4s
                """);
        assertThat(build.vertices().get(3).status()).isEqualTo(Status.UNFINISHED);
    }
}
