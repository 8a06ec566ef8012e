package dev.misstep.log.wrapper;

import java.util.List;

/** Tells at a glance that a line of a long job is about no build, so that nothing has to be looked for around it. */
final class BuilderWords {
    /** What the beginnings of builds have in them, in whatever they are wrapped; ordinary output seldom does. */
    private static final List<String> WORDS = List.of(
            "Step ",
            "STEP ",
            "Sending build",
            "Uploading context",
            "=> ",
            "[+] Building",
            "{",
            "INFO",
            "DEBU",
            "WARN",
            "=info",
            "=debug",
            "=warn",
            "=trace",
            "=\""); // level=info msg="…"

    /** The characters they begin with: none of the letters that are in every line. */
    private static final boolean[] FIRST = new boolean[128];

    static {
        WORDS.forEach(word -> FIRST[word.charAt(0)] = true);
        FIRST['#'] = true;
    }

    private BuilderWords() {}

    /** Whether one of the lines may be a builder's, or hold one. */
    static boolean in(List<String> lines) {
        for (String line : lines) {
            if (in(line)) {
                return true;
            }
        }
        return false;
    }

    static boolean in(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c < FIRST.length && FIRST[c] && begins(line, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(String line, int at) {
        if (line.charAt(at) == '#') { // "#12 [internal] load": with codes in between or not
            return at + 1 < line.length() && (Form.isDigit(line.charAt(at + 1)) || line.charAt(at + 1) == '\u001b');
        }
        for (String word : WORDS) {
            if (line.startsWith(word, at)) {
                return true;
            }
        }
        return false;
    }
}
