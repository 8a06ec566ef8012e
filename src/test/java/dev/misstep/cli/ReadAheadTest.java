package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final List<Integer> NUMBERS =
            IntStream.range(0, 1000).boxed().toList();

    /** What takes long to read does not let what follows it pass. */
    @Test
    void allIsHandedOnInItsOrder() {
        List<Integer> taken = new ArrayList<>();

        ReadAhead.inOrder(NUMBERS, ReadAheadTest::read, taken::add);

        assertThat(taken).isEqualTo(NUMBERS);
    }

    @Test
    void whatAReaderThrowsIsThrownWhenItIsItsTurn() {
        List<Integer> taken = new ArrayList<>();

        assertThatThrownBy(() -> ReadAhead.inOrder(NUMBERS, number -> 1000 / (number - 7), taken::add))
                .isInstanceOf(ArithmeticException.class);
        assertThat(taken).hasSize(7);
        Function<Integer, Integer> endless = number -> {
            throw new StackOverflowError();
        };
        assertThatThrownBy(() -> ReadAhead.inOrder(NUMBERS, endless, taken::add))
                .isInstanceOf(StackOverflowError.class);
    }

    /** However slowly it is taken, little of what was read waits. */
    @Test
    void littleIsReadAhead() {
        AtomicInteger read = new AtomicInteger();
        List<Integer> ahead = new ArrayList<>();

        ReadAhead.inOrder(NUMBERS, number -> read.incrementAndGet(), number -> ahead.add(read.get() - ahead.size()));

        int most = Runtime.getRuntime().availableProcessors() * 32 + 1;
        assertThat(ahead).allSatisfy(count -> assertThat(count).isBetween(1, most));
    }

    /** Some take much longer than others. */
    private static int read(int number) {
        StringBuilder work = new StringBuilder();
        for (int i = 0; i < (number % 50 == 0 ? 100_000 : 10); i++) {
            work.append(i);
        }
        return work.length() == 0 ? -1 : number;
    }
}
