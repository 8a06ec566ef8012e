package dev.misstep.log;

import dev.misstep.build.LikeText;
import java.util.List;

/** Lines that are nearly what a builder says: with some characters lost, changed or put in, as damage leaves them. */
final class NearWords {
    /** So many characters of a word may differ. */
    private static final int MAX_CHANGES = 4;

    private final List<String> words;

    /** @param words what the builder says, or how it begins to, without the blanks around it */
    NearWords(String... words) {
        this.words = List.of(words);
    }

    /** Whether a line begins with one of the words, or nearly so. */
    boolean begin(String line) {
        String text = line.strip();
        return words.stream().anyMatch(word -> LikeText.begins(text, word, Math.min(MAX_CHANGES, word.length() / 3)));
    }
}
