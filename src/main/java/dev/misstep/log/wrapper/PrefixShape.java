package dev.misstep.log.wrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of what stands before the text of each line: {@code [build-7f9c 0012] | }. Made of the prefixes of some lines:
 * what they have in common stands for itself, numbers and what differs for anything of its kind. The blanks before the text
 * are counted, since a builder's own lines may begin with some.
 */
final class PrefixShape {
    private enum Kind {
        BLANKS,
        WORD,
        BRACKETS,
        SIGN
    }

    /** A part of a prefix: what is literal about it, or {@code null} where it differs. */
    private record Part(Kind kind, @Nullable String literal) {}

    private static final int LONGEST_WORD = 120;

    /** What says how bad a line is, not who wrote it. */
    private static final Set<String> LEVELS = Set.of(
            "trace", "debug", "dbg", "info", "inf", "notice", "warn", "wrn", "warning", "error", "err", "fatal", "out",
            "stdout", "stderr");

    /** Blanks before everything else, {@code -1} where they differ. */
    private final int indent;

    private final List<Part> parts;
    /** Blanks before the text. */
    private final String glue;

    private PrefixShape(int indent, List<Part> parts, String glue) {
        this.indent = indent;
        this.parts = parts;
        this.glue = glue;
    }

    /** The form of one prefix. */
    static PrefixShape of(String prefix) {
        int start = blanks(prefix, 0);
        int end = prefix.length();
        while (end > start && isBlank(prefix.charAt(end - 1))) {
            end--;
        }
        if (start == prefix.length()) {
            return new PrefixShape(0, List.of(), prefix);
        }
        List<Part> parts = new ArrayList<>();
        int at = start;
        while (at < end) {
            int next = partEnd(prefix, at, end);
            parts.add(new Part(kind(prefix, at, next), prefix.substring(at, next)));
            at = next;
        }
        return new PrefixShape(start, parts, prefix.substring(end));
    }

