package dev.misstep.dockerfile;

import java.util.Collection;
import java.util.Locale;

/** The {@code (did you mean RUN?)} behind an error (BuildKit, util/suggest). */
final class Suggestion {
    /** Words that differ in more letters are not suggested. */
    private static final int NEAR = 3;

    private Suggestion() {}

    /** For instructions: in the case they were written in. */
    static String ignoringCase(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        String best = nearest(
                lower, known.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
        boolean upper = word.equals(word.toUpperCase(Locale.ROOT)) && !word.equals(lower);
        return sentence(upper ? best.toUpperCase(Locale.ROOT) : best);
    }

    /** For flags. */
    static String exact(String word, Collection<String> known) {
        return sentence(nearest(word, known));
    }

    private static String sentence(String best) {
        return best.isEmpty() ? "" : " (did you mean " + best + "?)";
    }

    private static String nearest(String word, Collection<String> known) {
        String best = "";
        int least = NEAR;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least) {
                best = candidate;
                least = distance;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
