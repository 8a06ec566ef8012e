package dev.misstep.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The seeds of each fuzz target, and some hundred inputs made of them by chance. {@code scripts/fuzz} does it for long. */
class FuzzTargetTest {
    private static final int INPUTS = 150;
    private static final int LARGEST = 20_000;

    @ParameterizedTest
    @EnumSource(FuzzTarget.class)
    void livesWithItsSeedsAndWithWhatChanceMakesOfThem(FuzzTarget target) throws Exception {
        List<byte[]> seeds = target.seeds();
        assertThat(seeds).isNotEmpty();
        for (byte[] seed : seeds) {
            target.run(seed);
        }
        Random random = new Random(1);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = changed(seeds, random);
            assertThatCode(() -> target.run(input))
                    .as(() -> Arrays.toString(input))
                    .doesNotThrowAnyException();
        }
    }

    /** A seed with a part of another in it, or a part lost, and bytes changed. */
    private static byte[] changed(List<byte[]> seeds, Random random) {
        byte[] one = seeds.get(random.nextInt(seeds.size()));
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int cut = random.nextInt(Math.min(LARGEST, one.length) + 1);
        int from = random.nextInt(other.length + 1);
        int length = random.nextInt(Math.min(LARGEST, other.length - from) + 1);
        byte[] input = Arrays.copyOf(one, cut + length);
        System.arraycopy(other, from, input, cut, length);
        for (int i = random.nextInt(8); i > 0 && input.length > 0; i--) {
            input[random.nextInt(input.length)] = (byte) random.nextInt(256);
        }
        return input;
    }
}
