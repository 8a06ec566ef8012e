package dev.misstep.engine.http2;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection with prior knowledge, in either role. A thread of its own reads; each stream the other side opens is
 * handed to the handler on one more. If nothing comes for a while the other side is asked for a sign of life, and given up
 * without one, so that no connection that has gone dead hangs a build.
 */
public final class Http2Connection implements Closeable {
    private static final int CONNECTION_WINDOW = 16 << 20;

    private final Duplex duplex;
    private final FrameWriter writer;
    private final ControlFrames control = new ControlFrames();
    private final boolean client;
    private final StreamHandler handler;
    private final Duration patience;
    private final Runnable whenEnded;
    private final ExecutorService handlers =
            Executors.newCachedThreadPool(task -> DaemonThread.of("misstep-stream", task));
    private final SendWindows windows = new SendWindows();
    private final HeaderCodec codec = new HeaderCodec();
    private final Map<Integer, Http2Stream> streams = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private int nextId = 1;
    private int lastOfOthers;
    private int unacknowledged;
    private @Nullable IOException failure;
    private volatile long lastHeard = System.nanoTime();

    /** Answers what the other side asks. */
    public interface StreamHandler {
        /** Called on a thread of the stream's own; what it throws ends the stream. */
        void handle(Http2Stream stream) throws IOException;
    }

    private Http2Connection(
            Duplex duplex, boolean client, StreamHandler handler, Duration patience, Runnable whenEnded) {
        this.whenEnded = whenEnded;
        this.duplex = duplex;
        this.writer = new FrameWriter(duplex.out());
        this.client = client;
        this.handler = handler;
        this.patience = patience;
    }

    /**
     * Serves what the other side asks, from now on.
     *
     * @param patience how long the other side may be silent before it is given up; it is asked for a sign of life after half
     */
    public static Http2Connection serve(Duplex duplex, Duration patience, StreamHandler handler) throws IOException {
        return serve(duplex, patience, handler, () -> {});
    }

    /** @param whenEnded run when the connection has ended, for whatever reason; {@link #failure} has it */
    public static Http2Connection serve(Duplex duplex, Duration patience, StreamHandler handler, Runnable whenEnded)
            throws IOException {
        return started(new Http2Connection(duplex, false, handler, patience, whenEnded));
    }

    /** Opens streams to the other side, and refuses those it opens. */
    public static Http2Connection connect(Duplex duplex, Duration patience) throws IOException {
        return started(new Http2Connection(duplex, true, Http2Stream::cancel, patience, () -> {}));
    }

    private static Http2Connection started(Http2Connection connection) throws IOException {
        connection.writer.greet(connection.client, Http2Stream.RECEIVE_WINDOW, CONNECTION_WINDOW);
        DaemonThread.start("misstep-http2", connection::readAll);
        DaemonThread.start("misstep-control", connection::sendControl);
        DaemonThread.start("misstep-alive", connection::watch);
        return connection;
    }

    /** Opens a stream and sends its head. */
    public Http2Stream open(Headers head, boolean last) throws IOException {
        Http2Stream stream;
        // streams must begin on the wire in the order of their numbers
        synchronized (writer) {
            synchronized (streams) {
                if (failure != null) {
                    throw failure;
                }
                stream = new Http2Stream(this, nextId, windows.open());
                nextId += 2;
                streams.put(stream.id(), stream);
            }
            stream.sendHeaders(head, last);
        }
        return stream;
    }

    /** Why the connection is of no use any more, or {@code null} while it is. */
    public @Nullable IOException failure() {
        synchronized (streams) {
            return failure;
        }
    }

    /** Takes leave and ends all streams. Further calls do nothing. */
    @Override
    public void close() {
        end(new IOException("the connection was closed"), ErrorCode.NONE);
    }

    void sendHeaders(Http2Stream stream, Headers headers, boolean last) throws IOException {
        try {
            writer.headers(stream.id(), headers, last);
        } catch (IOException e) {
            end(e, ErrorCode.NONE);
            throw e;
        }
    }

    void sendData(Http2Stream stream, byte[] content, int from, int length, boolean last) throws IOException {
        int sent = 0;
        do {
            int count = windows.take(stream.window(), length - sent, stream::failure);
            try {
                writer.data(stream.id(), content, from + sent, count, last && sent + count == length);
            } catch (IOException e) {
                end(e, ErrorCode.NONE);
                throw e;
            }
            sent += count;
        } while (sent < length);
    }

