package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.GrpcServer;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.engine.http2.Headers;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets the builder read and write blobs of this machine, in stores by name (moby/buildkit, session/content;
 * containerd/containerd, api/services/content/v1/content.proto). It lists and deletes nothing.
 */
public final class ContentStores implements SessionService {
    private static final String SERVICE = "/containerd.services.content.v1.Content/";
    private static final int CHUNK = 128 * 1024;

    private final Map<String, ContentStore> stores;

    public ContentStores(Map<String, ContentStore> stores) {
        this.stores = new TreeMap<>(stores);
    }

    @Override
    public Map<String, GrpcServer.Method> methods() {
        return stores.isEmpty()
                ? Map.of()
                : Map.of(
                        SERVICE + "Info", this::info,
                        SERVICE + "Read", this::read,
                        SERVICE + "Write", this::write,
                        SERVICE + "Status", ContentStores::status);
    }

    private ContentStore store(Headers metadata) throws GrpcException {
        String name = metadata.first("buildkit-attachable-store-id").orElse("");
        ContentStore store = stores.get(name);
        if (store == null) {
            throw new GrpcException(Code.NOT_FOUND, "unknown store " + name);
        }
        return store;
    }

    private static byte[] asked(GrpcCall call) throws IOException, GrpcException {
        byte[] message = call.receive();
        if (message == null) {
            throw new GrpcException(Code.INVALID_ARGUMENT, "a call without a message");
        }
        return message;
    }

    private void info(GrpcCall call) throws IOException, GrpcException {
        String digest = FirstText.of(asked(call));
        long size = Files.size(store(call.head()).blob(digest));
        call.send(new ProtoWriter()
                .message(1, new ProtoWriter().text(1, digest).number(2, size))
                .toBytes());
    }

    private void read(GrpcCall call) throws IOException, GrpcException {
        Part part = Part.read(asked(call));
        Path blob = store(call.head()).blob(part.digest);
        try (InputStream content = Files.newInputStream(blob)) {
            content.skipNBytes(part.offset);
            long at = part.offset;
            long end = part.size > 0 ? part.offset + part.size : Long.MAX_VALUE;
            byte[] chunk = new byte[CHUNK];
            int count = content.read(chunk, 0, (int) Math.min(CHUNK, end - at));
            while (count > 0) {
                ProtoWriter answer = new ProtoWriter().number(1, at).bytes(2, chunk, count);
                call.send(answer.toBytes());
                at += count;
                count = at == end ? 0 : content.read(chunk, 0, (int) Math.min(CHUNK, end - at));
            }
        }
    }

    private void write(GrpcCall call) throws IOException, GrpcException {
        new BlobReception(call, store(call.head())).run();
    }

    /** No blob is ever half there: one that broke off is begun anew. */
    private static void status(GrpcCall call) throws IOException, GrpcException {
        throw new GrpcException(Code.NOT_FOUND, "ingest " + FirstText.of(asked(call)) + ": not found");
    }

    /** Of a blob, {@code size} 0 for all from {@code offset} on. */
    private record Part(String digest, long offset, long size) {
        static Part read(byte[] message) throws GrpcException {
            String digest = "";
            long offset = 0;
            long size = 0;
            try {
                ProtoReader reader = new ProtoReader(message);
                while (reader.next()) {
                    switch (reader.field()) {
                        case 1 -> digest = reader.string();
                        case 2 -> offset = reader.varint();
                        case 3 -> size = reader.varint();
                        default -> {
                            // newer fields
                        }
                    }
                }
            } catch (MalformedStatusException e) {
                throw new GrpcException(Code.INVALID_ARGUMENT, "a request that cannot be read");
            }
            if (offset < 0 || size < 0) {
                throw new GrpcException(Code.OUT_OF_RANGE, "a negative offset or size");
            }
            return new Part(digest, offset, size);
        }
    }
}
