package dev.misstep.engine;

import dev.misstep.engine.http2.DaemonThread;
import dev.misstep.engine.http2.Duplex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection that begins as HTTP/1.1 and goes on as HTTP/2: {@code /session} and {@code /grpc} of engines (moby,
 * daemon/server/router).
 */
final class UpgradedConnection {
    private static final int LONGEST_HEAD = 64 * 1024;

    private UpgradedConnection() {}

    /**
     * Opens one.
     *
     * @param patience how long an answer is waited for
     * @param cancellation ends the wait for an engine that does not answer
     * @throws EngineException with what the engine says, if it refuses
     */
    static Duplex open(
            EngineAddress address,
            String path,
            Map<String, List<String>> headers,
            Duration patience,
            Cancellation cancellation)
            throws IOException, EngineException {
        Duplex duplex = EngineSocket.connect(address);
        CountDownLatch answered = new CountDownLatch(1);
        AtomicBoolean late = new AtomicBoolean();
        DaemonThread.start("misstep-upgrade", () -> closeUnless(answered, patience, duplex, late));
        try (Cancellation.Registration registered = cancellation.onCancel(() -> close(duplex))) {
            StringBuilder request = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: docker\r\n"
                    + "Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 0\r\nUser-Agent: misstep\r\n");
            headers.forEach((name, values) -> values.forEach(value ->
                    request.append(name).append(": ").append(plain(value)).append("\r\n")));
            duplex.out().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            duplex.out().flush();
            // "HTTP/1.1 101 UPGRADED"
            String head = head(duplex.in());
            if (!head.startsWith("HTTP/1.1 101")) {
                throw new EngineException("the engine refused " + path + ": "
                        + head.lines().findFirst().orElse("no answer"));
            }
            return duplex;
        } catch (IOException | EngineException e) {
            close(duplex);
            if (late.get()) {
                throw new IOException("no answer to " + path + " for " + patience.toSeconds() + " s", e);
            }
            throw e;
        } finally {
            answered.countDown();
        }
    }

    /** Neither kind of socket has a time-out for all its reads. */
    private static void closeUnless(CountDownLatch answered, Duration patience, Duplex duplex, AtomicBoolean late) {
        try {
            if (!answered.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                late.set(true);
                close(duplex);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Duplex duplex) {
        try {
            duplex.close();
        } catch (IOException e) {
            return; // it was of no use any more
        }
    }

    private static String plain(String value) {
        return value.replaceAll("[^ -~]", "?");
    }

    /** Byte by byte: what follows is no longer ours. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2 && head.size() < LONGEST_HEAD) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the engine closed the connection");
            }
            head.write(b);
            newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
