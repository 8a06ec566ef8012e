package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SafeTextTest {
    static final Iterable<String> NAMES = Samples.HOSTILE;

    @Test
    void controlsAreShownAsPictures() {
        assertThat(SafeText.visible("a\u001b[2Jb\u0000\u007f")).isEqualTo("a␛[2Jb␀␡");
    }

    @Test
    void directionMarksAndOtherInvisiblesAreSpelledOut() {
        assertThat(SafeText.visible("a\u202eb\u2066c\u009b")).isEqualTo("a<U+202E>b<U+2066>c<U+009B>");
        assertThat(SafeText.visible("x" + Character.toString(0xE0041))).isEqualTo("x<U+0E0041>");
    }

    @Test
    void ordinaryTextOfAnyScriptStays() {
        String text = "RUN echo 'naïve 漢字 العربية 👩‍💻'";
        assertThat(SafeText.visible(text)).isSameAs(text);
    }

    @Test
    void aLineBreakIsABlankInALine() {
        assertThat(SafeText.oneLine(" RUN a \\\n   && b\t")).isEqualTo("RUN a \\ && b");
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void nothingLeftCanMoveACursorOrTurnTheText(String name) {
        assertThat(SafeText.visible(name))
                .doesNotContainPattern("[\\p{Cc}\\p{Cs}\\u2028-\\u202e\\u2066-\\u2069\\u200e\\ufeff]");
    }

    @Test
    void wideCharactersTakeTwoColumnsAndMarksNone() {
        assertThat(TextWidth.of("abc")).isEqualTo(3);
        assertThat(TextWidth.of("漢字")).isEqualTo(4);
        assertThat(TextWidth.of("e\u0301")).isEqualTo(1);
        assertThat(TextWidth.of("🚀")).isEqualTo(2);
        assertThat(TextWidth.of("–…·◆")).isEqualTo(4);
    }

    @Test
    void theMiddleIsLeftOut() {
        assertThat(Elision.middle("RUN npm ci --no-audit --fund=false", 20)).isEqualTo("RUN npm ci --…=false");
        assertThat(Elision.middle("short", 20)).isEqualTo("short");
    }

    @Test
    void anElidedTextFitsAndKeepsItsCharactersWhole() {
        Random random = new Random(3);
        int[] alphabet = {'a', ' ', 0x6F22, 0x1F680, 0x301, 'Z'};
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(40), 0, alphabet.length).forEach(k -> text.appendCodePoint(alphabet[k]));
            int room = 1 + random.nextInt(30);
            String elided = Elision.middle(text.toString(), room);
            assertThat(TextWidth.of(elided)).as("%s in %s", text, room).isLessThanOrEqualTo(room);
            assertThat(elided.codePoints()).noneMatch(point -> Character.getType(point) == Character.SURROGATE);
        }
    }
}
