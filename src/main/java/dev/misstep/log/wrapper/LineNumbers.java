package dev.misstep.log.wrapper;

import org.jspecify.annotations.Nullable;

/** {@code 12 text}, {@code 12#5 DONE 0.1s}: the numbers that a page shows beside a log, copied with it. */
final class LineNumbers implements Decoration {
    /** How many lines may be missing between two. */
    private static final int MAX_GAP = 3;

    private static final int MAX_DIGITS = 8;

    @Override
    public boolean mayBeProved() {
        return false;
    }

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        Separator separators = new Separator();
        Count count = new Count();
        int numbered = 0;
        for (String line : excerpt.lines()) {
            int end = count.next(line);
            if (end > 0) {
                numbered++;
                separators.add(line, end);
            }
        }
        if (numbered < 2 || numbered < excerpt.lines().size() / 2) {
            return null;
        }
        String separator = separators.found();
        return new Found("line-numbers", Writer.ANYBODY, false, () -> open(separator));
    }

    private static Unwrapper open(String separator) {
        Count count = new Count();
        return (line, lines) -> {
            int end = count.next(line.text());
            String rest = end == 0 ? null : Separator.behind(line.text(), end, separator);
            lines.accept(rest == null ? line : line.withText(rest));
        };
    }

    /** Follows the numbers, since the text behind one may begin with a digit. */
    private static final class Count {
        private int last = -1;

        /** The index behind the number that a line begins with; 0 where it does not begin with the next one. */
        int next(String line) {
            int from = 0;
            while (from < line.length() && from < MAX_DIGITS && line.charAt(from) == ' ') {
                from++;
            }
            int digits = Form.digits(line, from);
            if (digits == from) {
                return 0;
            }
            for (int end = Math.min(digits, from + MAX_DIGITS); end > from; end--) {
                int number = Form.number(line, from, end);
                boolean follows = last < 0 ? end == digits : number > last && number <= last + MAX_GAP;
                if (follows) {
                    last = number;
                    return end;
                }
            }
            return 0;
        }
    }
}