    /** Bytes of a stream have been read: the other side may send as many more. */
    void consumed(int stream, int count) {
        if (count > 0) {
            control(FrameWriter.windowUpdate(stream, count));
        }
    }

    /**
     * Bytes have come: the other side may send as many more on any stream. That they be read is asked of each stream alone,
     * or those of streams that were given up would be missing for ever, and a slow reader would stop all others.
     */
    private void arrived(int count) {
        unacknowledged += count;
        if (unacknowledged >= CONNECTION_WINDOW / 2) {
            control(FrameWriter.windowUpdate(0, unacknowledged));
            unacknowledged = 0;
        }
    }

    private void control(byte[] frame) {
        try {
            control.add(frame);
        } catch (Http2Exception e) {
            end(e, e.code());
        }
    }

    private void sendControl() {
        try {
            control.sendAll(writer);
        } catch (IOException e) {
            end(e, ErrorCode.NONE);
        }
    }

    void reset(Http2Stream stream, int code, String why) {
        synchronized (streams) {
            if (streams.remove(stream.id()) == null) {
                return;
            }
        }
        stream.fail(new Http2Exception(code, why));
        windows.wake();
        control(FrameWriter.reset(stream.id(), code));
    }

    void forget(Http2Stream stream) {
        synchronized (streams) {
            streams.remove(stream.id());
        }
    }

