package dev.misstep.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** An engine that says who it is, takes a connection for BuildKit's calls, and never answers one. */
final class SilentEngine implements Closeable {
    private final ServerSocket server;
    private final boolean answersAtAll;
    private final CountDownLatch building;

    private SilentEngine(ServerSocket server, boolean answersAtAll, CountDownLatch building) {
        this.server = server;
        this.answersAtAll = answersAtAll;
        this.building = building;
    }

    /**
     * Starts one.
     *
     * @param answersAtAll whether it agrees to the connection, before it falls silent
     * @param building counted down when it is asked for one
     */
    static SilentEngine start(boolean answersAtAll, CountDownLatch building) throws IOException {
        SilentEngine engine =
                new SilentEngine(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answersAtAll, building);
        engine.daemon(engine::accept);
        return engine;
    }

    int port() {
        return server.getLocalPort();
    }

    private void daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            while (true) {
                String request = head(socket.getInputStream());
                if (request.contains("/grpc ")) {
                    if (answersAtAll) {
                        write(socket.getOutputStream(), "HTTP/1.1 101 UPGRADED\r\nUpgrade: h2c\r\n\r\n");
                    }
                    building.countDown();
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                    return;
                }
                String body = request.contains("/version ") ? HttpAnswers.VERSION : "{}";
                write(
                        socket.getOutputStream(),
                        "HTTP/1.1 200 OK\r\nBuilder-Version: 2\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body);
            }
        } catch (IOException e) {
            return; // the client has gone
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed");
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
