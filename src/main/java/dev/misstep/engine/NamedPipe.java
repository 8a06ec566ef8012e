package dev.misstep.engine;

import dev.misstep.engine.http2.BlockInput;
import dev.misstep.engine.http2.BlockOutput;
import dev.misstep.engine.http2.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The pipe of an engine on Windows, {@code npipe:////./pipe/docker_engine}. Opened as an asynchronous file, since Windows
 * makes whoever writes to any other kind wait for whoever reads from it.
 */
record NamedPipe(AsynchronousFileChannel channel) implements Duplex {
    private static final int TRIES = 100;
    private static final int PAUSE_MILLIS = 100;

    static NamedPipe open(URI host) throws IOException {
        Path path = Path.of(host.getPath().replace('/', '\\'));
        for (int left = TRIES; ; left--) {
            try {
                return new NamedPipe(
                        AsynchronousFileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
            } catch (FileSystemException e) {
                // "All pipe instances are busy": the engine makes another one
                if (left == 0 || !String.valueOf(e.getReason()).contains("busy")) {
                    throw e;
                }
            }
            pause();
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static int done(Future<Integer> operation) throws IOException {
        try {
            return operation.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    @Override
    public InputStream in() {
        return new BlockInput() {
            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                return length == 0 ? 0 : done(channel.read(ByteBuffer.wrap(to, from, length), 0));
            }
        };
    }

    @Override
    public OutputStream out() {
        return new BlockOutput() {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
                while (buffer.hasRemaining()) {
                    done(channel.write(buffer, 0));
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
