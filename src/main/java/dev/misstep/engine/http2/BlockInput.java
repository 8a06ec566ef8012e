package dev.misstep.engine.http2;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that come in blocks, one of them as a block of one. */
public abstract class BlockInput extends InputStream {
    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] to, int from, int length) throws IOException;
}
