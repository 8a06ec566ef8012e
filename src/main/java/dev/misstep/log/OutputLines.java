package dev.misstep.log;

import java.nio.charset.StandardCharsets;

/**
 * Passes over the output of one group of a plain display, {@code #7 12.34 text}, as bytes: nine lines of ten in a long
 * log are such, and nothing but their number is wanted of them. Any line that may be something else is left to the
 * parser.
 */
final class OutputLines implements BulkLines {
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