    private void readAll() {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(duplex.in(), 1 << 16));
            if (!client && !Arrays.equals(in.readNBytes(FrameWriter.PREFACE.length), FrameWriter.PREFACE)) {
                throw new Http2Exception(ErrorCode.PROTOCOL, "no HTTP/2 on the other side");
            }
            for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                lastHeard = System.nanoTime();
                take(frame, in);
            }
            end(new IOException("the other side closed the connection"), ErrorCode.NONE);
        } catch (Http2Exception e) {
            end(e, e.code());
        } catch (IOException | RuntimeException e) {
            // whatever it was, nobody reads on
            end(e instanceof IOException broken ? broken : new IOException(e), ErrorCode.INTERNAL);
        }
    }

    private void take(Frame frame, DataInputStream in) throws IOException {
        switch (frame.type()) {
            case Frame.DATA -> takeData(frame);
            case Frame.HEADERS -> takeHeaders(frame, in);
            case Frame.RST_STREAM -> takeReset(frame);
            case Frame.SETTINGS -> takeSettings(frame);
            case Frame.PING -> {
                if (!frame.has(Frame.ACK)) {
                    control(FrameWriter.ping(Frame.ACK, frame.payload()));
                }
            }
            case Frame.GOAWAY -> takeLeave(frame);
            case Frame.WINDOW_UPDATE -> {
                Http2Stream stream = stream(frame.stream());
                if (frame.stream() == 0 || stream != null) {
                    windows.grow(stream == null ? null : stream.window(), number(frame) & 0x7FFF_FFFF);
                }
            }
            case Frame.PUSH_PROMISE, Frame.CONTINUATION ->
                throw new Http2Exception(ErrorCode.PROTOCOL, "a frame of type " + frame.type() + " out of place");
            default -> {
                // RFC 9113, section 4.1: kinds that are not known are passed by
            }
        }
    }

    private void takeData(Frame frame) throws IOException {
        Http2Stream stream = stream(frame.stream());
        int from = frame.contentFrom();
        int to = frame.contentTo();
        if (stream == null && isIdle(frame.stream())) {
            throw new Http2Exception(ErrorCode.PROTOCOL, "content of a stream that was never opened");
        }
        arrived(frame.payload().length);
        if (stream == null) {
            return; // it was given up, and its bytes were on the way
        }
        stream.received(Arrays.copyOfRange(frame.payload(), from, to));
        int padding = frame.payload().length - (to - from);
        consumed(frame.stream(), padding);
        if (frame.has(Frame.END_STREAM)) {
            stream.ended(true);
        }
    }

    private void takeHeaders(Frame frame, DataInputStream in) throws IOException {
        Headers headers = codec.decode(HeaderBlock.read(frame, in));
        boolean last = frame.has(Frame.END_STREAM);
        Http2Stream stream = stream(frame.stream());
        if (stream != null) {
            take(stream, headers, last);
        } else if (!client && frame.stream() % 2 == 1 && frame.stream() > lastOfOthers) {
            lastOfOthers = frame.stream();
            Http2Stream opened = new Http2Stream(this, frame.stream(), windows.open());
            synchronized (streams) {
                streams.put(opened.id(), opened);
            }
            take(opened, headers, last);
            handle(opened);
        }
    }

    private boolean isIdle(int stream) {
        synchronized (streams) {
            int last = client ? nextId - 2 : lastOfOthers;
            return stream % 2 == 0 || stream > last;
        }
    }

    private static void take(Http2Stream stream, Headers headers, boolean last) throws Http2Exception {
        stream.received(headers);
        if (last) {
            stream.ended(true);
        }
    }

    private void handle(Http2Stream stream) {
        try {
            handlers.execute(() -> {
                try {
                    handler.handle(stream);
                    // who still sends is told that nobody listens any more (RFC 9113, section 8.1)
                    reset(stream, ErrorCode.NONE, "it was answered");
                } catch (IOException | RuntimeException | Error e) {
                    // whatever it was, the other side must not wait for an answer
                    reset(stream, ErrorCode.INTERNAL, String.valueOf(e.getMessage()));
                }
            });
        } catch (RejectedExecutionException e) {
            reset(stream, ErrorCode.CANCEL, "the connection was closed");
        }
    }

    private void takeReset(Frame frame) {
        Http2Stream stream = stream(frame.stream());
        if (stream != null) {
            forget(stream);
            stream.fail(new Http2Exception(number(frame), "the other side gave the call up"));
            windows.wake();
        }
    }

    private void takeSettings(Frame frame) throws IOException {
        if (frame.has(Frame.ACK)) {
            return;
        }
        for (Setting setting : Setting.read(frame)) {
            if (setting.name() == Setting.INITIAL_WINDOW) {
                synchronized (streams) {
                    windows.initial(
                            setting.value(),
                            streams.values().stream().map(Http2Stream::window).toList());
                }
            } else if (setting.name() == Setting.LARGEST_FRAME) {
                windows.largestFrame(setting.value());
            }
        }
        control(FrameWriter.acknowledgeSettings());
    }

    /** The other side takes no more streams; those it has seen may end. */
    private void takeLeave(Frame frame) {
        int last = number(frame) & 0x7FFF_FFFF;
        List<Http2Stream> unseen;
        synchronized (streams) {
            if (failure == null) {
                failure = new IOException("the other side is closing the connection");
            }
            unseen = streams.values().stream()
                    .filter(stream -> client && stream.id() > last)
                    .toList();
            streams.values().removeAll(unseen);
        }
        unseen.forEach(stream -> stream.fail(new IOException("the other side is closing the connection")));
        windows.wake();
    }

    private static int number(Frame frame) {
        return Frame.getInt(frame.payload(), 0);
    }

    private @Nullable Http2Stream stream(int id) {
        synchronized (streams) {
            return streams.get(id);
        }
    }

    /** Asks for a sign of life when it has been silent, and gives up what does not answer. */
    private void watch() {
        try {
            while (!closed.await(patience.toMillis() / 4 + 1, TimeUnit.MILLISECONDS)) {
                long silent = System.nanoTime() - lastHeard;
                if (silent > patience.toNanos()) {
                    end(new IOException("no sign of life for " + patience.toSeconds() + " s"), ErrorCode.NONE);
                } else if (silent > patience.toNanos() / 2) {
                    control(FrameWriter.ping(0, new byte[Long.BYTES]));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(IOException reason, int code) {
        if (closed.getCount() == 0) {
            return;
        }
        List<Http2Stream> open;
        synchronized (streams) {
            if (failure == null) {
                failure = reason;
            }
            open = new ArrayList<>(streams.values());
            streams.clear();
        }
        closed.countDown();
        open.forEach(stream -> stream.fail(reason));
        windows.wake();
        handlers.shutdownNow();
        control.close();
        whenEnded.run();
        // taking leave may block where nobody reads any more: the connection is closed all the same
        Thread leave = DaemonThread.start("misstep-leave", () -> goAway(code));
        try {
            leave.join(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            duplex.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void goAway(int code) {
        try {
            writer.goAway(lastOfOthers, code);
        } catch (IOException e) {
            return; // it has gone already
        }
    }
}
