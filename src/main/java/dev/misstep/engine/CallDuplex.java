package dev.misstep.engine;

import dev.misstep.engine.grpc.BytesMessage;
import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.http2.BlockInput;
import dev.misstep.engine.http2.BlockOutput;
import dev.misstep.engine.http2.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Bytes in the messages of a call: how a session travels where the engine speaks gRPC itself (moby/buildkit, session/grpchijack).
 *
 * @param call of {@code Control.Session}
 */
record CallDuplex(GrpcCall call, InputStream in, OutputStream out) implements Duplex {
    CallDuplex(GrpcCall call) {
        this(call, new Received(call), new Sent(call));
    }

    @Override
    public void close() {
        call.cancel();
    }

    private static final class Received extends BlockInput {
        private final GrpcCall call;
        private byte[] data = {};
        private int at;

        Received(GrpcCall call) {
            this.call = call;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            while (at == data.length && length > 0) {
                byte[] message = call.receive();
                if (message == null) {
                    return -1;
                }
                data = BytesMessage.data(message);
                at = 0;
            }
            int count = Math.min(length, data.length - at);
            System.arraycopy(data, at, to, from, count);
            at += count;
            return count;
        }
    }

    private static final class Sent extends BlockOutput {
        private final GrpcCall call;

        Sent(GrpcCall call) {
            this.call = call;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            call.send(BytesMessage.of(bytes, from, length));
        }

        @Override
        public void flush() throws IOException {
            call.flush();
        }
    }
}
