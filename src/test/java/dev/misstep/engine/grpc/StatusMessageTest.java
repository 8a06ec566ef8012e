package dev.misstep.engine.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusMessageTest {
    @ParameterizedTest
    @CsvSource({"a b~, a b~", "100%, 100%25", "ä, %C3%A4", "'\n', %0A", "\u007F, %7F"})
    void onlyPrintableAsciiTravelsAsItIs(String message, String encoded) {
        assertThat(StatusMessage.encode(message)).isEqualTo(encoded);
        assertThat(StatusMessage.decode(encoded)).isEqualTo(message);
    }

    /** The specification asks to show what cannot be decoded rather than nothing. */
    @ParameterizedTest
    @CsvSource({"%, %", "%4, %4", "a%zz, a%zz", "%%41, %A", "%c3%a4, ä", "ä, ä", "%FF, \uFFFD"})
    void whatIsWrittenBadlyIsShownAsItIs(String encoded, String shown) {
        assertThat(StatusMessage.decode(encoded)).isEqualTo(shown);
    }

    @Test
    void anyTextArrives() {
        Random random = new Random(7);
        for (int round = 0; round < 1_000; round++) {
            String text = random.ints(random.nextInt(40), 0, Character.MAX_CODE_POINT + 1)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            String encoded = StatusMessage.encode(text);

            assertThat(encoded).matches("[ -~]*");
            assertThat(StatusMessage.decode(encoded)).isEqualTo(text);
        }
    }

    @Test
    void aVeryLongMessageIsCut() {
        assertThat(StatusMessage.encode("x".repeat(1_000_000))).hasSizeLessThan(10_000);
    }
}
