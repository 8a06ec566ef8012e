package dev.misstep.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {
    private static Interval seconds(int start, int end) {
        return new Interval(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
    }

    @Test
    void whatTouchesOrOverlapsBecomesOne() {
        assertThat(Interval.union(List.of(seconds(5, 7), seconds(0, 2), seconds(2, 3), seconds(6, 9))))
                .containsExactly(seconds(0, 3), seconds(5, 9));
    }

    @Test
    void anOverlapCountsOnce() {
        assertThat(Interval.unionSeconds(List.of(seconds(0, 10), seconds(2, 3), seconds(9, 12))))
                .isEqualTo(12);
    }

    @Test
    void nothingTakesNoTime() {
        assertThat(Interval.union(List.of())).isEmpty();
        assertThat(Interval.unionSeconds(List.of())).isZero();
        assertThat(seconds(4, 4).seconds()).isZero();
    }

    @Test
    void fractionsAreKept() {
        Instant start = Instant.parse("2026-01-01T00:00:00.1Z");
        assertThat(new Interval(start, start.plusNanos(1_500_000_001)).seconds())
                .isEqualTo(1.500000001);
    }

    @Test
    void anEndBeforeItsStartIsRefused() {
        assertThatThrownBy(() -> seconds(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theUnionCoversEverySecondOnce() {
        Random random = new Random(1);
        for (int run = 0; run < 500; run++) {
            List<Interval> intervals = new ArrayList<>();
            BitSet covered = new BitSet();
            for (int i = random.nextInt(8); i > 0; i--) {
                int start = random.nextInt(40);
                int end = start + random.nextInt(10);
                intervals.add(seconds(start, end));
                covered.set(start, end);
            }
            assertThat(Interval.unionSeconds(intervals)).isEqualTo(covered.cardinality());
        }
    }
}
