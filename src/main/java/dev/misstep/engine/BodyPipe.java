package dev.misstep.engine;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ContextBody} as the stream the transport wants to read: a thread writes it into a pipe, so that only the pipe's
 * few kilobytes are in memory. If writing fails the reader fails too, instead of seeing an end: half a context must not
 * be built.
 */
final class BodyPipe extends FilterInputStream {
    private final Pipe pipe;
    private final Thread writer;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    private BodyPipe(Pipe pipe, ContextBody body) {
        super(Channels.newInputStream(pipe.source()));
        this.pipe = pipe;
        this.writer = new Thread(() -> write(body), "misstep-context");
        writer.setDaemon(true);
    }

    static BodyPipe open(ContextBody body) throws IOException {
        BodyPipe stream = new BodyPipe(Pipe.open(), body);
        stream.writer.start();
        return stream;
    }

    private void write(ContextBody body) {
        try (OutputStream out = Channels.newOutputStream(pipe.sink())) {
            // before the sink is closed, so that the reader finds it when it sees the end
            try {
                body.writeTo(out);
            } catch (IOException | RuntimeException | Error e) {
                failed(e);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(Throwable reason) {
        // once the reader is gone, that nobody reads is no news
        if (!closed) {
            failure = reason;
        }
    }

    /** Why the context could not be read, or {@code null}. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        Throwable reason = failure;
        if (count < 0 && reason != null) {
            throw new IOException("the build context could not be read: " + reason.getMessage(), reason);
        }
        return count;
    }

    /** Ends the transfer, from any thread: the reader fails at once, the writer with its next byte. */
    @Override
    public void close() throws IOException {
        closed = true;
        super.close();
    }
}
