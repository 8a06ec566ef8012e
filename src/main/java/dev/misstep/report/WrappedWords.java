package dev.misstep.report;

import java.util.ArrayList;
import java.util.List;

/** Words in lines of a terminal. */
final class WrappedWords {
    private WrappedWords() {}

    /**
     * The lines that words make.
     *
     * @param room columns of a line; a word that takes more has one of its own
     */
    static List<String> lines(List<String> words, int room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int columns = 0;
        for (String word : words) {
            int more = TextWidth.of(word);
            if (!line.isEmpty() && columns + 1 + more > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            columns = line.isEmpty() ? more : columns + 1 + more;
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
