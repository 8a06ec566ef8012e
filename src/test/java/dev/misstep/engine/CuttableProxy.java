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

/** A way to an engine that can be cut like a cable, and remembers what the engine said. */
final class CuttableProxy implements Closeable {
    private final ServerSocket server;
    private final URI engine;
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
            thread(() -> copy(
                    client.getInputStream(),
                    Channels.newOutputStream(new Unlocked(target)),
                    OutputStream.nullOutputStream()));
            thread(() -> copy(Channels.newInputStream(target), client.getOutputStream(), answer));
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

    private static void copy(InputStream in, OutputStream out, OutputStream kept) throws IOException {
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            kept.write(buffer, 0, count);
            out.write(buffer, 0, count);
            out.flush();
        }
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