    /** What both have in common; {@code null} where that is no form. */
    @Nullable
    PrefixShape and(PrefixShape other) {
        if (parts.size() != other.parts.size()) {
            return null;
        }
        if (parts.isEmpty() && !glue.equals(other.glue)) {
            return null;
        }
        List<Part> common = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part mine = parts.get(i);
            Part theirs = other.parts.get(i);
            boolean same = mine.literal != null && theirs.literal != null && alike(mine.literal, theirs.literal);
            if (mine.kind != theirs.kind || (mine.kind == Kind.SIGN && !same)) {
                return null;
            }
            common.add(same ? mine : new Part(mine.kind, null));
        }
        String shorter = glue.length() <= other.glue.length() ? glue : other.glue;
        String longer = glue.length() <= other.glue.length() ? other.glue : glue;
        return longer.startsWith(shorter)
                ? new PrefixShape(indent == other.indent ? indent : -1, List.copyOf(common), shorter)
                : null;
    }

    /** How many blanks stand before the text. */
    int glued() {
        return glue.length();
    }

    /** Whether the text behind it begins within quotes: {@code 2024-05-01,"}. */
    boolean isQuote() {
        String last = parts.isEmpty() || !glue.isEmpty() ? null : parts.get(parts.size() - 1).literal;
        return last != null && (last.endsWith("\"") || last.endsWith("'"));
    }

    /** Whether it is made of blanks alone. */
    boolean isIndent() {
        return parts.isEmpty();
    }

    /** The index behind the prefix of a line; -1 where it has none. */
    int end(String line) {
        int at = blanks(line, 0);
        if (parts.isEmpty()) {
            return line.startsWith(glue) ? glue.length() : at == line.length() ? at : -1;
        }
        if (indent >= 0 && at != indent) {
            return -1;
        }
        for (Part part : parts) {
            at = partEnd(part, line, at);
            if (at < 0) {
                return -1;
            }
        }
        return line.startsWith(glue, at) ? at + glue.length() : blanks(line, at) == line.length() ? line.length() : -1;
    }

    /** The text in the line of what differs from line to line, without what differs in its digits only. */
    String varying(String line) {
        StringBuilder varying = new StringBuilder();
        int at = blanks(line, 0);
        for (Part part : parts) {
            int end = partEnd(part, line, at);
            if (end < 0) {
                return "";
            }
            if (part.literal == null && part.kind != Kind.BLANKS && !isLevel(line.substring(at, end))) {
                varying.append(varying.length() == 0 ? "" : " ").append(line, at, end);
            }
            at = end;
        }
        return varying.toString();
    }

    private static boolean isLevel(String text) {
        boolean inBrackets = kind(text, 0, text.length()) == Kind.BRACKETS;
        String word = inBrackets ? text.substring(1, text.length() - 1) : text;
        return LEVELS.contains(word.strip().toLowerCase(Locale.ROOT));
    }

    /** Forms that say less about one of its words or brackets each. */
    List<PrefixShape> relaxed() {
        List<PrefixShape> relaxed = new ArrayList<>();
        boolean signed = parts.stream().anyMatch(part -> part.kind == Kind.SIGN || part.kind == Kind.BRACKETS);
        for (int i = 0; signed && i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.literal != null && part.kind != Kind.SIGN) {
                List<Part> less = new ArrayList<>(parts);
                less.set(i, new Part(part.kind, null));
                relaxed.add(new PrefixShape(indent, less, glue));
            }
        }
        return relaxed;
    }

    /** Whether it is so little that any text has it: words and blanks, none of which is always the same. */
    boolean isAnything() {
        return !parts.isEmpty() && parts.stream().allMatch(part -> part.literal == null || part.literal.isBlank());
    }

    private static int partEnd(Part part, String line, int from) {
        String literal = part.literal;
        if (literal == null) {
            return anyEnd(part.kind, line, from);
        }
        int end = literalEnd(literal, line, from);
        if (end >= 0 || part.kind != Kind.BRACKETS || !isLevel(literal)) {
            return end;
        }
        int other = anyEnd(part.kind, line, from); // "[ERROR] " among lines that begin with "[INFO] "
        return other > 0 && isLevel(line.substring(from, other)) ? other : -1;
    }

    private static int anyEnd(Kind kind, String line, int from) {
        if (from >= line.length()) {
            return -1;
        }
        int limit = Math.min(line.length(), from + LONGEST_WORD);
        int end = partEnd(line, from, limit);
        return kind(line, from, end) == kind ? end : -1;
    }

    /** Digits stand for any number. */
    private static int literalEnd(String literal, String line, int from) {
        int at = from;
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (Form.isDigit(c)) {
                int end = Form.digits(line, at);
                if (end == at) {
                    return -1;
                }
                at = end;
                while (i + 1 < literal.length() && Form.isDigit(literal.charAt(i + 1))) {
                    i++;
                }
            } else if (at < line.length() && line.charAt(at) == c) {
                at++;
            } else {
                return -1;
            }
        }
        return at;
    }

    /** Whether two texts differ in their digits only. */
    private static boolean alike(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        return literalEnd(one, other, 0) == other.length();
    }

    private static int partEnd(String text, int from, int limit) {
        char c = text.charAt(from);
        if (isBlank(c)) {
            return Math.min(limit, blanks(text, from));
        }
        if (c == '[' || c == '(') {
            int close = text.indexOf(c == '[' ? ']' : ')', from);
            return close > 0 && close < limit ? close + 1 : from + 1;
        }
        int end = from;
        while (end < limit && isWord(text.charAt(end))) {
            end++;
        }
        return Math.max(end, from + 1);
    }

    private static Kind kind(String text, int from, int end) {
        char c = text.charAt(from);
        if (isBlank(c)) {
            return Kind.BLANKS;
        }
        boolean opens = c == '[' || c == '(';
        return opens && end > from + 1 ? Kind.BRACKETS : isWord(c) ? Kind.WORD : Kind.SIGN;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '/' || c == '@' || c == '+';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static int blanks(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
