package dev.misstep.engine;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to an engine that can be cut like a cable, now or when so much has gone over it, or go dead so that both ends still
 * believe in it, or be slow; and that remembers what the engine said.
 */
final class CuttableProxy implements Closeable {
    private final ServerSocket server;
    private final URI engine;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger dead = new AtomicInteger(Integer.MAX_VALUE);
    private volatile int delayMillis;
    private final List<Closeable> ends = new CopyOnWriteArrayList<>();
    private final List<ByteArrayOutputStream> answers = new CopyOnWriteArrayList<>();

    private CuttableProxy(ServerSocket server, URI engine) {
        this.server = server;
        this.engine = engine;
    }

    static CuttableProxy to(EngineAddress engine) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        CuttableProxy proxy = new CuttableProxy(server, engine.host());
        thread(proxy::acceptAll);
        return proxy;
    }

    EngineAddress address() {
        return new EngineAddress(URI.create("tcp://127.0.0.1:" + server.getLocalPort()), null, "a test");
    }

    private void acceptAll() throws IOException {
        while (true) {
            Socket client = server.accept();
            SocketChannel target = connect();
            ends.add(client);
            ends.add(target);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answers.add(answer);
            int number = answers.size() - 1;
            thread(() -> copy(
                    number,
                    client.getInputStream(),
                    Channels.newOutputStream(new Unlocked(target)),
                    OutputStream.nullOutputStream()));
            thread(() -> copy(number, Channels.newInputStream(target), client.getOutputStream(), answer));
        }
    }

    private SocketChannel connect() throws IOException {
        if (engine.getScheme().equals("unix")) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(engine.getPath()));
            return channel;
        }
        return SocketChannel.open(new InetSocketAddress(engine.getHost(), engine.getPort()));
    }

    /** A stream over the channel itself would wait for the other direction's read to end. */
    private record Unlocked(SocketChannel channel) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return channel.write(bytes);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private void copy(int number, InputStream in, OutputStream out, OutputStream kept) throws IOException {
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (left.addAndGet(-count) < 0) {
                cut();
            }
            hold(number);
            kept.write(buffer, 0, count);
            out.write(buffer, 0, count);
            out.flush();
        }
    }

    private void hold(int number) throws IOException {
        try {
            if (number >= dead.get()) {
                closed.await();
            }
            if (delayMillis > 0 && closed.await(delayMillis, TimeUnit.MILLISECONDS)) {
                throw new IOException("closed");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Everything comes so much later. */
    void delay(int millis) {
        delayMillis = millis;
    }

    /** It is cut as soon as so many bytes more have gone either way. */
    void cutAfter(long bytes) {
        left.set(bytes);
    }

    /** Connections but the first so many forward nothing any more, and none is closed. */
    void goDeadBehind(int connections) {
        dead.set(connections);
    }

    /** How many connections were made. */
    int connections() {
        return answers.size();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // cut: that is what it is for
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** What the engine said on each connection, head and chunks and all, one character a byte. */
    List<String> answers() {
        return answers.stream()
                .map(answer -> answer.toString(StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** Ends all connections, and takes no new ones. */
    void cut() throws IOException {
        closed.countDown();
        server.close();
        for (Closeable end : ends) {
            end.close();
        }
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
