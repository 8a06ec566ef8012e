package dev.misstep.log.source;

import java.io.IOException;
import java.io.InputStream;

/** A stream whose first bytes can be looked at before they are read. What follows them passes straight through. */
final class Head extends InputStream {
    private final byte[] first;
    private final InputStream rest;
    private int at;

    Head(InputStream in) throws IOException {
        this.first = in.readNBytes(Packing.HEAD);
        this.rest = in;
    }

    Packing packing() {
        return Packing.of(first);
    }

    @Override
    public int read() throws IOException {
        return at < first.length ? first[at++] & 0xFF : rest.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (at == first.length) {
            return rest.read(target, offset, length);
        }
        int count = Math.min(length, first.length - at);
        System.arraycopy(first, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public int available() throws IOException {
        return first.length - at + rest.available();
    }
}
