package dev.misstep.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanPathTest {
    @ParameterizedTest
    @CsvSource({"a//b, a/b", "./a, a", "a/, a", "a/../b, b", "../a, ../a", "/../a, /a", "'', .", "/, /", "a/.., ."})
    void isTheShortestForm(String path, String clean) {
        assertThat(CleanPath.of(path)).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({"../../a, a", "/a/, a", "., ''", "a/../../b, b"})
    void nothingLeavesTheRoot(String path, String below) {
        assertThat(CleanPath.belowRoot(path)).isEqualTo(below);
    }
}
