package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One blob from the builder (containerd/containerd, plugins/services/content/contentserver): it asks how much there is, writes
 * in pieces, and commits; each of these is answered.
 */
final class BlobReception {
    private static final int STAT = 0;
    private static final int COMMIT = 2;

    private final GrpcCall call;
    private final ContentStore store;

    BlobReception(GrpcCall call, ContentStore store) {
        this.call = call;
        this.store = store;
    }

    void run() throws IOException, GrpcException {
        try (ContentStore.Ingest ingest = store.begin()) {
            long total = 0;
            String expected = "";
            for (byte @Nullable [] message = call.receive(); message != null; message = call.receive()) {
                Step step = Step.read(message);
                total = step.total > 0 ? step.total : total;
                expected = step.expected.isEmpty() ? expected : step.expected;
                if (store.has(expected)) {
                    throw new GrpcException(Code.ALREADY_EXISTS, "content " + expected + ": already exists");
                }
                if (step.action != STAT && step.offset != ingest.size()) {
                    throw new GrpcException(
                            Code.OUT_OF_RANGE, "write at " + step.offset + ", where " + ingest.size() + " are there");
                }
                ingest.write(step.data);
                ProtoWriter answer = new ProtoWriter().number(1, step.action).number(4, ingest.size());
                if (step.action == COMMIT) {
                    call.send(answer.text(6, ingest.keep(total, expected)).toBytes());
                    return;
                }
                call.send(answer.number(5, total).toBytes());
                call.flush();
            }
        }
    }

    private record Step(int action, long total, String expected, long offset, byte[] data) {
        static Step read(byte[] message) throws GrpcException {
            int action = STAT;
            long total = 0;
            long offset = 0;
            String expected = "";
            byte[] data = {};
            try {
                ProtoReader reader = new ProtoReader(message);
                while (reader.next()) {
                    switch (reader.field()) {
                        case 1 -> action = (int) reader.varint();
                        case 3 -> total = reader.varint();
                        case 4 -> expected = reader.string();
                        case 5 -> offset = reader.varint();
                        case 6 -> data = reader.bytes();
                        default -> {
                            // the name of the ingest, and labels, which no directory keeps
                        }
                    }
                }
            } catch (MalformedStatusException e) {
                throw new GrpcException(Code.INVALID_ARGUMENT, "a piece of a blob that cannot be read");
            }
            return new Step(action, total, expected, offset, data);
        }
    }
}
