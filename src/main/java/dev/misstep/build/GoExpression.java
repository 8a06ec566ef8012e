package dev.misstep.build;

import dev.misstep.build.Automaton.Kind;
import dev.misstep.build.CharacterSet.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the regular expressions that moby/patternmatcher writes from a pattern, which are Go's: an oddity such as {@code
 * [*]}, which becomes {@code [[^/]*]}, must mean here what it means there.
 */
final class GoExpression {
    private final int[] source;
    private Automaton automaton = new Automaton();
    private int at;

    private GoExpression(String source) {
        this.source = source.codePoints().toArray();
    }

    /**
     * Reads an expression.
     *
     * @return one for each part between the {@code |} of it, any of which has to match. patternmatcher leaves that
     *     character as it is, so that {@code a|b*} is all that begins with a or holds a b
     * @throws IllegalArgumentException where Go would refuse it
     */
    static List<Automaton> read(String source) {
        GoExpression expression = new GoExpression(source);
        List<Automaton> all = new ArrayList<>();
        while (expression.at < expression.source.length) {
            if (expression.peek('|')) {
                expression.at++;
                all.add(expression.finished());
            } else {
                expression.next();
            }
        }
        all.add(expression.finished());
        return all;
    }

    /** Without an anchor a part may match anywhere. */
    private Automaton finished() {
        Automaton found = automaton;
        found.searchAnywhere();
        automaton = new Automaton();
        return found;
    }

    private void next() {
        int c = source[at++];
        switch (c) {
            case '[' -> automaton.add(Kind.ONE, characterClass());
            case '\\' -> escape();
            case '.' -> automaton.add(Kind.ONE, CharacterSet.NO_LINE_END);
            case '^' -> automaton.add(Kind.START, CharacterSet.NONE);
            case '$' -> automaton.add(Kind.END, CharacterSet.NONE);
            case '*' -> automaton.repeatLast();
            case '(' -> group();
            default -> literal(c);
        }
    }

    private void literal(int c) {
        automaton.add(Kind.ONE, CharacterSet.of(new Range(c, c)));
    }

    // "(.*/)?" is the only one there is
    private void group() {
        int first = automaton.size();
        while (!peek(')')) {
            next();
        }
        at += ")?".length();
        automaton.makeOptional(first);
    }

    private void escape() {
        int c = source[at++];
        switch (c) {
            case 'd', 'D', 's', 'S', 'w', 'W' -> automaton.add(Kind.ONE, new CharacterSet(perlClass(c), false));
            case 'b' -> automaton.add(Kind.BOUNDARY, CharacterSet.NONE);
            case 'B' -> automaton.add(Kind.NO_BOUNDARY, CharacterSet.NONE);
            case 'A' -> automaton.add(Kind.START, CharacterSet.NONE);
            case 'z' -> automaton.add(Kind.END, CharacterSet.NONE);
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

    private static List<Range> perlClass(int c) {
        CharacterSet set = switch (Character.toLowerCase(c)) {
            case 'd' -> CharacterSet.DIGIT;
            case 's' -> CharacterSet.BLANK;
            default -> CharacterSet.WORD;
        };
        return Character.isUpperCase(c) ? set.others() : set.ranges();
    }

    private CharacterSet characterClass() {
        boolean negated = peek('^');
        at += negated ? 1 : 0;
        List<Range> ranges = new ArrayList<>();
        while (ranges.isEmpty() || !peek(']')) {
            int named = endOfNamed();
            if (named >= 0) {
                ranges.addAll(namedClass(new String(source, at, named - at)));
                at = named;
            } else if (peek('\\') && at + 1 < source.length && "dDsSwW".indexOf(source[at + 1]) >= 0) {
                ranges.addAll(perlClass(source[at + 1]));
                at += 2;
            } else {
                ranges.add(range());
            }
        }
        at++;
        return new CharacterSet(ranges, negated);
    }

    /** The position behind a class such as {@code [:alpha:]} within another, or -1 where none begins here. */
    private int endOfNamed() {
        if (peek('[') && at + 1 < source.length && source[at + 1] == ':') {
            for (int end = at + 2; end + 1 < source.length; end++) {
                if (source[end] == ':' && source[end + 1] == ']') {
                    return end + 2;
                }
            }
        }
        return -1;
    }

    private static List<Range> namedClass(String written) {
        boolean others = written.startsWith("[:^");
        CharacterSet set = CharacterSet.NAMED.get(written.replace("^", ""));
        if (set == null) {
            throw malformed();
        }
        return others ? set.others() : set.ranges();
    }

    private Range range() {
        int low = member();
        int high = low;
        if (peek('-') && at + 1 < source.length && source[at + 1] != ']') {
            at++;
            high = member();
        }
        if (high < low) {
            throw malformed();
        }
        return new Range(low, high);
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
