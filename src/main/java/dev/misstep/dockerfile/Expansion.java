package dev.misstep.dockerfile;

import dev.misstep.build.Blank;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Replaces variables in a word as BuildKit does (frontend/dockerfile/shell/lex.go): {@code $x}, <code>${x:-w}</code>,
 * <code>${x#p}</code>, <code>${x/p/r}</code> and their like, with quotes and escapes.
 *
 * @param escape the character that takes away the meaning of the next
 * @param keepQuotes whether quotes stay in the result
 * @param keepEscapes whether escapes stay in the result
 * @param keepUnset whether a variable nobody set stays as written, in place of becoming empty
 */
public record Expansion(char escape, boolean keepQuotes, boolean keepEscapes, boolean keepUnset) {
    /** The way the arguments of instructions are expanded. */
    public static Expansion of(char escape) {
        return new Expansion(escape, false, false, false);
    }

    /**
     * What became of a word.
     *
     * @param text the whole, blanks kept
     * @param words the same, cut at blanks that are not quoted
     * @param used the variables it asked for that are set
     * @param unset the variables it asked for that are not
     */
    public record Result(String text, List<String> words, SortedSet<String> used, SortedSet<String> unset) {
        public Result {
            words = List.copyOf(words);
            used = Collections.unmodifiableSortedSet(new TreeSet<>(used));
            unset = Collections.unmodifiableSortedSet(new TreeSet<>(unset));
        }
    }

    /** Expands a word and gives the text alone. */
    public String expand(String word, Map<String, String> variables) throws ExpansionException {
        return process(word, variables).text();
    }

    /** Expands a word. */
    public Result process(String word, Map<String, String> variables) throws ExpansionException {
        Run run = new Run(word, variables);
        try {
            Piece piece = run.upTo(NONE, keepEscapes);
            return new Result(piece.text, piece.words, run.used, run.unset);
        } catch (ExpansionException e) {
            throw new ExpansionException("failed to process " + Quoted.of(word) + ": " + e.getMessage());
        }
    }

    private static final int NONE = -1;

    private record Piece(String text, List<String> words) {}

    /**
     * The words found so far; a blank ends one only outside of quotes. As in the builder all of a run share the one that is
     * not done, so that of {@code a${x:-b}c} the a is lost. The text of the whole has it.
     */
    private static final class Words {
        private final List<String> done = new ArrayList<>();
        private final StringBuilder current;

        Words(StringBuilder current) {
            this.current = current;
            current.setLength(0);
        }

        void add(int c) {
            if (!Blank.is(c)) {
                current.appendCodePoint(c);
            } else {
                end();
            }
        }

        List<String> end() {
            if (current.length() > 0) {
                done.add(current.toString());
                current.setLength(0);
            }
            return done;
        }
    }

    /** One pass over one word. */
    private final class Run {
        private final int[] source;
        private final Map<String, String> variables;
        private final SortedSet<String> used = new TreeSet<>();
        private final SortedSet<String> unset = new TreeSet<>();
        private final StringBuilder unfinished = new StringBuilder();
        private int at;

        Run(String word, Map<String, String> variables) {
            this.source = word.codePoints().toArray();
            this.variables = variables;
        }

        private int peek() {
            return at < source.length ? source[at] : NONE;
        }

        private int next() {
            return at < source.length ? source[at++] : NONE;
        }

        /** Reads up to a closing character, or to the end for {@link #NONE}. */
        Piece upTo(int stop, boolean rawEscapes) throws ExpansionException {
            StringBuilder text = new StringBuilder();
            Words words = new Words(unfinished);
            while (peek() != NONE) {
                int c = next();
                if (c == stop) {
                    return new Piece(text.toString(), words.end());
                }
                if (c == '$') {
                    String value = dollar();
                    text.append(value);
                    value.codePoints().forEach(words::add);
                } else if (c == '\'' || c == '"' || c == '<') {
                    String raw = c == '\'' ? single() : c == '"' ? doubled(rawEscapes) : angle();
                    text.append(raw);
                    words.current.append(raw);
                } else if (c == escape) {
                    if (rawEscapes) {
                        text.appendCodePoint(c);
                        words.current.appendCodePoint(c);
                    }
                    int escaped = next();
                    if (escaped != NONE) {
                        text.appendCodePoint(escaped);
                        words.current.appendCodePoint(escaped);
                    }
                } else {
                    text.appendCodePoint(c);
                    words.add(c);
                }
            }
            if (stop != NONE) {
                throw new ExpansionException(
                        "unexpected end of statement while looking for matching " + Character.toString(stop));
            }
            return new Piece(text.toString(), words.end());
        }

        private String single() throws ExpansionException {
            StringBuilder text = new StringBuilder(keepQuotes ? "'" : "");
            for (int c = next(); c != '\''; c = next()) {
                if (c == NONE) {
                    throw new ExpansionException("unexpected end of statement while looking for matching single-quote");
                }
                text.appendCodePoint(c);
            }
            return text.append(keepQuotes ? "'" : "").toString();
        }

        private String doubled(boolean rawEscapes) throws ExpansionException {
            StringBuilder text = new StringBuilder(keepQuotes ? "\"" : "");
            for (int c = next(); c != '"'; c = next()) {
                if (c == NONE) {
                    throw new ExpansionException("unexpected end of statement while looking for matching double-quote");
                }
                if (c == '$') {
                    text.append(dollar());
                } else if (c == escape) {
                    if (rawEscapes) {
                        text.appendCodePoint(c);
                    }
                    int escaped = peek();
                    if (escaped != NONE) {
                        // Only these can be escaped within quotes; before anything else the escape stands for itself.
                        boolean special = escaped == '"' || escaped == '$' || escaped == escape;
                        text.appendCodePoint(special ? next() : c);
                    }
                } else {
                    text.appendCodePoint(c);
                }
            }
            return text.append(keepQuotes ? "\"" : "").toString();
        }

        /** {@code <<} may have blanks behind it and is still one word with the name that follows. */
        private String angle() {
            if (peek() != '<') {
                return "<";
            }
            at++;
            StringBuilder text = new StringBuilder("<<");
            while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
                text.appendCodePoint(next());
            }
            return text.toString();
        }

        private String dollar() throws ExpansionException {
            if (peek() != '{') {
                String name = name();
                if (name.isEmpty()) {
                    return "$";
                }
                return isSet(name) || !keepUnset ? value(name) : "$" + name;
            }
            at++;
            if (peek() == NONE) {
                throw new ExpansionException("syntax error: missing '}'");
            }
            if (peek() == '{' || peek() == '}' || peek() == ':') {
                throw new ExpansionException("syntax error: bad substitution");
            }
            String name = name();
            int operator = next();
            return switch (operator) {
                case '}' -> isSet(name) || !keepUnset ? value(name) : "${" + name + "}";
                case ':', '+', '-', '?', '#', '%' -> modified(name, operator);
                case '/' -> replaced(name);
                default -> throw unsupported(operator == NONE ? "\uFFFD" : Character.toString(operator));
            };
        }

        private String modified(String name, int first) throws ExpansionException {
            boolean emptyIsUnset = first == ':';
            int operator = emptyIsUnset ? next() : first;
            String sign = emptyIsUnset
                    ? ":" + (operator == NONE ? "\uFFFD" : Character.toString(operator))
                    : Character.toString(first);
            boolean trims = operator == '#' || operator == '%';
            if (emptyIsUnset && trims) {
                throw unsupported(sign);
            }
            String word = closedBy('}', trims, "syntax error: missing '}'");
            boolean set = isSet(name);
            String value = value(name);
            if (keepUnset && !set) {
                return "${" + name + sign + word + "}";
            }
            boolean missing = !set || (emptyIsUnset && value.isEmpty());
            return switch (operator) {
                case '-' -> missing ? word : value;
                case '+' -> missing ? "" : word;
                case '?' -> {
                    if (missing) {
                        String reason = "is not allowed to be " + (set ? "empty" : "unset");
                        throw new ExpansionException(name + ": " + (word.isEmpty() ? reason : word));
                    }
                    yield value;
                }
                case '#', '%' -> {
                    boolean longest = !word.isEmpty() && word.charAt(0) == operator;
                    String pattern = longest ? word.substring(1) : word;
                    yield operator == '#'
                            ? ShellPattern.trimStart(value, pattern, longest)
                            : ShellPattern.trimEnd(value, pattern, longest);
                }
                default -> throw unsupported(sign);
            };
        }

        private String replaced(String name) throws ExpansionException {
            boolean all = peek() == '/';
            at += all ? 1 : 0;
            String pattern = closedBy('/', true, "syntax error: missing '/' in ${}");
            String replacement = closedBy('}', true, "syntax error: missing '}'");
            boolean set = isSet(name);
            String value = value(name);
            if (keepUnset && !set) {
                return "${" + name + "/" + pattern + "/" + replacement + "}";
            }
            return ShellPattern.replace(value, pattern, replacement, all);
        }

        private String closedBy(int stop, boolean rawEscapes, String message) throws ExpansionException {
            try {
                return upTo(stop, rawEscapes).text;
            } catch (ExpansionException e) {
                throw peek() == NONE ? new ExpansionException(message) : e;
            }
        }

        private String name() {
            StringBuilder name = new StringBuilder();
            if (Character.isDigit(peek())) {
                while (Character.isDigit(peek())) {
                    name.appendCodePoint(next());
                }
                return name.toString();
            }
            if (peek() != NONE && "@*#?-$!".indexOf(peek()) >= 0) {
                return Character.toString(next());
            }
            while (Character.isLetterOrDigit(peek()) || peek() == '_') {
                name.appendCodePoint(next());
            }
            return name.toString();
        }

        private boolean isSet(String name) {
            boolean set = variables.containsKey(name);
            (set ? used : unset).add(name);
            return set;
        }

        private String value(String name) {
            return isSet(name) ? variables.getOrDefault(name, "") : "";
        }

        private ExpansionException unsupported(String sign) {
            return new ExpansionException("unsupported modifier (" + sign + ") in substitution");
        }
    }
}
