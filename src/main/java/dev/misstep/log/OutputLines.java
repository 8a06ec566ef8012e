package dev.misstep.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes over the output of one group of a plain display, {@code #7 12.34 text}, as bytes: nine lines of ten in a long
 * log are such, and nothing but their number is wanted of them. Any line that may be something else is left to the
 * parser.
 */
final class OutputLines implements BulkLines {
    private static final long HIGHS = 0x8080808080808080L;
    private static final long ZEROS = 0x3030303030303030L;
    /** Lifts what is above 9 to the highest bit of its byte. */
    private static final long BEYOND_NINE = 0x7676767676767676L;

    private static final byte ESCAPE = 0x1b;

    private final String id;
    /** The eight bytes that begin with {@code #7 }, of which the mask leaves those. */
    private final long prefix;

    private final long mask;
    private final int length;
    private int lines;

    /** @param id the group's number as printed, of six digits at most: {@code 7} */
    OutputLines(String id) {
        this.id = id;
        byte[] ascii = ("#" + id + " ").getBytes(StandardCharsets.US_ASCII);
        length = ascii.length;
        mask = -1L >>> ((Long.BYTES - length) * Byte.SIZE);
        prefix = NewlineSearch.word(Arrays.copyOf(ascii, Long.BYTES), 0);
    }

    /** Whether it is about the group of that number. */
    boolean of(String number) {
        return id.equals(number);
    }

    @Override
    public int pass(byte[] bytes, int from, int to) {
        lines = 0;
        int start = from;
        while (true) {
            int text = textStart(bytes, start, to);
            if (text < 0) {
                return start;
            }
            int end = NewlineSearch.indexOf(bytes, text, to);
            if (end < 0 || mayEndGroup(bytes, text, end)) {
                return start;
            }
            lines++;
            start = end + 1;
        }
    }

    @Override
    public int lines() {
        return lines;
    }

    /** The index behind {@code #7 12.34}, or -1 where the line does not begin like this. */
    private int textStart(byte[] bytes, int from, int to) {
        int time = from + length;
        if (time + Long.BYTES > to || (NewlineSearch.word(bytes, from) & mask) != prefix) {
            return -1;
        }
        long others = nonDigits(NewlineSearch.word(bytes, time));
        int dot = time + (Long.numberOfTrailingZeros(others) >> 3);
        int end = time + (Long.numberOfTrailingZeros(others & (others - 1)) >> 3);
        if (end == time + Long.BYTES) { // "1000.123 text": longer than a word
            dot = digits(bytes, time, to);
            end = digits(bytes, Math.min(to, dot + 1), to);
        }
        boolean isTime = dot > time
                && end < to
                && bytes[dot] == '.'
                && end - dot >= 2
                && end - dot <= 4
                && (bytes[end] == ' ' || bytes[end] == '\n');
        return isTime ? end : -1;
    }

    /** The highest bit of each byte that is no digit. */
    private static long nonDigits(long word) {
        long digits = word ^ ZEROS;
        return ((digits & ~HIGHS) + BEYOND_NINE | digits) & HIGHS;
    }

    /**
     * {@code #5 0.157 no newline at end#5 DONE 0.2s}: until buildx 0.9 the end of a group could stand there. Codes and
     * returns at the end could hide it.
     */
    private static boolean mayEndGroup(byte[] bytes, int from, int lineEnd) {
        int end = lineEnd;
        while (end > from) {
            switch (bytes[end - 1]) {
                case 's' -> {
                    return mayBeDone(bytes, from, end - 1);
                }
                case '\r' -> end--;
                case 'm', 'K' -> {
                    end = codeStart(bytes, from, end - 1);
                    if (end < 0) {
                        return false;
                    }
                }
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    /** Whether the seconds that end there may stand behind {@code DONE}, with codes between or not. */
    private static boolean mayBeDone(byte[] bytes, int from, int end) {
        int i = end;
        while (i > from && (isDigit(bytes[i - 1]) || bytes[i - 1] == '.')) {
            i--;
        }
        if (i == end || i - 2 < from) {
            return false;
        }
        byte before = bytes[i - 1];
        return before == 'm' || (before == ' ' && (bytes[i - 2] == 'E' || bytes[i - 2] == 'm'));
    }

    /** Where the terminal code begins whose last byte stands there: {@code ESC [ 1 ; 32 m}; -1 where that is none. */
    private static int codeStart(byte[] bytes, int from, int last) {
        int i = last;
        while (i > from && (isDigit(bytes[i - 1]) || bytes[i - 1] == ';')) {
            i--;
        }
        return i - 2 >= from && bytes[i - 1] == '[' && bytes[i - 2] == ESCAPE ? i - 2 : -1;
    }

    private static int digits(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isDigit(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
