package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that asks for a certificate, as an engine behind tcp:// does. Keys and certificates are made for each run. */
@Timeout(120)
class EngineTlsTest {
    @TempDir
    static Path stores;

    @TempDir
    Path home;

    /** The forms in which openssl writes a private key. */
    enum Form {
        PKCS8_RSA("rsa", "PRIVATE KEY"),
        PKCS8_EC("ec", "PRIVATE KEY"),
        PKCS1("rsa", "RSA PRIVATE KEY"),
        SEC1("ec", "EC PRIVATE KEY");

        private final String alias;
        private final String header;

        Form(String alias, String header) {
            this.alias = alias;
            this.header = header;
        }

        byte[] encode(PrivateKey key) {
            byte[] pkcs8 = key.getEncoded();
            return switch (this) {
                case PKCS8_RSA, PKCS8_EC -> pkcs8;
                // SEQUENCE of 4 bytes head, version 3, algorithm 15, OCTET STRING of 4 bytes head
                case PKCS1 -> Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
                case SEC1 -> sec1(pkcs8);
            };
        }

        /** The JDK leaves the curve out inside a PKCS#8; openssl writes it into its own form. */
        private static byte[] sec1(byte[] pkcs8) {
            // head 2, version 3, algorithm 21 (head 2, ecPublicKey 9, prime256v1 10), OCTET STRING head 2
            byte[] curve = Arrays.copyOfRange(pkcs8, 16, 26);
            byte[] inner = Arrays.copyOfRange(pkcs8, 28, pkcs8.length);
            byte[] key = Arrays.copyOfRange(inner, 2, 5 + 2 + 32);
            byte[] sec1 = new byte[2 + key.length + 2 + curve.length];
            sec1[0] = 0x30;
            sec1[1] = (byte) (sec1.length - 2);
            System.arraycopy(key, 0, sec1, 2, key.length);
            sec1[2 + key.length] = (byte) 0xA0;
            sec1[3 + key.length] = (byte) curve.length;
            System.arraycopy(curve, 0, sec1, 4 + key.length, curve.length);
            return sec1;
        }
    }

    @BeforeAll
    static void makeKeys() throws Exception {
        TestKeys.make(stores.resolve("server"), "-keyalg", "RSA", "-keysize", "2048", "-ext", "SAN=ip:127.0.0.1");
        TestKeys.make(stores.resolve("rsa"), "-keyalg", "RSA", "-keysize", "2048");
        TestKeys.make(stores.resolve("ec"), "-keyalg", "EC", "-groupname", "secp256r1");
    }

    @ParameterizedTest
    @EnumSource
    void connectsWithTheUsersCertificate(Form form) throws Exception {
        Path directory = material(form, "server");
        try (HttpAnswers engine = server()) {
            EngineFacts facts = facts(engine, directory);

            assertThat(facts.version()).isEqualTo("99.1");
            assertThat(facts.apiVersion()).isEqualTo("1.50");
            assertThat(facts.defaultBuilder()).isEqualTo(BuilderKind.BUILDKIT);
        }
    }

    @Test
    void aServerThatTheAuthorityDoesNotVouchForIsRefused() throws Exception {
        Path directory = material(Form.PKCS8_RSA, "ec");
        try (HttpAnswers engine = server()) {
            assertThatThrownBy(() -> facts(engine, directory))
                    .isInstanceOf(EngineUnavailableException.class)
                    .hasMessageContaining("TLS failed (")
                    .hasMessageContaining("check DOCKER_CERT_PATH and DOCKER_TLS_VERIFY");
        }
    }

    @Test
    void aServerThatWantsACertificateRefusesOneWithout() throws Exception {
        Path directory = material(Form.PKCS8_RSA, "server");
        Files.delete(directory.resolve("cert.pem"));
        Files.delete(directory.resolve("key.pem"));
        try (HttpAnswers engine = server()) {
            assertThatThrownBy(() -> facts(engine, directory)).isInstanceOf(EngineUnavailableException.class);
        }
    }

    @Test
    void anEncryptedKeyIsSaidToBeUnusable() throws Exception {
        Path directory = material(Form.PKCS8_RSA, "server");
        Files.writeString(directory.resolve("key.pem"), pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2}));
        EngineTls tls = EngineTls.in(directory);

        assertThatThrownBy(tls::context)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("key.pem holds no private key, or an encrypted one");
    }

    private EngineFacts facts(HttpAnswers engine, Path certificates) throws EngineException {
        Map<String, String> environment = Map.of(
                "DOCKER_HOST",
                "tcp://127.0.0.1:" + engine.port(),
                "DOCKER_TLS_VERIFY",
                "1",
                "DOCKER_CERT_PATH",
                certificates.toString());
        try (EngineConnection connection = EngineConnection.open(
                EngineAddress.find(environment, home), RegistryCredentials.read(environment, home))) {
            return connection.facts();
        }
    }

    private Path material(Form form, String authority) throws Exception {
        KeyStore own = TestKeys.load(stores.resolve(form.alias));
        PrivateKey key = (PrivateKey) own.getKey("k", TestKeys.PASSWORD);
        Files.writeString(home.resolve("key.pem"), pem(form.header, form.encode(key)));
        Files.writeString(
                home.resolve("cert.pem"),
                pem("CERTIFICATE", own.getCertificate("k").getEncoded()));
        Certificate ca = TestKeys.load(stores.resolve(authority)).getCertificate("k");
        Files.writeString(home.resolve("ca.pem"), pem("CERTIFICATE", ca.getEncoded()));
        return home;
    }

    private static HttpAnswers server() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("rsa", TestKeys.load(stores.resolve("rsa")).getCertificate("k"));
        trusted.setCertificateEntry("ec", TestKeys.load(stores.resolve("ec")).getCertificate("k"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(TestKeys.managers(stores.resolve("server")), trust.getTrustManagers(), null);

        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters needy = context.getDefaultSSLParameters();
                needy.setNeedClientAuth(true);
                parameters.setSSLParameters(needy);
            }
        });
        return HttpAnswers.engine(server);
    }

    private static String pem(String header, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + header + "-----\n" + body + "\n-----END " + header + "-----\n";
    }
}
