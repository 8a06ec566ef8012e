package dev.misstep.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTextTest {
    @ParameterizedTest
    @CsvSource({
        "failed *** compute cache key: x,     true",
        "solve: *** to compute cache key: x,  true",
        "failed to compute cache ***,         true",
        "fa***ed [MASKED] compute cache key,  true",
        "failed to compute cache key: x,      false", // nothing is masked
        "failed to ***,                       false", // too little of it is seen
        "*** exit code: 2,                    false",
        "failed *** export cache key,         false"
    })
    void holdsWordsOfWhichHalfIsSeen(String text, boolean holds) {
        assertThat(MaskedText.mayHold(text, "failed to compute cache key")).isEqualTo(holds);
    }
}
