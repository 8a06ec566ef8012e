package dev.misstep.log.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Packed bytes on their way into a decompressor. They are counted, and an error in reading them is kept apart from those
 * the decompressor has with what it read.
 */
final class Packed extends FilterInputStream {
    private long count;
    private @Nullable IOException failure;

    Packed(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    /** What went wrong in reading the bytes, or {@code null}. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int read = in.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public long skip(long bytes) throws IOException {
        byte[] buffer = new byte[8192];
        long left = bytes;
        int read = 0;
        while (left > 0 && read >= 0) {
            read = read(buffer, 0, (int) Math.min(buffer.length, left));
            left -= Math.max(0, read);
        }
        return bytes - left;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Leaves the bytes open: they are closed by whoever opened them. */
    @Override
    public void close() {}
}
