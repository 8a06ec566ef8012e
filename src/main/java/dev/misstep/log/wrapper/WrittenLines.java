package dev.misstep.log.wrapper;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole log as one string, with its line ends written out, as Python, JSON and shells print it:
 * {@code "#1 [internal] load …\n#1 DONE 0.0s\n"}, {@code log = b'…\n'}. Where a build begins without, it is what a command
 * prints.
 */
final class WrittenLines implements Decoration {
    /** How far into a line the string may begin, and how many quotes there are tried. */
    private static final int MAX_BEGIN = 80;

    private static final int MAX_QUOTES = 4;

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        for (String line : excerpt.lines()) {
            if (line.contains("\\n") && holding(line, excerpt) != null && excerpt.beginnings() == 0) {
                return new Found("unknown", Writer.TRANSPORT, false, () -> (text, lines) -> {
                    String held = text.text().contains("\\n") ? holding(text.text(), excerpt) : null;
                    if (held == null) {
                        lines.accept(text);
                    } else {
                        QuotedText.lines(text, held, lines);
                    }
                });
            }
        }
        return null;
    }

    /** The string of several lines in which a build begins, or {@code null}: a line each is a prefix' affair. */
    private static @Nullable String holding(String line, Excerpt excerpt) {
        int tried = 0;
        for (int i = 0; i < Math.min(line.length(), MAX_BEGIN) && tried < MAX_QUOTES; i++) {
            if (line.charAt(i) == '"' || line.charAt(i) == '\'') {
                tried++;
                String text = QuotedText.read(line, i + 1, true);
                if (text != null && text.strip().indexOf('\n') >= 0 && anyBegins(text, excerpt)) {
                    return text;
                }
            }
        }
        return null;
    }

    private static boolean anyBegins(String text, Excerpt excerpt) {
        List<String> lines = new ArrayList<>();
        QuotedText.lines(new LogLine(0, text, null), text, line -> lines.add(line.text()));
        return new Excerpt(lines, excerpt.begins()).beginnings() > 0;
    }
}
