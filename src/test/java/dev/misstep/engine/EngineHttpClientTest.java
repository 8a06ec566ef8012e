package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EngineHttpClientTest {
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void hangUp() throws IOException {
        server.close();
    }

    @Test
    void aQuestionIsAskedUnderTheAddressesPrefix() throws Exception {
        CompletableFuture<String> heard =
                answering("HTTP/1.1 200 OK\r\nX-Kind: a\r\ncontent-length: 2\r\n\r\nhi and more");

        try (Response answer = client("/prefix/").execute(get("/_ping"))) {
            assertThat(answer.getStatusCode()).isEqualTo(200);
            assertThat(answer.getHeader("x-kind")).isEqualTo("a");
            assertThat(answer.getBody()).hasContent("hi");
        }
        assertThat(heard.get())
                .startsWith("GET /prefix/_ping HTTP/1.1\r\n")
                .contains("\r\nHost: 127.0.0.1:" + server.getLocalPort() + "\r\n")
                .contains("\r\nConnection: close\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aStreamIsSentInPiecesAndAnAnswerInPiecesIsRead() throws Exception {
        CompletableFuture<String> heard =
                answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

        try (Response answer = client("").execute(post(new ByteArrayInputStream(bytes("body"))))) {
            assertThat(answer.getStatusCode()).isEqualTo(201);
            assertThat(answer.getBody()).hasContent("abcde");
        }
        assertThat(heard.get()).contains("Transfer-Encoding: chunked").endsWith("\r\n\r\n4\r\nbody\r\n0\r\n\r\n");
    }

    @Test
    void whatCannotBeReadToItsEndIsNotSentAsIfItWereWhole() throws Exception {
        CompletableFuture<String> heard = answering("");
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(bytes("half")), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        });

        assertThatThrownBy(() -> client("").execute(post(broken)))
                .isInstanceOf(EngineHttpException.class)
                .hasMessage("the disk is gone");
        assertThat(heard.get()).doesNotContain("0\r\n\r\n");
    }

    @Test
    void nobodyWaitsForAnAnswerToWhatCouldNotBeReadToItsEnd() throws Exception {
        CompletableFuture<byte[]> patient = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                return socket.getInputStream().readAllBytes(); // and only then it would answer
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };

        assertThatThrownBy(() -> client("").execute(post(broken))).hasMessage("the disk is gone");
        patient.get(); // it heard the end
    }

    @Test
    void aRefusalInTheMiddleOfABodyIsRead(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("s");
        try (ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<SocketChannel> refusing = CompletableFuture.supplyAsync(() -> {
                try {
                    SocketChannel channel = unix.accept();
                    channel.read(ByteBuffer.allocate(100));
                    channel.write(ByteBuffer.wrap(bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nno!")));
                    return channel.shutdownInput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            InputStream endless = new InputStream() {
                @Override
                public int read() {
                    return 'x';
                }
            };

            EngineAddress address = new EngineAddress(URI.create("unix://" + path), null, "the test");
            try (Response answer = new EngineHttpClient(address).execute(post(endless))) {
                assertThat(answer.getStatusCode()).isEqualTo(400);
                assertThat(answer.getBody()).hasContent("no!");
            }
            refusing.get().close();
        }
    }

    @Test
    void closingBreaksWhatIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture.runAsync(() -> {
            try {
                server.accept().getInputStream().read();
                asked.countDown();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        EngineHttpClient client = client("");
        CompletableFuture<Response> waiting = CompletableFuture.supplyAsync(() -> client.execute(get("/events")));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        client.close();

        assertThatThrownBy(waiting::get).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.execute(get("/late")))
                .isInstanceOf(EngineHttpException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void whatIsNoHttpIsSaidNotToBe() {
        answering("SSH-2.0-OpenSSH_9.2\r\n");

        assertThatThrownBy(() -> client("").execute(get("/_ping"))).isInstanceOf(EngineHttpException.class);
    }

    @Test
    void aHeaderCannotBecomeTwo() throws Exception {
        CompletableFuture<String> heard = answering("HTTP/1.1 204 No Content\r\n\r\n");
        Request request = Request.builder()
                .method(Request.Method.GET)
                .path("/x")
                .putHeader("X-Registry-Auth", "a\r\nX-Evil: b")
                .build();

        try (Response answer = client("").execute(request)) {
            assertThat(answer.getBody()).isEmpty();
        }
        assertThat(heard.get()).doesNotContain("\r\nX-Evil");
    }

    private EngineHttpClient client(String prefix) {
        URI host = URI.create("tcp://127.0.0.1:" + server.getLocalPort() + prefix);
        return new EngineHttpClient(new EngineAddress(host, null, "the test"));
    }

    private static Request get(String path) {
        return Request.builder().method(Request.Method.GET).path(path).build();
    }

    private static Request post(InputStream body) {
        return Request.builder()
                .method(Request.Method.POST)
                .path("/build")
                .body(body)
                .build();
    }

    /** Takes one connection, says this, and tells what it heard on it. */
    private CompletableFuture<String> answering(String answer) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(bytes(answer));
                socket.shutdownOutput();
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
