package dev.misstep.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A web server that is no engine, or pretends to be one. */
final class HttpAnswers implements AutoCloseable {
    static final String VERSION =
            "{\"Version\":\"99.1\",\"ApiVersion\":\"1.51\",\"MinAPIVersion\":\"1.50\",\"Os\":\"linux\",\"Arch\":\"amd64\"}";

    private final HttpServer server;

    private HttpAnswers(HttpServer server) {
        this.server = server;
    }

    /** Gives every request the same answer. */
    static HttpAnswers status(int status, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, status, body));
        server.start();
        return new HttpAnswers(server);
    }

    /** Says what an engine says when it is asked who it is. */
    static HttpAnswers engine(HttpServer server) {
        server.createContext("/_ping", exchange -> {
            exchange.getResponseHeaders().add("Builder-Version", "2");
            answer(exchange, 200, "OK");
        });
        server.createContext("/version", exchange -> answer(exchange, 200, VERSION));
        server.start();
        return new HttpAnswers(server);
    }

    /** An engine that takes builds of the classic builder, and never ends one. */
    static HttpAnswers hangingEngine(boolean answersAtAll, CountDownLatch building) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/v1.50/build", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (answersAtAll) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("{\"id\":\"other\"}\r\n".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
            building.countDown();
        });
        return engine(server);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
