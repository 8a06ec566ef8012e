package dev.misstep.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the {@code <<NAME} words of an instruction. */
final class HeredocWords {
    // "<<EOF", "<<-'EOF'", "3<< EOF"
    private static final Pattern WORD = Pattern.compile("^(\\d*)<<(-?)\\s*([^<]*)$");
    private static final Expansion RAW = new Expansion('\\', true, true, true);
    private static final Expansion QUOTED = new Expansion('\\', true, false, true);
    private static final Expansion PLAIN = new Expansion('\\', false, false, true);

    private HeredocWords() {}

    /** Those announced on a line, without content; none where the line cannot be cut into words. */
    static List<Heredoc> in(int line, String text) throws DockerfileSyntaxException {
        List<String> words;
        try {
            words = RAW.process(text, Map.of()).words();
        } catch (ExpansionException e) {
            return List.of();
        }
        List<Heredoc> found = new ArrayList<>();
        for (String word : words) {
            try {
                of(word).ifPresent(found::add);
            } catch (ExpansionException e) {
                throw new DockerfileSyntaxException(line, String.valueOf(e.getMessage()));
            }
        }
        return found;
    }

    /** Whether a word announces a heredoc. */
    static boolean is(String word) {
        try {
            return of(word).isPresent();
        } catch (ExpansionException e) {
            return false;
        }
    }

    private static Optional<Heredoc> of(String word) throws ExpansionException {
        Matcher matcher = WORD.matcher(word);
        if (!matcher.matches() || matcher.group(3).isEmpty()) {
            return Optional.empty();
        }
        List<String> plain = PLAIN.process(matcher.group(3), Map.of()).words();
        if (plain.size() != 1) {
            return Optional.empty();
        }
        // A name with quotes around any part of it asks for the content as it is.
        List<String> quoted = QUOTED.process(matcher.group(3), Map.of()).words();
        boolean expand = quotes(plain.get(0)) == quotes(String.join("", quoted));
        return Optional.of(new Heredoc(plain.get(0), expand, matcher.group(2).equals("-"), ""));
    }

    private static long quotes(String word) {
        return word.chars().filter(c -> c == '\'' || c == '"').count();
    }
}
