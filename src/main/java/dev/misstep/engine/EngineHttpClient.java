package dev.misstep.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import dev.misstep.engine.http2.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriter;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The way docker-java, and we, send requests to an engine: HTTP/1.1, one connection to a request. docker-java's own
 * transports make ready for TLS, cookies and proxies whatever the address is, which takes longer than a cached build.
 * Closing it breaks all that is under way, even a request without an answer yet. Safe for use by several threads.
 */
final class EngineHttpClient implements DockerHttpClient {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final EngineAddress address;
    private final Set<Duplex> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EngineHttpClient(EngineAddress address) {
        this.address = address;
    }

    /** @throws EngineHttpException if there is no answer */
    @Override
    public Response execute(Request request) {
        if (request.hijackedInput() != null) {
            throw new UnsupportedOperationException("a connection that is taken over is an UpgradedConnection");
        }
        try {
            Duplex duplex = connect();
            try {
                return exchange(duplex, request);
            } catch (IOException | HttpException | RuntimeException e) {
                release(duplex);
                throw e;
            }
        } catch (UncheckedIOException e) {
            throw broken(Objects.requireNonNull(e.getCause()));
        } catch (IOException | EngineException | HttpException e) {
            throw broken(e);
        }
    }

    private EngineHttpException broken(Exception reason) {
        return new EngineHttpException(closed ? new IOException("the connection was closed", reason) : reason);
    }

    private Duplex connect() throws IOException, EngineException {
        Duplex duplex = EngineSocket.connect(address);
        open.add(duplex);
        if (closed) {
            release(duplex);
            throw new IOException("the connection was closed");
        }
        return duplex;
    }

    private EngineAnswer exchange(Duplex duplex, Request request) throws IOException, HttpException {
        Runnable release = () -> release(duplex);
        try {
            send(duplex, request);
        } catch (IOException | HttpException e) {
            // an engine that wants no more of a body may have said why before it hung up
            EngineAnswer refusal = early(duplex, request, release);
            if (refusal == null) {
                throw e;
            }
            return refusal;
        }
        return EngineAnswer.read(duplex.in(), request.method(), release);
    }

    private static @Nullable EngineAnswer early(Duplex duplex, Request request, Runnable release) {
        try {
            return EngineAnswer.read(duplex.in(), request.method(), release);
        } catch (IOException | HttpException e) {
            return null; // what broke the sending tells more
        }
    }

    private void send(Duplex duplex, Request request) throws IOException, HttpException {
        SessionOutputBufferImpl buffer =
                new SessionOutputBufferImpl(BUFFER_BYTES, StandardCharsets.US_ASCII.newEncoder());
        InputStream stream = request.body();
        byte[] bytes = request.bodyBytes();
        new DefaultHttpRequestWriter().write(head(request, stream, bytes), buffer, duplex.out());
        if (bytes != null) {
            buffer.write(bytes, duplex.out());
        } else if (stream != null) {
            // its end is written only if all of the body was read: half a context must not be built
            ChunkedOutputStream chunks = new ChunkedOutputStream(buffer, duplex.out(), BUFFER_BYTES);
            byte[] piece = new byte[BUFFER_BYTES];
            for (int count = next(stream, piece); count >= 0; count = next(stream, piece)) {
                chunks.write(piece, 0, count);
            }
            chunks.finish();
        }
        buffer.flush(duplex.out());
        duplex.out().flush();
    }

    /** @throws UncheckedIOException if it cannot be read; the engine waits for the rest then, and has nothing to say */
    private static int next(InputStream stream, byte[] piece) {
        try {
            return stream.read(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ClassicHttpRequest head(Request request, @Nullable InputStream stream, byte @Nullable [] bytes) {
        // "tcp://host:2375/prefix": an engine behind a proxy
        boolean network = address.host().getScheme().equals("tcp");
        String prefix = network ? address.host().getRawPath() : "";
        String path = (prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix) + request.path();
        ClassicHttpRequest head = new BasicClassicHttpRequest(request.method(), path);
        head.setHeader("Host", network ? address.host().getRawAuthority() : "docker");
        head.setHeader("User-Agent", "misstep");
        head.setHeader("Connection", "close");
        request.headers().forEach(head::setHeader);
        if (bytes != null) {
            head.setHeader("Content-Length", Integer.toString(bytes.length));
        } else if (stream != null) {
            head.setHeader("Transfer-Encoding", "chunked");
        } else if (request.method().equals("POST")) {
            head.setHeader("Content-Length", "0");
        }
        return head;
    }

    private void release(Duplex duplex) {
        open.remove(duplex);
        try {
            duplex.close();
        } catch (IOException e) {
            return; // it was of no use any more
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Duplex duplex : open) {
            release(duplex);
        }
    }
}
