package dev.misstep.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds line ends eight bytes at a time. The words it looks at are aligned, the first one too, for which the bytes in
 * front are masked out: until code is compiled thoroughly, a word that is not aligned is put together byte by byte.
 */
final class NewlineSearch {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long NEWLINES = '\n' * ONES;

    private NewlineSearch() {}

    /** The index of the first {@code \n}, or -1. */
    static int indexOf(byte[] bytes, int from, int to) {
        int i = from & -Long.BYTES;
        int last = to - Long.BYTES;
        if (i <= last) {
            long found = allNewlines(word(bytes, i)) & (-1L << ((from - i) * Byte.SIZE));
            while (found == 0 && (i += Long.BYTES) <= last) {
                found = newlines(word(bytes, i));
            }
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        for (i = Math.max(i, from); i < to; i++) {
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

    /** All bits set are exact. */
    private static long allNewlines(long word) {
        long others = word ^ NEWLINES;
        return ~((others & ~HIGHS) + ~HIGHS | others) & HIGHS;
    }

    /** The eight bytes that begin there, as a number. */
    static long word(byte[] bytes, int from) {
        return (long) WORD.get(bytes, from);
    }
}
