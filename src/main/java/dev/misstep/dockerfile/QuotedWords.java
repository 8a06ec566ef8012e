package dev.misstep.dockerfile;

import dev.misstep.build.Blank;
import java.util.ArrayList;
import java.util.List;

/** Cuts the arguments of ENV, LABEL and ARG at blanks that are not quoted; quotes and escapes stay in the words. */
final class QuotedWords {
    private QuotedWords() {}

    static List<String> of(String line, char escape) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (quote == 0 && Blank.is(c)) {
                end(words, word);
                continue;
            }
            if (c == escape && quote != '\'') {
                if (at + 1 == line.length()) {
                    break;
                }
                word.append(c).append(line.charAt(++at));
                continue;
            }
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            word.append(c);
        }
        end(words, word);
        return words;
    }

    private static void end(List<String> words, StringBuilder word) {
        if (word.length() > 0) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
