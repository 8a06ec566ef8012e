package dev.misstep.engine.grpc;

import dev.misstep.engine.http2.Headers;
import dev.misstep.engine.http2.Http2Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one call, of the side that made it or of the one that answers. One thread may receive while others send;
 * small messages are gathered until {@link #flush()}.
 */
public final class GrpcCall {
    private static final int HEAD = 5;
    private static final int GATHERED = 16_000;
    private static final int LARGEST = 64 << 20;

    private final Http2Stream stream;
    private final @Nullable Headers answerHead;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private boolean begun;

    /** @param answerHead sent before the first message; {@code null} on the side that made the call */
    GrpcCall(Http2Stream stream, @Nullable Headers answerHead) {
        this.stream = stream;
        this.answerHead = answerHead;
        this.begun = answerHead == null;
    }

    /** The call's first headers: the metadata of what is asked, or of the answer. */
    public Headers head() throws IOException {
        return stream.head();
    }

    /** The next message, or {@code null} when the other side has sent its last. */
    public byte @Nullable [] receive() throws IOException {
        byte[] head = new byte[HEAD];
        if (!stream.readFully(head)) {
            return null;
        }
        int length = (head[1] & 0xFF) << 24 | (head[2] & 0xFF) << 16 | (head[3] & 0xFF) << 8 | head[4] & 0xFF;
        if (head[0] != 0 || length < 0 || length > LARGEST) {
            throw new IOException(
                    "a gRPC message that is compressed, or of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] message = new byte[length];
        if (length > 0 && !stream.readFully(message)) {
            throw new IOException("a gRPC message without its end");
        }
        return message;
    }

    /** Sends a message, sooner or later. */
    public synchronized void send(byte[] message) throws IOException {
        gathered.write(0);
        for (int shift = 24; shift >= 0; shift -= 8) {
            gathered.write(message.length >> shift);
        }
        gathered.write(message, 0, message.length);
        if (gathered.size() >= GATHERED) {
            flush();
        }
    }

    /** Sends what is gathered. */
    public synchronized void flush() throws IOException {
        send(false);
    }

    /** No more messages will be sent. */
    synchronized void half() throws IOException {
        send(true);
    }

    private void send(boolean last) throws IOException {
        begin();
        if (gathered.size() > 0 || last) {
            byte[] bytes = gathered.toByteArray();
            gathered.reset();
            stream.send(bytes, 0, bytes.length, last);
        }
    }

    private void begin() throws IOException {
        if (!begun && answerHead != null) {
            begun = true;
            stream.sendHeaders(answerHead, false);
        }
    }

    /** Ends an answer. */
    synchronized void end(Headers trailers) throws IOException {
        send(false);
        stream.sendHeaders(trailers, true);
    }

    /** Gives the call up; nothing happens if it has ended. */
    public void cancel() {
        stream.cancel();
    }

    /** The status the other side ended with; waits for it. */
    void checkStatus() throws IOException, GrpcException {
        Headers end = stream.trailers();
        Headers told = end == null ? stream.head() : end;
        String status = told.first("grpc-status").orElse(null);
        if (status == null) {
            throw new IOException("an answer without a gRPC status (HTTP status "
                    + stream.head().first(":status").orElse("missing") + ")");
        }
        if (!status.equals("0")) {
            String message = StatusMessage.decode(told.first("grpc-message").orElse(""));
            throw new GrpcException(GrpcException.Code.of(status), message);
        }
    }
}
