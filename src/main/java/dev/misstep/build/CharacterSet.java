package dev.misstep.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Characters of a pattern: those in one of some ranges, or all others. */
record CharacterSet(List<Range> ranges, boolean negated) {
    static final CharacterSet NONE = of();
    static final CharacterSet ALL = new CharacterSet(List.of(), true);
    static final CharacterSet NO_LINE_END = new CharacterSet(List.of(new Range('\n', '\n')), true);
    static final CharacterSet DIGIT = of(new Range('0', '9'));
    static final CharacterSet BLANK = of(new Range('\t', '\n'), new Range('\f', '\r'), new Range(' ', ' '));
    static final CharacterSet WORD =
            of(new Range('0', '9'), new Range('A', 'Z'), new Range('_', '_'), new Range('a', 'z'));

    /** {@code [:alpha:]} and its like; each in order. */
    static final Map<String, CharacterSet> NAMED = Map.ofEntries(
            Map.entry("[:alnum:]", of(new Range('0', '9'), new Range('A', 'Z'), new Range('a', 'z'))),
            Map.entry("[:alpha:]", of(new Range('A', 'Z'), new Range('a', 'z'))),
            Map.entry("[:ascii:]", of(new Range(0, 0x7f))),
            Map.entry("[:blank:]", of(new Range('\t', '\t'), new Range(' ', ' '))),
            Map.entry("[:cntrl:]", of(new Range(0, 0x1f), new Range(0x7f, 0x7f))),
            Map.entry("[:digit:]", DIGIT),
            Map.entry("[:graph:]", of(new Range('!', '~'))),
            Map.entry("[:lower:]", of(new Range('a', 'z'))),
            Map.entry("[:print:]", of(new Range(' ', '~'))),
            Map.entry(
                    "[:punct:]",
                    of(new Range('!', '/'), new Range(':', '@'), new Range('[', '`'), new Range('{', '~'))),
            Map.entry("[:space:]", of(new Range('\t', '\r'), new Range(' ', ' '))),
            Map.entry("[:upper:]", of(new Range('A', 'Z'))),
            Map.entry("[:word:]", WORD),
            Map.entry("[:xdigit:]", of(new Range('0', '9'), new Range('A', 'F'), new Range('a', 'f'))));

    /** Code points from one to another, both included. */
    record Range(int low, int high) {}

    CharacterSet {
        ranges = List.copyOf(ranges);
    }

    /** The characters of those ranges, which are in order where they are to be turned round. */
    static CharacterSet of(Range... ranges) {
        return new CharacterSet(List.of(ranges), false);
    }

    boolean has(int c) {
        for (Range range : ranges) {
            if (range.low <= c && c <= range.high) {
                return !negated;
            }
        }
        return negated;
    }

    /** All other characters, as ranges. */
    List<Range> others() {
        List<Range> others = new ArrayList<>();
        int low = 0;
        for (Range range : ranges) {
            others.add(new Range(low, range.low - 1));
            low = range.high + 1;
        }
        others.add(new Range(low, Character.MAX_CODE_POINT));
        return others;
    }
}
