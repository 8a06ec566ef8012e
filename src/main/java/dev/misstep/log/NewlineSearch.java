package dev.misstep.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line ends sixteen bytes at a time. */
final class NewlineSearch {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long NEWLINES = '\n' * ONES;

    private NewlineSearch() {}

    /** The index of the first {@code \n}, or -1. */
    static int indexOf(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 2 * Long.BYTES; i += 2 * Long.BYTES) {
            long first = newlines(word(bytes, i));
            long second = newlines(word(bytes, i + Long.BYTES));
            if ((first | second) != 0) {
                return first != 0
                        ? i + (Long.numberOfTrailingZeros(first) >> 3)
                        : i + Long.BYTES + (Long.numberOfTrailingZeros(second) >> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Of the bits set the lowest is exact: it is in the first {@code \n}. */
    private static long newlines(long word) {
        long others = word ^ NEWLINES;
        return (others - ONES) & ~others & HIGHS;
    }

    /** The eight bytes that begin there, as a number. */
    static long word(byte[] bytes, int from) {
        return (long) WORD.get(bytes, from);
    }
}
