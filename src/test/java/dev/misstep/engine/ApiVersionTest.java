package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {
    @ParameterizedTest(name = "{0} with an engine of {1}, at least {2}: {3}")
    @CsvSource({
        "1.44, 1.41, 1.12, 1.41",
        "1.44, 1.51, 1.24, 1.44",
        "1.44, 1.53, 1.44, 1.44",
        "1.44, 1.60, 1.50, 1.50",
        "1.44, 1.9, 1.2, 1.9"
    })
    void bothSidesMustKnowIt(String ours, String engines, String enginesOldest, String agreed) throws Exception {
        assertThat(ApiVersion.negotiate(
                        ApiVersion.parse(ours), ApiVersion.parse(engines), ApiVersion.parse(enginesOldest)))
                .hasToString(agreed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.x", "-1.4", "1.44 ", "99999.1"})
    void whatIsNoVersionIsRefused(String text) {
        assertThatThrownBy(() -> ApiVersion.parse(text)).isInstanceOf(EngineException.class);
    }

    @Test
    void numbersAreComparedAsNumbers() {
        assertThat(new ApiVersion(1, 9)).isLessThan(new ApiVersion(1, 41));
    }
}
