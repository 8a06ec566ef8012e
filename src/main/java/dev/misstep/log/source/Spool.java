package dev.misstep.log.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/** Bytes kept to be read again, in any order: in memory while they are few, then in a temporary file without a name. */
final class Spool implements Closeable {
    private static final int IN_MEMORY = 8 << 20;

    private final long most;
    private byte[] memory = new byte[1 << 16];
    private @Nullable FileChannel file;
    private long size;

    /** @param most how many bytes are kept at most */
    Spool(long most) {
        this.most = most;
    }

    long size() {
        return size;
    }

    /**
     * Appends a stream.
     *
     * @param limit how many bytes of it at most
     * @return whether that was all of it
     */
    boolean append(InputStream in, long limit) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long room = Math.min(limit, most - size);
        while (true) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, room + 1));
            if (read < 0) {
                return true;
            }
            write(buffer, (int) Math.min(read, room));
            if (read > room) {
                return false;
            }
            room -= read;
        }
    }

    /** All bytes, to be read anywhere. Not to be closed. */
    SeekableByteChannel channel() throws IOException {
        FileChannel channel = file;
        if (channel == null) {
            return new SeekableInMemoryByteChannel(Arrays.copyOf(memory, (int) size));
        }
        channel.position(0);
        return channel;
    }

    /** A part of the bytes. Several parts may be read at once. */
    InputStream part(long offset, long length) {
        return new Part(offset, offset + length);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private void write(byte[] bytes, int length) throws IOException {
        if (file == null && size + length > IN_MEMORY) {
            spill();
        }
        FileChannel channel = file;
        if (channel != null) {
            writeAll(channel, ByteBuffer.wrap(bytes, 0, length));
        } else {
            if (size + length > memory.length) {
                memory = Arrays.copyOf(memory, (int) Math.max(memory.length * 2L, size + length));
            }
            System.arraycopy(bytes, 0, memory, (int) size, length);
        }
        size += length;
    }

    private void spill() throws IOException {
        Path path = Files.createTempFile("misstep", null);
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        file = channel;
        writeAll(channel, ByteBuffer.wrap(memory, 0, (int) size));
        memory = new byte[0];
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        long at = channel.size();
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private final class Part extends InputStream {
        private final long end;
        private long at;

        Part(long from, long end) {
            this.at = from;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int wanted = (int) Math.min(length, end - at);
            if (wanted <= 0) {
                return length == 0 ? 0 : -1;
            }
            FileChannel channel = file;
            if (channel == null) {
                System.arraycopy(memory, (int) at, target, offset, wanted);
            } else {
                wanted = channel.read(ByteBuffer.wrap(target, offset, wanted), at);
            }
            at += Math.max(0, wanted);
            return wanted;
        }
    }
}
