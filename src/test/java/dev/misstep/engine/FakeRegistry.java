package dev.misstep.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A registry with one image of one file, for those who know the password (distribution/spec, HTTP API V2), or have a token
 * that one gets for it (distribution/distribution, docs/content/spec/auth). On a loopback address engines ask for no
 * known certificate.
 */
final class FakeRegistry implements AutoCloseable {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String TOKEN = "t0ken-of-the-test";
    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    final AtomicInteger manifestsServed = new AtomicInteger();
    /** How tokens were asked for: the method, and as whom. */
    final List<String> tokensGiven = new CopyOnWriteArrayList<>();

    /** Who asked for tokens with a password. */
    final List<String> agents = new CopyOnWriteArrayList<>();

    /** Says no to the newer way of asking for a token, as some registries do. */
    volatile int answerToPost = 200;

    private final HttpServer server;
    private final @Nullable HttpServer tokens;
    private final String login;
    private final String expected;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final byte[] manifest;

    private FakeRegistry(HttpServer server, @Nullable HttpServer tokens, String user, String password, String content)
            throws Exception {
        this.server = server;
        this.tokens = tokens;
        this.login = user + ":" + password;
        this.expected = tokens == null ? basic(login) : "Bearer " + TOKEN;
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

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /** @param keys where the keys of TLS are made; {@code null} for none */
    static FakeRegistry start(@Nullable Path keys, String user, String password, String content) throws Exception {
        return started(new FakeRegistry(server(keys), null, user, password, content));
    }

    /** One that wants a token; with an empty user anybody gets one. */
    static FakeRegistry withTokens(@Nullable Path keys, String user, String password, String content) throws Exception {
        return started(new FakeRegistry(server(keys), HttpServer.create(ANYWHERE, 0), user, password, content));
    }

    private static HttpServer server(@Nullable Path directory) throws Exception {
        if (directory == null) {
            return HttpServer.create(ANYWHERE, 0);
        }
        Path keys = directory.resolve("registry");
        TestKeys.make(keys, "-keyalg", "RSA", "-keysize", "2048", "-ext", "SAN=ip:127.0.0.1");
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(TestKeys.managers(keys), null, null);
        HttpsServer server = HttpsServer.create(ANYWHERE, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    private static FakeRegistry started(FakeRegistry registry) {
        registry.server.createContext("/v2/", registry::serve);
        registry.server.start();
        if (registry.tokens != null) {
            registry.tokens.createContext("/token", registry::giveToken);
            registry.tokens.start();
        }
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

    private String challenge() {
        return tokens == null
                ? "Basic realm=\"test\""
                : "Bearer realm=\"http://127.0.0.1:" + tokens.getAddress().getPort()
                        + "/token\",service=\"test\",scope=\"repository:private/base:pull\"";
    }

    private void giveToken(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestMethod();
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String known = exchange.getRequestHeaders().getFirst("Authorization");
        boolean anybody = login.equals(":");
        int colon = login.indexOf(':');
        boolean welcome = asked.equals("POST")
                ? List.of(form.split("&"))
                        .containsAll(List.of(
                                "username=" + login.substring(0, colon),
                                "password=" + login.substring(colon + 1),
                                "grant_type=password",
                                "service=test"))
                : anybody || basic(login).equals(known);
        int status = !welcome ? 401 : asked.equals("POST") ? answerToPost : 200;
        tokensGiven.add(asked + " " + status);
        if (asked.equals("POST") || known != null) {
            agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
        }
        byte[] body = (status == 200
                        ? "{\"token\":\"" + TOKEN + "\",\"access_token\":\"" + TOKEN + "\",\"expires_in\":300}"
                        : "{}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        Map<String, String> headers = new HashMap<>();
        byte[] body = new byte[0];
        int status = 200;
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            headers.put("WWW-Authenticate", challenge());
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
        if (tokens != null) {
            tokens.stop(0);
        }
    }
}
