package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.GrpcServer;
import dev.misstep.engine.grpc.ProtoWriter;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Hands out secrets by id (moby/buildkit, session/secrets). What is read is kept nowhere. */
public final class Secrets implements SessionService {
    /** The engine takes no larger one (session/secrets/secretsprovider/store.go). */
    private static final int LARGEST = 500 * 1024;

    private final Map<String, Source> sources;

    /** Where a secret is read when the builder asks. */
    public interface Source {
        byte[] read() throws IOException;
    }

    public Secrets(Map<String, Source> sources) {
        this.sources = new TreeMap<>(sources);
    }

    @Override
    public Map<String, GrpcServer.Method> methods() {
        return Map.of("/moby.buildkit.secrets.v1.Secrets/GetSecret", GrpcServer.unary(this::secret));
    }

    private byte[] secret(byte[] message) throws GrpcException {
        String id = FirstText.of(message);
        Source source = sources.get(id);
        if (source == null) {
            throw new GrpcException(Code.NOT_FOUND, "secret " + id + ": not found");
        }
        byte[] value;
        try {
            value = source.read();
        } catch (IOException e) {
            throw new GrpcException(Code.UNKNOWN, "secret " + id + " cannot be read: " + FileSentence.of(e));
        }
        if (value.length > LARGEST) {
            throw new GrpcException(Code.INVALID_ARGUMENT, "invalid secret size " + value.length);
        }
        return new ProtoWriter().bytes(1, value).toBytes();
    }
}
