package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TtyRowTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 9.9, 10, 10.1, 99.9, 100, 3600.5, 999_999.9})
    void secondsTakeAsManyColumnsAsTheyArePrintedIn(double seconds) {
        TtyRow row = TtyRow.of(TtyLine.parse(String.format(Locale.ROOT, " => [2/5] RUN make   %.1fs", seconds)), 1);

        assertThat(row.secondsLength())
                .isEqualTo(String.format(Locale.ROOT, "%.1fs", seconds).length());
    }

    @Test
    void noSecondsTakeNoColumns() {
        assertThat(TtyRow.of(TtyLine.parse(" => [2/5] RUN make"), 1).secondsLength())
                .isZero();
    }
}
