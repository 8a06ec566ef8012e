package dev.misstep.dockerfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.misstep.build.Blank;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code --flag} words at the beginning of an instruction's arguments, quotes and escapes resolved.
 *
 * @param flags each with its dashes
 * @param rest what follows, as written
 */
record FlagWords(List<String> flags, String rest) {
    FlagWords {
        flags = List.copyOf(flags);
    }

    /** The builder goes byte by byte, so that {@code --exclude=ä} comes out as {@code --exclude=Ã¤}. */
    static FlagWords of(String line, char escape) {
        FlagWords split = ofBytes(new String(line.getBytes(UTF_8), ISO_8859_1), escape);
        return new FlagWords(split.flags, new String(split.rest.getBytes(ISO_8859_1), UTF_8));
    }

    private static FlagWords ofBytes(String line, char escape) {
        List<String> flags = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (Blank.is(line.charAt(at))) {
                at++;
                continue;
            }
            if (!line.startsWith("--", at)) {
                return new FlagWords(flags, line.substring(at));
            }
            StringBuilder word = new StringBuilder();
            at = readWord(line, at, escape, word);
            if (word.toString().equals("--")) {
                return new FlagWords(flags, line.substring(at));
            }
            flags.add(word.toString());
        }
        return new FlagWords(flags, "");
    }

    private static int readWord(String line, int from, char escape, StringBuilder word) {
        char quote = 0;
        int at = from;
        for (; at < line.length(); at++) {
            char c = line.charAt(at);
            if (quote == 0 && Blank.is(c)) {
                break;
            }
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c != escape) {
                word.append(c);
            } else if (at + 1 < line.length()) {
                word.append(line.charAt(++at));
            }
        }
        return at;
    }
}
