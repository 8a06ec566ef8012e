package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcServer;
import dev.misstep.engine.http2.Duplex;
import dev.misstep.engine.http2.Http2Connection;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A running session with a BuildKit (moby/buildkit, session/session.go): until it is closed the builder may ask for what its
 * services offer.
 */
public final class BuildSession implements Closeable {
    private final String id;
    private final Http2Connection connection;

    private BuildSession(String id, Http2Connection connection) {
        this.id = id;
        this.connection = connection;
    }

    /** Makes the connection a session is served on. */
    public interface Dialer {
        /** @param headers what the engine is told of the session: names with one value or several */
        Duplex dial(Map<String, List<String>> headers) throws IOException;
    }

    /**
     * Opens a session.
     *
     * @param id what builds name it by; unlike any other
     * @param sharedKey the same for builds of one context, so that a file sent for one need not be sent again for the next
     * @param patience how long the engine may be silent
     * @param trouble told of each request that ended in an error, with its method
     * @param whenEnded run when the session has ended, for whatever reason
     */
    public static BuildSession open(
            String id,
            String sharedKey,
            List<SessionService> services,
            Dialer dialer,
            Duration patience,
            BiConsumer<String, Throwable> trouble,
            Runnable whenEnded)
            throws IOException {
        Map<String, GrpcServer.Method> methods = new TreeMap<>(new Health().methods());
        services.forEach(service -> methods.putAll(service.methods()));
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("X-Docker-Expose-Session-Uuid", List.of(id));
        headers.put("X-Docker-Expose-Session-Name", List.of("misstep"));
        headers.put("X-Docker-Expose-Session-Sharedkey", List.of(sharedKey));
        headers.put("X-Docker-Expose-Session-Grpc-Method", new ArrayList<>(methods.keySet()));
        Duplex duplex = dialer.dial(headers);
        try {
            GrpcServer server = new GrpcServer(methods, trouble);
            return new BuildSession(id, Http2Connection.serve(duplex, patience, server, whenEnded));
        } catch (IOException e) {
            duplex.close();
            throw e;
        }
    }

    public String id() {
        return id;
    }

    /** Why the session is of no use any more, or {@code null} while it is. */
    public @Nullable IOException failure() {
        return connection.failure();
    }

    @Override
    public void close() {
        connection.close();
    }
}
