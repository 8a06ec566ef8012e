package dev.misstep.engine.http2;

import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes the other side is ready to take, of one stream and of all together (RFC 9113, section 5.2). A sender waits
 * here for room.
 */
final class SendWindows {
    static final int DEFAULT = 65_535;

    private long connection = DEFAULT;
    private int initial = DEFAULT;
    private int largestFrame = Frame.LARGEST;

    /** The room one stream has. */
    static final class Window {
        private long bytes;
    }

    synchronized Window open() {
        Window window = new Window();
        window.bytes = initial;
        return window;
    }

    /**
     * Takes room for one frame, waiting until there is some.
     *
     * @param gone why nothing can be sent any more, or {@code null}
     */
    synchronized int take(Window window, int wanted, Supplier<@Nullable IOException> gone) throws IOException {
        while (true) {
            IOException reason = gone.get();
            if (reason != null) {
                throw reason;
            }
            long room = Math.min(Math.min(connection, window.bytes), Math.min(wanted, largestFrame));
            if (room > 0 || wanted == 0) {
                connection -= Math.max(0, room);
                window.bytes -= Math.max(0, room);
                return (int) Math.max(0, room);
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while it was sending", e);
            }
        }
    }

    synchronized void grow(@Nullable Window window, int bytes) throws Http2Exception {
        long grown = window == null ? (connection += bytes) : (window.bytes += bytes);
        if (grown > Integer.MAX_VALUE) {
            throw new Http2Exception(ErrorCode.FLOW_CONTROL, "a window beyond all bounds");
        }
        notifyAll();
    }

    /** The other side's setting for streams, those open included. */
    synchronized void initial(int bytes, Iterable<Window> open) {
        for (Window window : open) {
            window.bytes += bytes - initial;
        }
        initial = bytes;
        notifyAll();
    }

    synchronized void largestFrame(int bytes) {
        // larger frames would gain nothing and hold others up
        largestFrame = Math.min(bytes, Frame.LARGEST);
    }

    /** Wakes those who wait, so that they see that their stream is gone. */
    synchronized void wake() {
        notifyAll();
    }
}
