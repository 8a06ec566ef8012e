package dev.misstep.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LikeTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"CACHE", "ACHED", "CACHEX", "xACHED", "CACCHED", "ACCHED", "CACHDE", "CA\u0000HED"})
    void oneDamage(String damaged) {
        assertThat(LikeText.is(damaged, "CACHED")).isTrue();
        assertThat(LikeText.is("CACHED", damaged)).isTrue();
        assertThat(LikeText.holds("a " + damaged + " b", "CACHED")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CACHED", "", "CACH", "CANCELED", "xACHEx", "DONE"})
    void noneOrMore(String other) {
        assertThat(LikeText.is(other, "CACHED")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Using cache", "Using cahce 1f2e", "sing cache: layer", "Usingcache layer", "xUsing cache"})
    void aBeginning(String text) {
        assertThat(LikeText.begins(text, "Using cache", 3)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Using", "layer: Using cache", "Running in 1f2e"})
    void noBeginning(String text) {
        assertThat(LikeText.begins(text, "Using cache", 3)).isFalse();
    }
}
