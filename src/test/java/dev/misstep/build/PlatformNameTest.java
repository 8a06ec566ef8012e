package dev.misstep.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformNameTest {
    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64",
        "Linux/x86_64, linux/amd64",
        "amd64, linux/amd64",
        "linux/amd64/v1, linux/amd64",
        "linux/arm64/v8, linux/arm64",
        "arm64/v8, linux/arm64",
        "linux/arm, linux/arm/v7",
        "linux/arm/v6, linux/arm/v6",
        "windows/amd64, windows/amd64",
        "linux/riscv64, linux/riscv64"
    })
    void onePlatformHasOneName(String written, String name) {
        assertThat(PlatformName.of(written)).isEqualTo(name);
    }
}
