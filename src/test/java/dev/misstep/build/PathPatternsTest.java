package dev.misstep.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternsTest {
    private static boolean matches(String pattern, String path) {
        return PathPatterns.of(List.of(pattern)).match(path).matched();
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "foo, foo, true",
        "foo, foo/below, true",
        "foo, a/foo, false",
        "*.log, x.log, true",
        "*.log, a/x.log, false",
        "**/*.log, x.log, true",
        "**/*.log, a/b/x.log, true",
        "foo/**, foo, false",
        "foo/**, foo/a, true",
        "**foo, barfoo, true",
        "**foo, a/barfoo, true",
        "foo**, foobar/x, true",
        "**/foo, foo, true",
        "**/foo, barfoo, false",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a?c, abc, true",
        "a?c, a/c, false",
        "[a-c]x, bx, true",
        "[^a]x, ax, false",
        "[!a]x, !x, true",
        "a.b*, axb, false",
        "a//b/../c/, a/c, true",
        "**, anything/at/all, true",
        // the star of a class becomes [^/]* within the class
        "[*], a*], false",
        "^a*, ab, true",
        "a^b*, a^b, false",
        "\\d*, 7, true",
        "{a}*, {a}b, true",
    })
    void aPatternMeansWhatItMeansToTheBuilder(String pattern, String path, boolean expected) {
        assertThat(matches(pattern, path)).isEqualTo(expected);
    }

    @Test
    void theLastMatchWinsAndAFileBelowAnExcludedDirectoryCanBeTakenBack() {
        PathPatterns patterns = PathPatterns.of(List.of("node_modules", "!node_modules/keep/x"));
        assertThat(patterns.match("node_modules/y").matched()).isTrue();
        assertThat(patterns.match("node_modules/keep/x").matched()).isFalse();
    }

    @Test
    void aPatternRepeatedBehindItsExceptionDoesNotReachBelowAgain() {
        PathPatterns patterns = PathPatterns.of(List.of("a", "!a/b", "a"));
        assertThat(patterns.match("a/b").matched()).isFalse();
    }

    @Test
    void aWildcardInAnExceptionOpensEveryDirectory() {
        assertThat(PathPatterns.of(List.of("*", "!a/b/**")).mayTakeBackBelow("a"))
                .isTrue();
        assertThat(PathPatterns.of(List.of("*", "!a/b/**")).mayTakeBackBelow("c"))
                .isFalse();
        assertThat(PathPatterns.of(List.of("*", "!**/x")).mayTakeBackBelow("c")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[a", "a\\", "[]", "[-a]", "[b-a]*", "\\y*"})
    void aMalformedPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> PathPatterns.of(List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("syntax error in pattern");
    }

    /** Go's word boundaries know ASCII alone. */
    @Test
    void aBoundaryStandsBetweenLettersThatGoKnows() {
        assertThat(matches("\\b*", "bé")).isTrue();
        assertThat(matches("\\b*", "éb")).isFalse();
    }

    @Test
    void manyWildcardsTakeNoTime() {
        String path = "a/".repeat(200) + "b";
        for (String part : List.of("*a", "*", "**/", "*/", "[^b]*", "**/*")) {
            PathPatterns patterns = PathPatterns.of(List.of("**/" + part.repeat(100) + "/c*"));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () -> assertThat(patterns.match(path).matched()).isFalse(),
                    part);
        }
    }

    @Test
    void aLongClassIsRead() {
        assertThat(matches("[" + "a-b".repeat(20_000) + "]*", "bc")).isTrue();
    }
}
