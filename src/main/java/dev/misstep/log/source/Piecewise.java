package dev.misstep.log.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a decompressor for few bytes at a time. One that throws for damage after it has filled half of what it was asked
 * for does not say how much that was, so no more than a piece is lost.
 */
final class Piecewise extends FilterInputStream {
    private final int piece;
    private @Nullable IOException damage;

    Piecewise(InputStream in, int piece) {
        super(in);
        this.piece = piece;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (damage != null) {
            throw damage;
        }
        int count = 0;
        while (count < length) {
            int read;
            try {
                read = in.read(target, offset + count, Math.min(piece, length - count));
            } catch (IOException | RuntimeException e) { // the latter for what bytes say
                damage = e instanceof IOException io ? io : new IOException(e.getMessage(), e);
                if (count == 0) {
                    throw damage;
                }
                return count;
            }
            if (read < 0) {
                return count == 0 ? -1 : count;
            }
            count += read;
        }
        return count;
    }
}
