package dev.misstep.log.wrapper;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Decoration that nobody told of behind the text of each line, the same on all of them: the {@code $} and {@code ^M$} of
 * {@code cat -A}, the right border of a table, {@code </p>}. It is found behind words that builders end lines with.
 */
final class UnknownSuffix implements Decoration {
    private static final String LABEL = "unknown";
    private static final int LONGEST = 60;

    private static final int NOTHING = -1;

    /** Of 100 lines between the first and the last that end with a builder's words, how many have to have it. */
    private static final int SHARE = 80;

    /** Lines that end with a builder's words and it, unless all lines have it. */
    private static final int ENOUGH = 3;

    private static final String SAID = "(?:INFO|WARN|DEBU)\\[[0-9TZ:+-]{4,25}\\] ";

    /** A text that ends a line, where it begins it: of a vertex, and of anything else. Most logs need one of the two. */
    private static final LazyPattern OF_VERTEX = new LazyPattern(
            "#\\d{1,6} (?:DONE \\d{1,6}\\.\\d{1,3}s|CACHED|CANCELED"
                    + "| {1,9}(?:cached: (?:true|false)|duration: [0-9.hm]{0,20}(?:[mnµ]?s)|completed: [0-9-]{10} [0-9:.]{8,18} \\+0000 UTC))");

    private static final LazyPattern WORDS = new LazyPattern(
            " ---> (?:Using cache|Running in [0-9a-f]{12}|[0-9a-f]{12})|Removing intermediate container [0-9a-f]{12}"
                    + "|Successfully built [0-9a-f]{12}"
                    + "|(?:--> (?:Using cache )?)?[0-9a-f]{64}|--> [0-9a-f]{11,12}"
                    + "|Getting image source signatures|Writing manifest to image destination|Storing signatures"
                    + "|\\[\\+\\] Building \\d{1,9}\\.\\ds \\(\\d{1,6}/\\d{1,6}\\)(?: FINISHED)?"
                    + "| => .{1,400} \\d{1,5}\\.\\ds"
                    + "|" + SAID
                    + "(?:Taking snapshot of (?:files|full filesystem)\\.\\.\\.|Executing \\d{1,3} build triggers"
                    + "|Found cached layer, extracting to filesystem|Unpacking rootfs as .{1,400} requires it\\.)"
                    + "|time=\"[0-9TZ:+-]{20,25}\" level=info msg=\"[^\\\\\"]{1,400}\""
                    + "|\\{\"(?:level|vertexes|statuses|logs|stream|id|aux)\":.{1,100000}\\}");

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        List<String> lines = excerpt.lines();
        if (!mayHave(lines)) {
            return null;
        }
        // the longest first: a text may be padded, so that what stands behind has as many blanks in front as fit
        Map<String, Integer> suffixes = new TreeMap<>(UnknownSuffix::longerFirst);
        boolean inColumn = false;
        int first = -1;
        int last = -1;
        for (int i = 0; i < lines.size(); i++) {
            String suffix = behindWords(Ansi.strip(lines.get(i)));
            if (suffix != null) {
                suffixes.merge(suffix, 1, Integer::sum);
                suffixes.merge(suffix.stripLeading(), suffix.startsWith(" ") ? 1 : 0, Integer::sum);
                inColumn |= suffix.startsWith("  ");
                first = first < 0 ? i : first;
                last = i;
            }
        }
        boolean padded = inColumn;
        for (Map.Entry<String, Integer> suffix : suffixes.entrySet()) {
            String text = suffix.getKey();
            if (!text.isEmpty()
                    && (suffix.getValue() >= ENOUGH
                            ? isOn(lines.subList(first, last + 1), text, SHARE)
                            : lines.size() > ENOUGH && isOn(lines, text, 100))) {
                return new Found(LABEL, Writer.ANYBODY, true, () -> opened(text, padded));
            }
        }
        return null;
    }

    /** Not put together from {@link java.util.Comparator}'s own, which take milliseconds to come into being. */
    private static int longerFirst(String one, String other) {
        int byLength = Integer.compare(other.length(), one.length());
        return byLength != 0 ? byLength : one.compareTo(other);
    }

    /**
     * Most lines end with the same character, and not as JSON does: two looks at each tell of nearly all logs that they do not.
     * The first finds the only one that can be it, as each line takes a vote from another character's or adds one to its own.
     */
    private static boolean mayHave(List<String> lines) {
        int candidate = NOTHING;
        int votes = 0;
        for (String line : lines) {
            int end = end(line);
            if (end != NOTHING) {
                candidate = votes == 0 ? end : candidate;
                votes += end == candidate ? 1 : -1;
            }
        }
        int count = 0;
        for (int i = 0; votes > 0 && i < lines.size(); i++) {
            count += end(lines.get(i)) == candidate ? 1 : 0;
        }
        return count * 2 > lines.size();
    }

    /** The character that a line ends with, {@link #NOTHING} where it is blank or ends as JSON does. */
    private static int end(String line) {
        int last = line.length() - 1;
        while (last >= 0 && Character.isWhitespace(line.charAt(last))) {
            last--;
        }
        return last < 0 || line.charAt(last) == '}' ? NOTHING : line.charAt(last);
    }

    /** What stands behind a builder's words; {@code null} where the line does not begin with them. */
    private static @Nullable String behindWords(String line) {
        Matcher words = (line.startsWith("#") ? OF_VERTEX : WORDS).matcher(line);
        String rest = words.lookingAt() ? line.substring(words.end()).stripTrailing() : null;
        return rest == null || rest.strip().length() > LONGEST ? null : rest;
    }

    private static boolean isOn(List<String> lines, String suffix, int share) {
        long with = lines.stream()
                .filter(line -> without(line, suffix, false) != null)
                .count();
        return with * 100 >= lines.size() * (long) share;
    }

    private static @Nullable String without(String line, String suffix, boolean padded) {
        String text = line.stripTrailing();
        if (!text.endsWith(suffix)) {
            return null;
        }
        String rest = text.substring(0, text.length() - suffix.length());
        return padded ? rest.stripTrailing() : rest;
    }

    /** @param padded whether it stands in a column: {@code #3 DONE 0.1s          |} */
    private static Unwrapper opened(String suffix, boolean padded) {
        return (line, lines) -> {
            String text = without(line.text(), suffix, padded);
            lines.accept(text == null ? line : line.withText(text));
        };
    }
}
