package dev.misstep.engine.grpc;

import dev.misstep.engine.http2.Headers;
import dev.misstep.engine.http2.Http2Connection;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes calls over one connection. */
public final class GrpcClient {
    private final Http2Connection connection;

    public GrpcClient(Http2Connection connection) {
        this.connection = connection;
    }

    /**
     * Begins a call to which messages may go and from which they may come.
     *
     * @param method as {@code /moby.buildkit.v1.Control/Session}
     */
    public GrpcCall begin(String method, Headers metadata) throws IOException {
        Headers head = Headers.of(
                ":method", "POST",
                ":scheme", "http",
                ":path", method,
                ":authority", "localhost",
                "content-type", "application/grpc",
                "te", "trailers",
                "user-agent", "misstep");
        return new GrpcCall(connection.open(head.and(metadata), false), null);
    }

    /** A call with one message each way. */
    public byte[] call(String method, byte[] message) throws IOException, GrpcException {
        byte[][] answer = new byte[1][];
        stream(method, message, call -> {}, received -> answer[0] = received);
        if (answer[0] == null) {
            throw new IOException("an answer without a message to " + method);
        }
        return answer[0];
    }

    /**
     * A call with one message and many back; returns when the last was heard.
     *
     * @param begun told of the call, so that another thread can cancel it
     */
    public void stream(String method, byte[] message, Consumer<GrpcCall> begun, Consumer<byte[]> messages)
            throws IOException, GrpcException {
        GrpcCall call = begin(method, Headers.of());
        begun.accept(call);
        send(call, message);
        for (byte @Nullable [] received = call.receive(); received != null; received = call.receive()) {
            messages.accept(received);
        }
        call.checkStatus();
    }

    private static void send(GrpcCall call, byte[] message) {
        try {
            call.send(message);
            call.half();
        } catch (IOException e) {
            return; // the server may have refused before it read all; if not, hearing it ends with the same reason
        }
    }
}
