package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentMaskTest {
    @Test
    void aValueIsShownAsItsName() {
        ArgumentMask mask = new ArgumentMask(Map.of("TOKEN", "s3cret"));

        assertThat(mask.text("fetch s3cret-s3cret")).isEqualTo("fetch ${TOKEN}-${TOKEN}");
    }

    @Test
    void theLongerOfTwoValuesGoesFirst() {
        ArgumentMask mask = new ArgumentMask(Map.of("A", "abc", "B", "abcdef"));

        assertThat(mask.text("abcdef abc")).isEqualTo("${B} ${A}");
    }

    @Test
    void aValueOfManyLinesIsFoundLineByLine() {
        ArgumentMask mask = new ArgumentMask(Map.of("KEY", "-----BEGIN\nAAAA\n-----END"));

        assertThat(mask.text("AAAA")).isEqualTo("${KEY}");
    }

    @Test
    void aValueIsFoundAsTheBuilderQuotesIt() {
        ArgumentMask mask = new ArgumentMask(Map.of("T", "a\"b\\c"));

        assertThat(mask.text("failed to process \"x a\\\"b\\\\c\"")).isEqualTo("failed to process \"x ${T}\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noValueIsLeftWhateverItIsMadeOf(long seed) {
        Random random = new Random(seed);
        String alphabet = "ab.*$\\()[]{}^|?+ \"'\u00e9";
        for (int i = 0; i < 500; i++) {
            StringBuilder value = new StringBuilder();
            int length = 3 + random.nextInt(10);
            for (int c = 0; c < length; c++) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String secret = value.toString().strip();
            if (secret.length() < 3 || "${N}".contains(secret)) {
                continue;
            }
            String masked = new ArgumentMask(Map.of("N", secret)).text("<" + secret + "> and <" + secret + ">");
            assertThat(masked).isEqualTo("<${N}> and <${N}>");
        }
    }
}
