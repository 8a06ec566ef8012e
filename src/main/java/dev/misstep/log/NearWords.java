package dev.misstep.log;

import dev.misstep.build.LikeText;
import dev.misstep.build.MaskedText;
import java.util.List;

/** Lines that are nearly what a builder says: with some characters lost, changed or put in, as damage leaves them, or masked. */
final class NearWords {
    /** So many characters of a word may differ. */
    private static final int MAX_CHANGES = 4;

    /** How much of a line is compared: any of the words, and masks within it. */
    private static final int LONGEST = 60;

    private final List<String> words;

    /** @param words what the builder says, or how it begins to, without the blanks around it */
    NearWords(String... words) {
        this.words = List.of(words);
    }

    /** Whether a line begins with one of the words, or nearly so. */
    boolean begin(String line) {
        String text = line.strip();
        String start = text.substring(0, Math.min(text.length(), LONGEST));
        return words.stream()
                .anyMatch(word -> LikeText.begins(start, word, Math.min(MAX_CHANGES, word.length() / 3))
                        || MaskedText.mayHold(start, word));
    }
}
