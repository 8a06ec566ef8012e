package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.0s",
        "0.04, 0.0s",
        "0.05, 0.1s",
        "12.34, 12.3s",
        "59.94, 59.9s",
        "59.95, 1m 00s",
        "65, 1m 05s",
        "3599.4, 59m 59s",
        "3599.5, 1h 00m",
        "3725, 1h 02m",
        "86400, 24h 00m"
    })
    void showsAsMuchAsAReaderNeeds(double seconds, String text) {
        assertThat(Durations.text(seconds)).isEqualTo(text);
    }

    @Test
    void anAbsentDurationIsNotZero() {
        assertThat(Durations.text(null, "–")).isEqualTo("–");
    }

    @ParameterizedTest
    @CsvSource({"0, 0%", "0.001, 1%", "0.25, 25%", "0.996, 99%", "1, 100%"})
    void aHundredPercentMeansAll(double rate, String text) {
        assertThat(Percents.text(rate)).isEqualTo(text);
    }

    @Test
    void noRateIsADash() {
        assertThat(Percents.text(null)).isEqualTo("–");
    }
}
