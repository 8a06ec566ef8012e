package dev.misstep.build;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text in which a CI saw secrets, each of which may have hidden any of its words: {@code failed *** compute cache key}. */
public final class MaskedText {
    // GitHub and Jenkins, GitLab, Buildkite and Azure
    private static final Pattern MASK = Pattern.compile("\\*{3,}|\\[MASKED\\]|\\[REDACTED\\]");

    private MaskedText() {}

    /** Whether the text has masks, and those words may stand in it, of which no more than half are under masks. */
    public static boolean mayHold(String text, String words) {
        Matcher mask = MASK.matcher(text);
        if (!mask.find()) {
            return false;
        }
        int[] seen = new int[words.length() + 1];
        Arrays.fill(seen, 1, seen.length, -1);
        int at = 0;
        boolean masks = true;
        while (masks && !isHeld(seen)) {
            for (; at < mask.start(); at++) {
                see(seen, words, text.charAt(at));
            }
            hide(seen);
            at = mask.end();
            masks = mask.find();
        }
        for (; at < text.length() && !isHeld(seen); at++) {
            see(seen, words, text.charAt(at));
        }
        return isHeld(seen);
    }

    /** Takes a character: {@code seen} has for each beginning of the words how much of it was seen, or -1. */
    private static void see(int[] seen, String words, char c) {
        for (int length = seen.length - 1; length > 0; length--) {
            int before = seen[length - 1];
            seen[length] = before >= 0 && words.charAt(length - 1) == c ? before + 1 : -1;
        }
    }

    /** Takes a mask, under which any of the words may stand. */
    private static void hide(int[] seen) {
        for (int length = 1; length < seen.length; length++) {
            seen[length] = Math.max(seen[length], seen[length - 1]);
        }
    }

    private static boolean isHeld(int[] seen) {
        return 2 * seen[seen.length - 1] >= seen.length - 1;
    }
}
