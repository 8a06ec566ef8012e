package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineCutterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineCutter cutter = new LineCutter(lines::add);

    /** The engine sends a line and its end as two objects. */
    @Test
    void putsPiecesTogether() {
        cutter.piece("Step 1/4 : FROM alpine");
        assertThat(lines).isEmpty();
        cutter.piece("\n");
        cutter.piece(" ---> 1d34ffeaf190\nStep 2/4 : RUN make\n ---> Run");
        cutter.end();
        cutter.end();

        assertThat(lines)
                .containsExactly("Step 1/4 : FROM alpine", " ---> 1d34ffeaf190", "Step 2/4 : RUN make", " ---> Run");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whereThePiecesAreCutDoesNotMatter(int seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append("ab\n\r ".charAt(random.nextInt(5)));
        }
        text.append("end\n");
        int at = 0;
        while (at < text.length()) {
            int next = Math.min(text.length(), at + random.nextInt(7));
            cutter.piece(text.substring(at, next));
            at = next;
        }
        cutter.end();

        assertThat(String.join("\n", lines) + "\n").isEqualTo(text.toString());
    }

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }
}
