package dev.misstep.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** What {@code docker system dial-stdio} does: standard input and output are a connection to the engine's socket. */
final class DialStdio {
    private DialStdio() {}

    public static void main(String[] args) throws Exception {
        try (SocketChannel engine = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.connect(UnixDomainSocketAddress.of(Path.of(args[0])));
            Thread sending = new Thread(() -> send(System.in, engine));
            sending.setDaemon(true);
            sending.start();
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            OutputStream out = System.out;
            while (engine.read(buffer) >= 0) {
                out.write(buffer.array(), 0, buffer.position());
                out.flush();
                buffer.clear();
            }
        }
    }

    private static void send(InputStream in, SocketChannel engine) {
        byte[] chunk = new byte[8192];
        try {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
                while (bytes.hasRemaining()) {
                    engine.write(bytes);
                }
            }
            engine.shutdownOutput();
        } catch (java.io.IOException e) {
            return; // the engine has gone, which the other direction tells
        }
    }
}
