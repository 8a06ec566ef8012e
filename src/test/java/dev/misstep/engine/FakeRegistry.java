package dev.misstep.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A registry with one image of one file, for those who know the password (distribution/spec, HTTP API V2). It speaks TLS,
 * because an engine tries that first; on a loopback address it asks for no known certificate.
 */
final class FakeRegistry implements AutoCloseable {
    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    final AtomicInteger manifestsServed = new AtomicInteger();
    private final HttpsServer server;
    private final String expected;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final byte[] manifest;

    private FakeRegistry(HttpsServer server, String user, String password, String content) throws Exception {
        this.server = server;
        this.expected =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream layer = new ByteArrayOutputStream();
        new ContextTar(List.of(Contexts.text("content", content)), (path, announced, found) -> {}).writeTo(layer);
        String diff = blob(layer.toByteArray());
        byte[] config =
                ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                                + diff + "\"]},\"history\":[{}]}")
                        .getBytes(StandardCharsets.UTF_8);
        this.manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":{\"mediaType\":"
                        + "\"application/vnd.docker.container.image.v1+json\",\"size\":" + config.length
                        + ",\"digest\":\""
                        + blob(config)
                        + "\"},\"layers\":[{\"mediaType\":\"application/vnd.docker.image.rootfs.diff.tar\",\"size\":"
                        + layer.size() + ",\"digest\":\"" + diff + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    static FakeRegistry start(Path directory, String user, String password, String content) throws Exception {
        Path keys = directory.resolve("registry");
        TestKeys.make(keys, "-keyalg", "RSA", "-keysize", "2048", "-ext", "SAN=ip:127.0.0.1");
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(TestKeys.managers(keys), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        FakeRegistry registry = new FakeRegistry(server, user, password, content);
        server.createContext("/v2/", registry::serve);
        server.start();
        return registry;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String blob(byte[] bytes) throws Exception {
        String digest = "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        blobs.put(digest, bytes);
        return digest;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        Map<String, String> headers = new HashMap<>();
        byte[] body = new byte[0];
        int status = 200;
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            headers.put("WWW-Authenticate", "Basic realm=\"test\"");
            status = 401;
        } else if (path.contains("/manifests/")) {
            manifestsServed.incrementAndGet();
            headers.put("Content-Type", MANIFEST);
            body = manifest;
        } else if (path.contains("/blobs/")) {
            byte[] blob = blobs.get(last);
            status = blob == null ? 404 : 200;
            body = blob == null ? body : blob;
        }
        headers.forEach(exchange.getResponseHeaders()::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
