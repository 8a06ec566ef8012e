package dev.misstep.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRulesTest {
    @Test
    void linesAreCleanedAsTheBuilderCleansThem() throws Exception {
        IgnoreRules rules = IgnoreRules.parse("\uFEFF# comment\n\n  /a//b/ \r\n ! ./c \n  # no comment\n");
        assertThat(rules.lines())
                .containsExactly(
                        new IgnoreRules.Line(3, "a/b"),
                        new IgnoreRules.Line(4, "!c"),
                        new IgnoreRules.Line(5, "# no comment"));
    }

    @Test
    void aWrongLineIsNamed() {
        assertThatThrownBy(() -> IgnoreRules.parse("a\n!\n"))
                .isInstanceOfSatisfying(
                        IgnoreSyntaxException.class, e -> assertThat(e.line()).isEqualTo(2))
                .hasMessage("illegal exclusion pattern: \"!\"");
    }

    /** What patternmatcher's expressions make of them, seen with its version 0.6. */
    @Test
    void classesWithANameAndBarsMeanWhatTheyDoInGo() throws Exception {
        IgnoreRules classes = IgnoreRules.parse("[[:alpha:]_]*.txt\n[[:^digit:]]\n[[:x]\n");
        assertThat(classes.excludes("a1.txt")).isTrue();
        assertThat(classes.excludes("_.txt")).isTrue();
        assertThat(classes.excludes("1.txt")).isFalse();
        assertThat(classes.excludes("z")).isTrue();
        assertThat(classes.excludes("1")).isFalse();
        assertThat(classes.excludes(":")).isTrue();
        IgnoreRules bars = IgnoreRules.parse("a|b*/c\n");
        assertThat(bars.excludes("ax")).isTrue();
        assertThat(bars.excludes("x/bx/c")).isTrue();
        assertThat(bars.excludes("x/c")).isFalse();
        assertThat(IgnoreRules.parse("a|b\n*.{js,ts}").excludes("a")).isFalse();
        assertThat(IgnoreRules.parse("a|b\n*.{js,ts}").excludes("x.{js,ts}")).isTrue();
        assertThatThrownBy(() -> IgnoreRules.parse("[[:letters:]]")).isInstanceOf(IgnoreSyntaxException.class);
    }

    @Test
    void noRulesExcludeNothing() {
        assertThat(IgnoreRules.NONE.excludes("a/b")).isFalse();
    }

    /** Skipping directories is only a short cut: a walk must find what the rules alone would keep. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aWalkFindsWhatTheRulesKeep(long seed, @TempDir Path root) throws Exception {
        Random random = new Random(seed);
        List<String> names = List.of("a", "b", "ab", "x.log", "src");
        for (int i = 0; i < 40; i++) {
            StringBuilder path = new StringBuilder(names.get(random.nextInt(names.size())) + "d");
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                path.append('/').append(names.get(random.nextInt(names.size()))).append('d');
            }
            Files.createDirectories(root.resolve(path.toString()));
            Files.writeString(root.resolve(path + "/" + names.get(random.nextInt(names.size()))), "x");
        }
        List<String> segments = List.of("*", "**", "ad", "b*", "[as]*", "?", "x.log", "*.log", "srcd");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append(random.nextInt(3) == 0 ? "!" : "")
                    .append(segments.get(random.nextInt(segments.size())))
                    .append('/')
                    .append(segments.get(random.nextInt(segments.size())))
                    .append('\n');
        }
        IgnoreRules rules = IgnoreRules.parse(text.toString());
        assertThat(files(BuildContext.read(root, rules)))
                .as(text.toString())
                .isEqualTo(files(BuildContext.read(root, IgnoreRules.NONE)).stream()
                        .filter(path -> !rules.excludes(path))
                        .collect(Collectors.toSet()));
    }

    private static Set<String> files(BuildContext context) {
        return context.entries().stream()
                .filter(entry -> entry.kind() == ContextEntry.Kind.FILE)
                .map(ContextEntry::path)
                .collect(Collectors.toSet());
    }

    @Test
    void manyWildcardsInOneLineTakeNoTime() throws Exception {
        IgnoreRules rules = IgnoreRules.parse("*" + "/".repeat(2_000) + "*".repeat(71) + "/x\n");
        String path = "a/".repeat(500) + "b";
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(rules.excludes(path)).isFalse());
    }
}
