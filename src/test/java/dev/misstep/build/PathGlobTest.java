package dev.misstep.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {
    @Test
    void matchesWhatTheMeaningOfEachWildcardSays() {
        Random random = new Random(1);
        int matches = 0;
        for (int i = 0; i < 100_000; i++) {
            String pattern = word(random, "ab/**?");
            String path = word(random, "ab/");
            boolean expected = matches(pattern, path);
            assertThat(PathGlob.of(pattern).matches(path))
                    .as("%s and %s", pattern, path)
                    .isEqualTo(expected);
            matches += expected ? 1 : 0;
        }
        assertThat(matches).isGreaterThan(5_000);
    }

    private static String word(Random random, String letters) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }

    /** Word by word what the wildcards mean, however long it takes. */
    private static boolean matches(String pattern, String path) {
        if (pattern.isEmpty() || (path.isEmpty() && pattern.charAt(0) != '*')) {
            return pattern.isEmpty() && path.isEmpty();
        }
        boolean sameLetter = !path.isEmpty() && pattern.charAt(0) == path.charAt(0);
        boolean noSlash = !path.isEmpty() && path.charAt(0) != '/';
        return switch (pattern.charAt(0)) {
            case '*' -> matches(pattern.substring(1), path) || (noSlash && matches(pattern, path.substring(1)));
            case '?' -> noSlash && matches(pattern.substring(1), path.substring(1));
            default -> sameLetter && matches(pattern.substring(1), path.substring(1));
        };
    }

    /** Go settles on the first place where what stands between two stars fits, even if a class there takes a slash. */
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({"*[^a]*, b, true", "*[^a]*, b/-, false", "*[^a]b*c, x/byc, true", "a[^b]c, a/c, true"})
    void aNegatedClassTakesASlash(String pattern, String path, boolean expected) {
        assertThat(PathGlob.of(pattern).matches(path)).isEqualTo(expected);
    }

    @Test
    void manyStarsTakeNoTime() {
        PathGlob glob = PathGlob.of("*a".repeat(1_000) + "/b");
        String path = "a".repeat(10_000) + "/c";
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(glob.matches(path)).isFalse());
    }
}
