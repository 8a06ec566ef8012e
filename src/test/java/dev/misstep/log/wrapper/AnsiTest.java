package dev.misstep.log.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnsiTest {
    /** What is a code, as ECMA-48 has it: CSI, OSC, a character set, a control function of two characters. */
    private static final Pattern CODES = Pattern.compile(
            "\u001b(?:\\[[0-9;?<=>]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|[()][A-Z0-9]|[=>78cDEHM])");

    private static final String[] PIECES = {
        "\u001b",
        "[",
        "]",
        "(",
        ")",
        "=",
        "8",
        ";",
        "?",
        ":",
        "31",
        "m",
        "K",
        " ",
        "/",
        "~",
        "\u007f",
        "\u0007",
        "\\",
        "B",
        "x",
        "\u00e9",
        "\ud83d\ude00"
    };

    @Test
    void codesAndNothingElseAreTakenOff() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                text.append(random.nextInt(3) == 0 ? "\u001b" : PIECES[random.nextInt(PIECES.length)]);
            }
            assertThat(Ansi.strip(text.toString()))
                    .isEqualTo(CODES.matcher(text).replaceAll(""));
        }
    }
}
