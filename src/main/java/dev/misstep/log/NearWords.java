package dev.misstep.log;

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
        return words.stream().anyMatch(word -> isNear(word, text));
    }

    private static boolean isNear(String word, String text) {
        int allowed = Math.min(MAX_CHANGES, word.length() / 3);
        if (text.length() < word.length() - allowed) {
            return false;
        }
        String start = text.substring(0, Math.min(text.length(), word.length() + allowed));
        int[] row = new int[start.length() + 1];
        for (int i = 0; i < row.length; i++) {
            row[i] = i;
        }
        for (int w = 1; w <= word.length(); w++) {
            int diagonal = row[0];
            row[0] = w;
            for (int i = 1; i < row.length; i++) {
                int changed = diagonal + (word.charAt(w - 1) == start.charAt(i - 1) ? 0 : 1);
                diagonal = row[i];
                row[i] = Math.min(changed, 1 + Math.min(row[i], row[i - 1]));
            }
        }
        int least = row[0];
        for (int changes : row) {
            least = Math.min(least, changes); // what follows the word is its argument
        }
        return least <= allowed;
    }
}
