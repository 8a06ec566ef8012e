package dev.misstep.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Passes over the output of one group of a plain display, {@code #7 12.34 text}, as bytes: nine lines of ten in a long
 * log are such, and nothing but their number is wanted of them. Any line that may be something else is left to the
 * parser.
 */
final class OutputLines {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long NEWLINES = '\n' * ONES;

    private final byte[] prefix;
    private int lines;

    /** @param id the group's number as printed: {@code 7} */
    OutputLines(String id) {
        prefix = ("#" + id + " ").getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether it is about the group of that number. */
    boolean of(String id) {
        if (id.length() != prefix.length - 2) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (prefix[i + 1] != id.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the first line begins that is not a whole line of this output; {@link #lines} tells how many were passed. */
    int pass(byte[] bytes, int from, int to) {
        lines = 0;
        int start = from;
        while (true) {
            int text = textStart(bytes, start, to);
            if (text < 0) {
                return start;
            }
            int end = newline(bytes, text, to);
            if (end < 0 || mayEndGroup(bytes, text, end)) {
                return start;
            }
            lines++;
            start = end + 1;
        }
    }

    /** How many lines the last {@link #pass} went over. */
    int lines() {
        return lines;
    }

    /** The index of the first line end, or -1; eight bytes at a time. */
    static int newline(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORD.get(bytes, i) ^ NEWLINES;
            long found = (word - ONES) & ~word & HIGHS; // the lowest bit set is exact
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The index behind {@code #7 12.34}, or -1 where the line does not begin like this. */
    private int textStart(byte[] bytes, int from, int to) {
        int i = from + prefix.length;
        if (i + 3 >= to) {
            return -1;
        }
        for (int k = 0; k < prefix.length; k++) {
            if (bytes[from + k] != prefix[k]) {
                return -1;
            }
        }
        int dot = digits(bytes, i, to);
        if (dot == i || dot == to || bytes[dot] != '.') {
            return -1;
        }
        int end = digits(bytes, dot + 1, to);
        boolean isTime = end - dot >= 2 && end - dot <= 4 && end < to && bytes[end] == ' ';
        return isTime ? end : -1;
    }

    /**
     * {@code #5 0.157 no newline at end#5 DONE 0.2s}: until buildx 0.9 the end of a group could stand there. Codes and
     * returns at the end could hide it.
     */
    private static boolean mayEndGroup(byte[] bytes, int from, int end) {
        byte last = bytes[end - 1];
        return switch (last) {
            case 's' -> end - 2 > from && isDigit(bytes[end - 2]);
            case 'm', 'K', '\r' -> true;
            default -> false;
        };
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
