package dev.misstep.engine.http2;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Frames that are sent as soon as may be, by a thread of their own: who adds one never waits. Otherwise two ends that both
 * answer before they read on could each wait for the other to read.
 */
final class ControlFrames {
    /** Who asks for so many answers and reads none means no good. */
    private static final int MOST = 10_000;

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(MOST);

    void add(byte[] frame) throws Http2Exception {
        if (!waiting.offer(frame)) {
            throw new Http2Exception(ErrorCode.ENHANCE_YOUR_CALM, "more is asked for than is read");
        }
    }

    /** What waits is not sent any more, and {@link #sendAll} returns. */
    void close() {
        do {
            waiting.clear();
        } while (!waiting.offer(END));
    }

    /** Sends until it is closed. */
    void sendAll(FrameWriter writer) throws IOException {
        try {
            for (byte[] frame = waiting.take(); frame != END; frame = waiting.take()) {
                writer.write(frame);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it was answering", e);
        }
    }
}
