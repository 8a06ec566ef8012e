package dev.misstep.engine.http2;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One request and its answer. One thread may read while another writes. */
public final class Http2Stream {
    /** What the other side may send ahead of its being read. */
    static final int RECEIVE_WINDOW = 1 << 20;

    private final Http2Connection connection;
    private final int id;
    private final SendWindows.Window window;

    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private int readOfFirst;
    private int waiting;
    private int unacknowledged;
    private boolean receivedAll;
    private boolean sentAll;
    private @Nullable Headers head;
    private @Nullable Headers trailers;
    private @Nullable IOException failure;

    Http2Stream(Http2Connection connection, int id, SendWindows.Window window) {
        this.connection = connection;
        this.id = id;
        this.window = window;
    }

    int id() {
        return id;
    }

    SendWindows.Window window() {
        return window;
    }

    /** The first header block, once it is there. */
    public synchronized Headers head() throws IOException {
        while (head == null) {
            if (receivedAll) {
                throw new Http2Exception(ErrorCode.PROTOCOL, "content without a head");
            }
            await();
        }
        return head;
    }

    /** The header block behind the content, or {@code null} if there is none; waits for the end of the content. */
    public synchronized @Nullable Headers trailers() throws IOException {
        while (!receivedAll) {
            await();
        }
        return trailers;
    }

    /** Fills the whole array, or gives false where the content ends before its first byte. */
    public boolean readFully(byte[] to) throws IOException {
        int read = 0;
        while (read < to.length) {
            int count = read(to, read, to.length - read);
            if (count < 0 && read == 0) {
                return false;
            }
            if (count < 0) {
                throw new Http2Exception(ErrorCode.PROTOCOL, "the content ended too early");
            }
            read += count;
        }
        return true;
    }

    private int read(byte[] to, int from, int length) throws IOException {
        int count;
        int toAcknowledge = 0;
        synchronized (this) {
            while (arrived.isEmpty()) {
                // a side that has sent all may give up the rest of what it is sent (RFC 9113, section 8.1)
                if (receivedAll) {
                    return -1;
                }
                await();
            }
            byte[] first = arrived.getFirst();
            count = Math.min(length, first.length - readOfFirst);
            System.arraycopy(first, readOfFirst, to, from, count);
            readOfFirst += count;
            if (readOfFirst == first.length) {
                arrived.removeFirst();
                readOfFirst = 0;
            }
            waiting -= count;
            unacknowledged += count;
            if (unacknowledged >= RECEIVE_WINDOW / 2 && !receivedAll) {
                toAcknowledge = unacknowledged;
                unacknowledged = 0;
            }
        }
        connection.consumed(id, toAcknowledge);
        return count;
    }

    /** Sends a header block. */
    public void sendHeaders(Headers headers, boolean last) throws IOException {
        checkOpen();
        connection.sendHeaders(this, headers, last);
        if (last) {
            ended(false);
        }
    }

    /** Sends content, waiting for the other side to be ready for it. */
    public void send(byte[] content, int from, int length, boolean last) throws IOException {
        checkOpen();
        connection.sendData(this, content, from, length, last);
        if (last) {
            ended(false);
        }
    }

    private synchronized void checkOpen() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (sentAll) {
            throw new IOException("nothing may be sent behind the end");
        }
    }

    /** Gives the stream up; nothing happens if it has ended. */
    public void cancel() {
        connection.reset(this, ErrorCode.CANCEL, "canceled");
    }

    synchronized @Nullable IOException failure() {
        return failure;
    }

    synchronized void received(Headers block) throws Http2Exception {
        if (receivedAll) {
            throw new Http2Exception(ErrorCode.STREAM_CLOSED, "headers behind the end of the content");
        }
        if (head == null) {
            head = block;
        } else {
            trailers = block;
        }
        notifyAll();
    }

    synchronized void received(byte[] content) throws Http2Exception {
        if (receivedAll) {
            throw new Http2Exception(ErrorCode.STREAM_CLOSED, "content behind its end");
        }
        waiting += content.length;
        if (waiting > RECEIVE_WINDOW) {
            throw new Http2Exception(ErrorCode.FLOW_CONTROL, "more content than was asked for");
        }
        if (content.length > 0) {
            arrived.addLast(content);
        }
        notifyAll();
    }

    /** One of the two directions is over; the stream is, with the second. */
    void ended(boolean received) {
        boolean over;
        synchronized (this) {
            receivedAll |= received;
            sentAll |= !received;
            over = receivedAll && sentAll;
            notifyAll();
        }
        if (over) {
            connection.forget(this);
        }
    }

    synchronized void fail(IOException reason) {
        // what came in full stays readable
        if (failure == null && !(receivedAll && sentAll)) {
            failure = reason;
        }
        notifyAll();
    }

    private void await() throws IOException {
        IOException reason = failure;
        if (reason != null) {
            throw reason;
        }
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it was waiting", e);
        }
    }
}
