package dev.misstep.build;

import java.util.regex.Pattern;

/**
 * Turns the regular expressions that moby/patternmatcher writes from a pattern, which are Go's, into Java's. The two
 * differ in classes ({@code [a&&b]}, {@code [[a]}), in {@code .} and {@code $}, and in which escapes exist; an oddity such
 * as {@code [*]}, which becomes {@code [[^/]*]}, must mean here what it means there.
 */
final class GoExpression {
    private final int[] source;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private GoExpression(String source) {
        this.source = source.codePoints().toArray();
    }

    /** @throws IllegalArgumentException where Go would refuse it */
    static Pattern toJava(String expression) {
        GoExpression translation = new GoExpression(expression);
        while (translation.at < translation.source.length) {
            translation.next();
        }
        return Pattern.compile(translation.out.toString());
    }

    private void next() {
        int c = source[at++];
        switch (c) {
            case '[' -> characterClass();
            case '\\' -> escape();
            case '.' -> out.append("[^\\n]");
            case '^' -> out.append("\\A");
            case '$' -> out.append("\\z");
            case '(' -> out.append("(?:");
            case ')', '*', '?' -> out.append((char) c);
            default -> literal(c);
        }
    }

    private void literal(int c) {
        out.append(String.format("\\x{%x}", c));
    }

    private void escape() {
        int c = source[at++];
        switch (c) {
            case 'd', 'D', 's', 'S', 'w', 'W' -> out.append(perlClass(c, false));
            case 'b', 'B' -> out.append('\\').append((char) c);
            case 'A', 'z' -> out.append('\\').append((char) c);
            default -> literal(escaped(c));
        }
    }

    /** The character that {@code \c} stands for. */
    private static int escaped(int c) {
        return switch (c) {
            case 'a' -> 7;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> {
                if (c >= 0x80 || Character.isLetterOrDigit(c)) {
                    throw malformed();
                }
                yield c;
            }
        };
    }

    private static String perlClass(int c, boolean inside) {
        String body = switch (Character.toLowerCase(c)) {
            case 'd' -> "0-9";
            case 's' -> "\\t\\n\\f\\r ";
            default -> "0-9A-Za-z_";
        };
        boolean negated = Character.isUpperCase(c);
        return inside && !negated ? body : "[" + (negated ? "^" : "") + body + "]";
    }

    private void characterClass() {
        out.append('[');
        if (peek('^')) {
            at++;
            out.append('^');
        }
        boolean first = true;
        while (first || !peek(']')) {
            if (at >= source.length) {
                throw malformed();
            }
            first = false;
            if (peek('[') && at + 1 < source.length && source[at + 1] == ':') {
                throw malformed();
            }
            if (peek('\\') && at + 1 < source.length && "dDsSwW".indexOf(source[at + 1]) >= 0) {
                out.append(perlClass(source[at + 1], true));
                at += 2;
                continue;
            }
            int low = member();
            literal(low);
            if (peek('-') && at + 1 < source.length && source[at + 1] != ']') {
                at++;
                int high = member();
                if (high < low) {
                    throw malformed();
                }
                out.append('-');
                literal(high);
            }
        }
        at++;
        out.append(']');
    }

    private int member() {
        if (at >= source.length || (source[at] == '\\' && at + 1 >= source.length)) {
            throw malformed();
        }
        int c = source[at++];
        return c == '\\' ? escaped(source[at++]) : c;
    }

    private boolean peek(int c) {
        return at < source.length && source[at] == c;
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("syntax error in pattern");
    }
}
