package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDirectoryTest {
    @ParameterizedTest
    @CsvSource({
        "/own, /xdg, /own",
        "'',   /xdg, /xdg/misstep",
        "'',   '',   /home/me/.local/state/misstep",
        "'',   xdg,  /home/me/.local/state/misstep",
    })
    void theFirstThatIsSetCounts(String own, String xdg, Path expected) {
        StateDirectory state =
                StateDirectory.of(Map.of("MISSTEP_HOME", own, "XDG_STATE_HOME", xdg), Path.of("/home/me"));

        assertThat(state.reports()).isEqualTo(expected.resolve("reports"));
    }

    @Test
    void contextsDoNotShareAFolder() {
        StateDirectory state = StateDirectory.of(Map.of(), Path.of("/home/me"));

        assertThat(state.ofContext(Path.of("/a"))).isNotEqualTo(state.ofContext(Path.of("/b")));
    }
}
