package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewlineSearchTest {
    /** Bytes next to a line end, and with the highest bit, are those a search by words could take for one. */
    private static final byte[] BYTES = {'\n', '\n' + 1, '\n' - 1, 0, 'a', (byte) 0x8a, (byte) 0xff};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void findsTheSameAsALookAtEveryByte(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            int rare = 1 + random.nextInt(30);
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = BYTES[random.nextInt(rare) == 0 ? 0 : 1 + random.nextInt(BYTES.length - 1)];
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);

            assertThat(NewlineSearch.indexOf(bytes, from, to)).isEqualTo(byEveryByte(bytes, from, to));
        }
    }

    private static int byEveryByte(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
