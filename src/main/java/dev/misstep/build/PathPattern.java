package dev.misstep.build;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pattern of an ignore file or of {@code --exclude}, with {@code **}. Sorted into four kinds that do not quite mean
 * the same (moby/patternmatcher, {@code Pattern.compile}): {@code **foo} is any path that ends in foo, {@code foo**} any
 * that begins so, and only the rest is a real expression.
 */
final class PathPattern {
    private enum Kind {
        EXACT,
        PREFIX,
        SUFFIX,
        REGEXP
    }

    private final String text;
    private final boolean negated;
    private final Kind kind;
    private final List<Automaton> expressions;

    /**
     * Reads a cleaned pattern.
     *
     * @param text without its {@code !}
     * @throws IllegalArgumentException with the builder's own words
     */
    PathPattern(String text, boolean negated) {
        PathGlob.of(text);
        this.text = text;
        this.negated = negated;
        StringBuilder source = new StringBuilder("^");
        this.kind = compile(text.codePoints().toArray(), source);
        this.expressions = kind == Kind.REGEXP ? GoExpression.read(source + "$") : List.of();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathPattern pattern && negated == pattern.negated && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    String text() {
        return text;
    }

    boolean negated() {
        return negated;
    }

    boolean matches(String path) {
        return switch (kind) {
            case EXACT -> path.equals(text);
            case PREFIX -> path.startsWith(text.substring(0, text.length() - 2));
            case SUFFIX -> {
                String suffix = text.substring(2);
                yield path.endsWith(suffix) || (suffix.startsWith("/") && path.equals(suffix.substring(1)));
            }
            case REGEXP -> {
                int[] text = path.codePoints().toArray();
                yield expressions.stream().anyMatch(expression -> expression.matches(text));
            }
        };
    }

    /** Writes the expression as the builder would and tells the kind; the order of the tests is what decides it. */
    private static Kind compile(int[] pattern, StringBuilder source) {
        Kind kind = Kind.EXACT;
        int at = 0;
        while (at < pattern.length) {
            boolean first = at == 0;
            int c = pattern[at++];
            if (c == '*' && at < pattern.length && pattern[at] == '*') {
                at++;
                if (at < pattern.length && pattern[at] == '/') {
                    at++;
                }
                if (at == pattern.length && kind == Kind.EXACT) {
                    kind = Kind.PREFIX;
                } else if (at == pattern.length) {
                    source.append(".*");
                    kind = Kind.REGEXP;
                } else {
                    source.append("(.*/)?");
                    kind = Kind.REGEXP;
                }
                if (first) {
                    kind = Kind.SUFFIX;
                }
            } else if (c == '*' || c == '?') {
                source.append(c == '*' ? "[^/]*" : "[^/]");
                kind = Kind.REGEXP;
            } else if (".+()$".indexOf(c) >= 0) { // braces and | are left by mistake
                source.append('\\').appendCodePoint(c);
            } else if (c == '\\' && at < pattern.length) {
                source.append('\\').appendCodePoint(pattern[at++]);
                kind = Kind.REGEXP;
            } else {
                source.appendCodePoint(c);
                kind = c == '[' || c == ']' ? Kind.REGEXP : kind;
            }
        }
        return kind;
    }
}
