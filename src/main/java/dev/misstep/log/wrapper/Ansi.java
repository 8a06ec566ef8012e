package dev.misstep.log.wrapper;

import java.util.regex.Pattern;

/** Terminal codes in logs and in what steps print: colours, cursor moves, hyperlinks. */
public final class Ansi {
    // CSI "ESC [ 33m", OSC "ESC ] 8;;url BEL|ST", and two-character escapes "ESC ( B"
    private static final Pattern CODES = Pattern.compile(
            "\u001b(?:\\[[0-9;?<=>]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|[()][A-Z0-9]|[=>78cDEHM])");

    private Ansi() {}

    /** The text without terminal codes. */
    public static String strip(String text) {
        return text.indexOf('\u001b') < 0 ? text : CODES.matcher(text).replaceAll("");
    }
}
