package dev.misstep.engine.http2;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes that go in blocks, one of them as a block of one. */
public abstract class BlockOutput extends OutputStream {
    @Override
    public final void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int from, int length) throws IOException;
}
