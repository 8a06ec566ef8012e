package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest {
    @Test
    void isTheMeanAndTheDeviationOfTheSample() {
        assertThat(Spread.of(List.of(2.0, 4.0, 9.0))).hasValueSatisfying(spread -> {
            assertThat(spread.mean()).isEqualTo(5.0);
            assertThat(spread.deviation()).isCloseTo(Math.sqrt(13), within(1e-12));
            assertThat(spread.least()).isEqualTo(2.0);
            assertThat(spread.most()).isEqualTo(9.0);
        });
    }

    @Test
    void oneMeasurementHasNone() {
        assertThat(Spread.of(List.of(1.0))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void movesAndGrowsWithWhatIsMeasured(long seed) {
        Random random = new Random(seed);
        List<Double> seconds = random.doubles(2 + random.nextInt(20)).boxed().toList();
        List<Double> moved = new ArrayList<>(seconds);
        moved.replaceAll(each -> 3 * each + 1);

        Spread spread = Spread.of(seconds).orElseThrow();
        Spread other = Spread.of(moved).orElseThrow();

        assertThat(spread.mean()).isBetween(spread.least(), spread.most());
        assertThat(other.mean()).isCloseTo(3 * spread.mean() + 1, within(1e-9));
        assertThat(other.deviation()).isCloseTo(3 * spread.deviation(), within(1e-9));
    }
}
