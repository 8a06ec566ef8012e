package dev.misstep.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a thread of its own reads ahead: to get a long file out of the system's cache takes half as long as to
 * understand it, and can be done meanwhile.
 */
final class LongFile extends InputStream {
    private static final int BLOCK = 1 << 18;
    private static final int BLOCKS = 4;

    /**
     * Bytes that were read.
     *
     * @param length how many; -1 at the end
     * @param failure why there are none, or {@code null}
     */
    private record Block(byte[] bytes, int length, @Nullable IOException failure) {}

    private final InputStream in;
    private final Thread reader = new Thread(this::readAll, "misstep-read-ahead");
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> ahead = new ArrayBlockingQueue<>(BLOCKS);
    private Block block = new Block(new byte[BLOCK], 0, null);
    private int at;

    /** @param in is closed with this stream */
    LongFile(InputStream in) {
        this.in = in;
        for (int i = 1; i < BLOCKS; i++) {
            free.add(new byte[BLOCK]);
        }
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll() {
        try {
            boolean more = true;
            while (more) {
                Block next = filled(free.take());
                more = next.length >= 0;
                ahead.put(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed; nobody reads what is left
        }
    }

    private Block filled(byte[] bytes) {
        try {
            return new Block(bytes, in.read(bytes), null);
        } catch (IOException e) {
            return new Block(bytes, -1, e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (at == block.length && length > 0) {
            next();
        }
        if (block.failure != null) {
            throw block.failure;
        }
        if (block.length < 0) {
            return -1;
        }
        int count = Math.min(length, block.length - at);
        System.arraycopy(block.bytes, at, target, offset, count);
        at += count;
        return count;
    }

    private void next() throws IOException {
        free.add(block.bytes);
        try {
            block = ahead.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        at = 0;
    }

    @Override
    public int available() {
        return Math.max(0, block.length - at);
    }

    @Override
    public void close() throws IOException {
        reader.interrupt();
        in.close();
    }
}
