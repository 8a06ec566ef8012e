package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads when there is no engine. */
@Timeout(60)
class EngineUnavailableTest {
    @TempDir
    Path directory;

    @Test
    void noSuchSocket() {
        assertThat(message("unix://" + directory + "/none.sock"))
                .isEqualTo("no Docker Engine at unix://" + directory
                        + "/none.sock, chosen by DOCKER_HOST: there is no such"
                        + " socket; start Docker, or name another engine with DOCKER_HOST or DOCKER_CONTEXT");
    }

    @Test
    void aSocketNobodyListensOn() throws IOException {
        Path socket = directory.resolve("dead.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(Files.exists(socket)).isTrue();
        assertThat(message("unix://" + socket)).contains("connection refused; start Docker");
    }

    @Test
    void aPortNobodyListensOn() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        assertThat(message("tcp://127.0.0.1:" + port))
                .startsWith(
                        "no Docker Engine at tcp://127.0.0.1:" + port + ", chosen by DOCKER_HOST: connection refused");
    }

    @Test
    void aHostThatDoesNotExist() {
        assertThat(message("tcp://no-such-host.invalid")).contains("there is no host of that name");
    }

    @Test
    void anEngineThatHangs() throws Exception {
        Path socket = directory.resolve("silent.sock");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            EngineAddress address = new EngineAddress(URI.create("unix://" + socket), null, "the default");
            RegistryCredentials credentials = RegistryCredentials.read(Map.of(), directory);

            assertThatThrownBy(() -> EngineConnection.open(address, credentials, Duration.ofMillis(300)))
                    .isInstanceOf(EngineUnavailableException.class)
                    .hasMessageContaining("it does not answer; restart Docker");
        }
    }

    @Test
    void somethingThatIsNoEngine() throws Exception {
        try (HttpAnswers answers = HttpAnswers.status(404, "{\"message\":\"page not found\"}")) {
            assertThat(message("tcp://127.0.0.1:" + answers.port()))
                    .contains("status 404: page not found; check that this is the address of a Docker Engine");
        }
    }

    private String message(String host) {
        try {
            EngineAddress address = EngineAddress.find(Map.of("DOCKER_HOST", host), directory);
            EngineConnection.open(address, RegistryCredentials.read(Map.of(), directory))
                    .close();
            throw new AssertionError("an engine at " + host);
        } catch (EngineUnavailableException e) {
            return String.valueOf(e.getMessage());
        } catch (EngineException e) {
            throw new AssertionError(e);
        }
    }
}
