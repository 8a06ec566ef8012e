package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A CI masks words that happen to be a secret's value; what is hidden may be what decides a status. */
class MaskedWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"failed *** compute cache key: x", "failed to compute *** key: x", "*** to compute cache key: x"
            })
    void aHitIsNoneWhereTheErrorMayBeOfACacheKey(String error) {
        assertThat(rows(one("""
                        #5 [2/4] WORKDIR /a
                        #5 CACHED

                        #6 [3/4] COPY a /
                        #6 ERROR: %s
                        """.formatted(error)))).containsExactly("5 unfinished", "6 failed");
    }

    @Test
    void whatMayHaveBeenCanceledHasNotFailed() {
        assertThat(rows(one("#5 [2/4] RUN make\n#5 ERROR: context ***\n"))).containsExactly("5 unfinished");
    }

    @Test
    void aMaskedDigitOfATimeEndsAGroup() {
        assertThat(rows(one("""
                        #5 [internal] load build context
                        #5 DONE 0.***s

                        #*** [2/4] RUN make
                        #*** CACHED
                        """))).containsExactly("5 executed", "6 cached");
    }

    @Test
    void aMaskedHitOfTheClassicBuilderIsNoRun() {
        assertThat(one("""
                        Step 1/3 : FROM alpine
                         ---> 5a2c3b4d5e6f
                        Step 2/3 : COPY a /
                         ---> *** cache
                         ---> 6a2c3b4d5e6f
                        Step 3/3 : COPY b /
                         ---> 7a2c3b4d5e6f
                        """).vertices().get(1).status()).isEqualTo(Status.UNFINISHED);
    }
}
