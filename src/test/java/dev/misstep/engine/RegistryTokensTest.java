package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.AuthConfig;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How tokens are asked for, and where nothing is asked. */
@Timeout(30)
class RegistryTokensTest {
    private static final AuthConfig PASSWORD =
            new AuthConfig().withUsername("me").withPassword("s3cret&more");
    private static final AuthConfig IDENTITY = new AuthConfig().withIdentityToken("1d");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "{\"access_token\":\"t\",\"expires_in\":300,\"issued_at\":\"1970-01-01T00:01:40Z\"}";

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer service=\"s\",realm=\"" + realm() + "\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.createContext("/token", this::token);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String login = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawQuery() + " " + form + " " + login);
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? status : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String realm() {
        return "http://" + host() + "/token";
    }

    private RegistryTokens.Token fetch(String realm, AuthConfig known) throws IOException {
        RegistryTokens tokens = new RegistryTokens(Map.of());
        assertThat(tokens.reach(host())).isTrue();
        asked.clear();
        return tokens.fetch(
                new RegistryTokens.Wish(host(), realm, "s", List.of("repository:a:pull", "repository:b:pull")), known);
    }

    @Test
    void aPasswordIsGivenForAToken() throws Exception {
        RegistryTokens.Token token = fetch(realm(), PASSWORD);

        assertThat(token).isEqualTo(new RegistryTokens.Token("t", 300, 100));
        assertThat(token.toString()).doesNotContain("\"t\"").isEqualTo("Token[300]");
        assertThat(asked)
                .containsExactly("POST null client_id=buildkit-client&service=s"
                        + "&scope=repository%3Aa%3Apull+repository%3Ab%3Apull"
                        + "&grant_type=password&username=me&password=s3cret%26more null");
    }

    @Test
    void anAnswerWithoutEndIsNotReadToItsEnd() {
        answer = "{\"access_token\":\"" + "t".repeat(2 << 20) + "\"}";

        assertThatThrownBy(() -> fetch(realm(), PASSWORD))
                .isInstanceOf(IOException.class)
                .hasMessage("an answer longer than 1048576 bytes");
    }

    @Test
    void anAnswerThatStopsHalfwayIsNotWaitedFor() {
        CountDownLatch told = new CountDownLatch(1);
        server.createContext("/half", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            if (exchange.getRequestMethod().equals("GET")
                    && exchange.getRequestURI().getQuery() == null) {
                exchange.getResponseBody().write(new byte[100]);
            } else {
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                await(told);
            }
            exchange.close();
        });
        server.removeContext("/v2/");
        server.createContext("/v2/", exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"http://" + host() + "/half\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        RegistryTokens tokens = new RegistryTokens(Map.of(), Duration.ofSeconds(2));
        RegistryTokens.Wish wish = new RegistryTokens.Wish(host(), "http://" + host() + "/half", "s", List.of());
        try {
            assertThat(tokens.reach(host())).isTrue();
            assertThatThrownBy(() -> tokens.fetch(wish, PASSWORD))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no whole answer of http://" + host() + " within 2 seconds");
        } finally {
            told.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anIdentityTokenIsGivenForAToken() throws Exception {
        fetch(realm(), IDENTITY);

        assertThat(asked).singleElement().asString().contains("grant_type=refresh_token&refresh_token=1d");
    }

    @Test
    void olderRegistriesAreAskedInTheOlderWay() throws Exception {
        answer = "{\"token\":\"old\"}";
        for (int refused : new int[] {401, 404, 405}) {
            status = refused;

            assertThat(fetch(realm(), PASSWORD)).isEqualTo(new RegistryTokens.Token("old", 60, 0));
            assertThat(asked)
                    .last()
                    .asString()
                    .startsWith("GET service=s&scope=repository%3Aa%3Apull&scope=repository%3Ab%3Apull ")
                    .endsWith(" Basic bWU6czNjcmV0Jm1vcmU=");
        }
    }

    @Test
    void noPasswordGoesWhereTheRegistryDidNotSend() throws Exception {
        String other = "http://localhost:" + server.getAddress().getPort() + "/token";

        assertThatThrownBy(() -> fetch(other, PASSWORD)).hasMessageContaining("no password goes there");
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsNoTokenIsToldWithoutTheAnswer() {
        for (String odd : List.of("{\"access_token\":\"\"}", "{\"secret", "[]")) {
            answer = odd;
            assertThatThrownBy(() -> fetch(realm(), PASSWORD))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("secret");
        }
        status = 403;
        assertThatThrownBy(() -> fetch(realm(), PASSWORD)).hasMessageEndingWith("403 Forbidden");
    }

    @Test
    void wherePasswordsCannotBeKeptTheyAreNot() {
        assertThat(new RegistryTokens(Map.of("HTTPS_PROXY", "http://p")).reach(host()))
                .isFalse();
        assertThat(new RegistryTokens(Map.of("BUILDKIT_NO_CLIENT_TOKEN", "1")).reach(host()))
                .isFalse();
        server.stop(0);
        assertThat(new RegistryTokens(Map.of()).reach(host())).isFalse();
    }

    @Test
    void anAuthorityIsKnownByItsSignature() throws Exception {
        TokenAuthority authority = TokenAuthority.of(new byte[] {1, 2}, new byte[] {3});
        byte[] payload = {5, 6, 7};
        byte[] signed = authority.signed(payload);

        // SubjectPublicKeyInfo of Ed25519 is this and the key (RFC 8410)
        byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] encoded = Arrays.copyOf(head, 44);
        System.arraycopy(authority.publicKey(), 0, encoded, 12, 32);
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        check.update(payload);

        assertThat(check.verify(Arrays.copyOf(signed, 64))).isTrue();
        assertThat(Arrays.copyOfRange(signed, 64, signed.length)).isEqualTo(payload);
        assertThat(TokenAuthority.of(new byte[] {1, 2}, new byte[] {3}).publicKey())
                .isEqualTo(authority.publicKey())
                .isNotEqualTo(
                        TokenAuthority.of(new byte[] {1, 2}, new byte[] {4}).publicKey())
                .isNotEqualTo(
                        TokenAuthority.of(new byte[] {1, 3}, new byte[] {3}).publicKey());
    }
}
