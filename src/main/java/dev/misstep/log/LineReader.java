package dev.misstep.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits bytes into lines at {@code \n} alone: a step's progress bar is full of lone {@code \r}, which
 * {@code BufferedReader} would take for line ends. Holds one line at a time, and no more than {@link #MAX_LINE} bytes
 * of it.
 */
final class LineReader {
    /** Longest line kept; what goes beyond is dropped. No builder writes longer ones. */
    static final int MAX_LINE = 8 << 20;

    /** A line that has not ended by then never does: {@code /dev/zero}. Nothing is read behind it. */
    static final long ENDLESS = 1L << 30;

    private static final int MAX_BUFFER = 1 << 18;

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    /** Grows with what is read: a directory may hold thousands of small logs. */
    private byte[] buffer = new byte[1 << 12];

    private long total;
    private int position;
    private int limit;
    private byte[] line = new byte[256];
    private int length;
    private long number;
    private long firstCut;
    /** How many bytes of the line were read, whether they are kept or not. */
    private long lineBytes;

    private boolean ended;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its end, a byte-order mark and trailing {@code \r}; {@code null} at the end. */
    @Nullable
    String next() throws IOException {
        if (endless()) {
            return null;
        }
        length = 0;
        lineBytes = 0;
        boolean any = false;
        boolean before = ended;
        ended = false;
        while (!ended && !endless() && fill()) {
            any = true;
            int end = NewlineSearch.indexOf(buffer, position, limit);
            ended = end >= 0;
            append(position, ended ? end : limit);
            position = ended ? end + 1 : limit;
        }
        if (!any) {
            ended = before; // which is said of the last line still
            return null;
        }
        number++;
        int from = number == 1 && startsWithBom() ? BOM.length : 0;
        int to = length;
        while (to > from && line[to - 1] == '\r') {
            to--;
        }
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    /** Hands on the lines of that kind that follow here; returns how many there were. */
    int pass(BulkLines bulk) throws IOException {
        int passed = 0;
        int lines;
        do {
            position = bulk.pass(buffer, position, limit);
            lines = bulk.lines();
            passed += lines;
        } while (lines > 0 && NewlineSearch.indexOf(buffer, position, limit) < 0 && more());
        number += passed;
        return passed;
    }

    /** Number of the line last returned, from 1. */
    long number() {
        return number;
    }

    /** Whether the line last returned had an end. */
    boolean ended() {
        return ended;
    }

    /** The first line that was longer than {@link #MAX_LINE}, or 0. */
    long firstCut() {
        return firstCut;
    }

    /** Whether the line last returned is none that ends, so that nothing is read behind it. */
    boolean endless() {
        return lineBytes >= ENDLESS;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = 0;
        return more();
    }

    /** Moves what is left to the front and reads on behind it, into more room once that much was read. */
    private boolean more() throws IOException {
        byte[] next = total >= buffer.length && buffer.length < MAX_BUFFER ? new byte[buffer.length * 8] : buffer;
        System.arraycopy(buffer, position, next, 0, limit - position);
        buffer = next;
        limit -= position;
        position = 0;
        int read = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, read);
        total += Math.max(0, read);
        return read > 0;
    }

    private void append(int from, int to) {
        lineBytes += to - from;
        int room = Math.min(to - from, MAX_LINE - length);
        if (room < to - from && firstCut == 0) {
            firstCut = number + 1;
        }
        if (length + room > line.length) {
            line = Arrays.copyOf(line, Math.min(MAX_LINE, Math.max(line.length * 2, length + room)));
        }
        System.arraycopy(buffer, from, line, length, room);
        length += room;
    }

    private boolean startsWithBom() {
        return length >= BOM.length && Arrays.equals(line, 0, BOM.length, BOM, 0, BOM.length);
    }
}
