package dev.misstep.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {
    private static final Map<String, String> VARIABLES = Map.of("x", "foobarfoo", "e", "", "p", "a/b/c.tar.gz");

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "$x, foobarfoo",
                "${x}y, foobarfooy",
                "$u, ~~",
                "a$, a$",
                "${u:-d}, d",
                "${e-d}, ~~",
                "${e:-d}, d",
                "${e+d}, d",
                "${e:+d}, ~~",
                "${u:-${x#foo}}, barfoo",
                "${p##*/}, c.tar.gz",
                "${p#*/}, b/c.tar.gz",
                "${p%.*}, a/b/c.tar",
                "${p%%.*}, a/b/c",
                "${x/foo/X}, Xbarfoo",
                "${x//foo/X}, XbarX",
                "${x//*/X}, X",
                "${p//\\//-}, a-b-c.tar.gz",
                "'$x', $x",
                "\"$x\", foobarfoo",
                "\\$x, $x",
                "\"\\a\", \\a",
                "\\a, a",
            })
    void everyFormIsKnown(String word, String expected) throws Exception {
        assertThat(Expansion.of('\\').expand(word, VARIABLES)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "${u?gone} | u: gone",
                "${u:?} | u: is not allowed to be unset",
                "${x^^} | unsupported modifier (^) in substitution",
                "${} | syntax error: bad substitution",
                "${x:-a | syntax error: missing '}'",
                "'a | unexpected end of statement while looking for matching single-quote",
            })
    void whatCannotBeExpandedSaysWhy(String word, String reason) {
        assertThatThrownBy(() -> Expansion.of('\\').expand(word, VARIABLES))
                .isInstanceOf(ExpansionException.class)
                .hasMessage("failed to process \"" + word + "\": " + reason);
    }

    @Test
    void wordsAreCutAfterExpansionButNotWithinQuotes() throws Exception {
        Expansion.Result result = Expansion.of('\\').process("a $s 'c d'", Map.of("s", "1 2"));
        assertThat(result.words()).containsExactly("a", "1", "2", "c d");
        assertThat(result.used()).containsExactly("s");
    }

    @Test
    void whatNobodySetCanBeLeftAsWritten() throws Exception {
        Expansion kept = new Expansion('\\', true, false, true);
        assertThat(kept.expand("\"$u ${u:-d} $x\"", VARIABLES)).isEqualTo("\"$u ${u:-d} foobarfoo\"");
    }

    @Test
    void aCharacterOutsideTheFirstPlaneIsOneCharacter() throws Exception {
        Map<String, String> variables = Map.of("x", "a😀b😀");
        assertThat(Expansion.of('\\').expand("${x%😀} ${x##*😀} ${x/?😀/-}", variables))
                .isEqualTo("a😀b  -b😀");
    }

    @Test
    void manyStarsTakeNoTime() {
        Map<String, String> variables = Map.of("x", "a".repeat(20_000));
        for (String form :
                List.of("${x##%sb}", "${x#%sb}", "${x%%%%%sb}", "${x/%sb/-}", "${x//%sb/-}", "${x//%s?/-}")) {
            String word = String.format(form, "*a".repeat(100));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(5), () -> Expansion.of('\\').expand(word, variables), form);
        }
    }
}
