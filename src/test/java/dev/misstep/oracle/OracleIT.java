package dev.misstep.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.engine.EngineUnderTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A short run of the oracle; {@code scripts/oracle} does the long one. */
@Timeout(600)
class OracleIT {
    private static final int CHANGES = 24;

    static Stream<Arguments> builders() {
        return EngineUnderTest.allWith(List.of(false, true));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void whatIsSaidIsTrue(EngineUnderTest engine, boolean classic) throws Exception {
        ByteArrayOutputStream wrong = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(wrong, true, StandardCharsets.UTF_8);
        try (Lab lab = new Lab(engine, classic)) {
            Tally tally = Oracle.run(lab, classic ? 11 : 1, CHANGES, new Tally(out, false));

            assertThat(tally.failed())
                    .as(wrong.toString(StandardCharsets.UTF_8))
                    .isFalse();
        }
    }
}
