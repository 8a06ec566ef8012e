package dev.misstep.dockerfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The wildcards of <code>${x#p}</code> and <code>${x/p/r}</code>: {@code *} and {@code ?}, but no classes. Neither takes a
 * line end.
 */
final class ShellPattern {
    /** {@code ?}, where else a character stands. */
    private static final int ANY = -1;

    /** What stands before, between and behind the stars. */
    private final List<int[]> pieces;

    private ShellPattern(List<int[]> pieces) {
        this.pieces = pieces;
    }

    static String trimStart(String value, String pattern, boolean longest) throws ExpansionException {
        int[] text = value.codePoints().toArray();
        int end = parse(pattern).end(text, 0, longest);
        return end < 0 ? value : new String(text, end, text.length - end);
    }

    /** As in the builder, both are turned round. */
    static String trimEnd(String value, String pattern, boolean longest) throws ExpansionException {
        String turned = new StringBuilder(value).reverse().toString();
        String rest = trimStart(turned, reversed(pattern), longest);
        return new StringBuilder(rest).reverse().toString();
    }

    static String replace(String value, String pattern, String replacement, boolean all) throws ExpansionException {
        ShellPattern parsed = parse(pattern);
        int[] text = value.codePoints().toArray();
        // the builder takes $1 and its like for groups, and a pattern has none
        String put = all ? replacement.replaceAll("\\$(\\w+|\\{\\w+\\})", "") : replacement;
        StringBuilder out = new StringBuilder();
        int done = 0;
        int lastEnd = -1;
        int hopeless = -1; // up to there nothing fits behind the first piece
        for (int start = 0; start <= text.length && (all || lastEnd < 0); ) {
            int behindFirst = start + parsed.pieces.get(0).length;
            boolean mayFit = behindFirst > hopeless && fits(parsed.pieces.get(0), text, start);
            int end = mayFit ? parsed.end(text, start, true) : -1;
            if (mayFit && end < 0) {
                hopeless = lineEnd(text, behindFirst);
            }
            // Go finds nothing empty directly behind a match
            if (end > start || (end == start && start != lastEnd)) {
                out.append(new String(text, done, start - done)).append(put);
                done = end;
            }
            lastEnd = end < 0 ? lastEnd : end;
            start = Math.max(start + 1, end);
        }
        return out.append(new String(text, done, text.length - done)).toString();
    }

    /**
     * The end of the longest or shortest match that begins there, or -1. Where a piece between two stars fits first, there
     * is most room for what follows; only the last has a choice.
     */
    private int end(int[] text, int start, boolean longest) {
        if (!fits(pieces.get(0), text, start)) {
            return -1;
        }
        int end = start + pieces.get(0).length;
        for (int i = 1; i < pieces.size(); i++) {
            int[] piece = pieces.get(i);
            boolean lastOne = longest && i == pieces.size() - 1;
            int last = lineEnd(text, end);
            int found = -1;
            for (int from = end; from <= last && (found < 0 || lastOne); from++) {
                found = fits(piece, text, from) ? from : found;
            }
            if (found < 0) {
                return -1;
            }
            end = found + piece.length;
        }
        return end;
    }

    private static int lineEnd(int[] text, int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean fits(int[] piece, int[] text, int from) {
        if (from + piece.length > text.length) {
            return false;
        }
        for (int i = 0; i < piece.length; i++) {
            int c = text[from + i];
            if (piece[i] == ANY ? c == '\n' : piece[i] != c) {
                return false;
            }
        }
        return true;
    }

    private static ShellPattern parse(String pattern) throws ExpansionException {
        List<int[]> pieces = new ArrayList<>();
        int[] source = pattern.codePoints().toArray();
        int[] piece = new int[source.length];
        int length = 0;
        for (int i = 0; i < source.length; i++) {
            int c = source[i];
            if (c == '*') {
                pieces.add(Arrays.copyOf(piece, length));
                length = 0;
            } else if (c == '?') {
                piece[length++] = ANY;
            } else if (c == '\\') {
                int escaped = i + 1 < source.length ? source[i + 1] : '\uFFFD';
                if (escaped == '}' || escaped == '/') {
                    continue;
                }
                if (escaped != '*' && escaped != '?' && escaped != '\\') {
                    throw new ExpansionException("invalid pattern (" + pattern + ") in substitution: invalid escape '\\"
                            + Character.toString(escaped) + "'");
                }
                piece[length++] = escaped;
                i++;
            } else {
                piece[length++] = c;
            }
        }
        pieces.add(Arrays.copyOf(piece, length));
        return new ShellPattern(pieces);
    }

    /** The pattern from its end, each escape still in front of what it escapes. */
    private static String reversed(String pattern) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < pattern.length(); ) {
            int from = i;
            boolean escape = pattern.charAt(i) == '\\' && i + 1 < pattern.length();
            i = pattern.offsetByCodePoints(i, escape ? 2 : 1);
            parts.add(pattern.substring(from, i));
        }
        Collections.reverse(parts);
        return String.join("", parts);
    }
}
