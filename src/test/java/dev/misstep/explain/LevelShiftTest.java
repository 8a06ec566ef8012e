package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class LevelShiftTest {
    private static final LevelShift.Notable ANY = (before, after) -> true;

    @Test
    void chanceAloneIsNoShift() {
        ToDoubleFunction<Random> rates = random -> random.nextDouble() < 0.3 ? 0.4 : 1;
        ToDoubleFunction<Random> seconds = random -> 60 * Math.exp(random.nextGaussian());
        for (int seed = 0; seed < 200; seed++) {
            assertThat(LevelShift.in(noise(seed, 120, rates), ANY))
                    .as("rates of seed %d", seed)
                    .isEmpty();
            assertThat(LevelShift.in(noise(seed, 120, seconds), ANY))
                    .as("seconds of seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void aShiftIsFoundWhereItIs() {
        int exact = 0;
        for (int seed = 0; seed < 100; seed++) {
            double[] values = noise(seed, 90, Random::nextGaussian);
            for (int i = 50; i < values.length; i++) {
                values[i] += 5;
            }
            int last = seed;
            assertThat(LevelShift.in(values, ANY))
                    .singleElement()
                    .satisfies(
                            shift -> assertThat(shift.at()).as("seed %d", last).isBetween(48, 52));
            exact += LevelShift.in(values, ANY).get(0).at() == 50 ? 1 : 0;
        }
        assertThat(exact).isGreaterThan(90);
    }

    @Test
    void eachShiftHasTheMediansOfItsSides() {
        double[] values = new double[120];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < 40 ? 10 : i < 80 ? 30 : 20;
        }
        assertThat(LevelShift.in(values, ANY))
                .containsExactly(new LevelShift(40, 10, 30, 40, 40), new LevelShift(80, 30, 20, 40, 40));
        assertThat(LevelShift.in(values, (before, after) -> after > before))
                .containsExactly(new LevelShift(40, 10, 25, 40, 80));
    }

    @Test
    void aFewOddOnesAreNoShift() {
        double[] values = new double[50];
        values[20] = values[21] = values[22] = 1000;
        assertThat(LevelShift.in(values, ANY)).isEmpty();
        assertThat(LevelShift.in(new double[0], ANY)).isEmpty();
        assertThat(LevelShift.in(new double[] {1, 2}, ANY)).isEmpty();
    }

    @Test
    void whatDoesNotLastIsNotToldByEachOfItsEchoes() {
        double[] values = new double[400];
        Random random = new Random(7);
        double wave = 0;
        for (int i = 0; i < values.length; i++) {
            wave = 0.5 * wave + random.nextGaussian();
            values[i] = wave;
        }
        assertThat(LevelShift.in(values, ANY)).isEmpty();
    }

    private static double[] noise(int seed, int count, ToDoubleFunction<Random> one) {
        Random random = new Random(seed * 7919L);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = one.applyAsDouble(random);
        }
        return values;
    }
}
