package dev.misstep.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.engine.http2.Headers;
import dev.misstep.engine.http2.MisstepThreads;
import dev.misstep.log.ProtoReader;
import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets, agents and health, asked for as a builder does. */
@Timeout(60)
class HandedServicesTest {
    private static final String SECRET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
    private static final String FORWARD = "/moby.sshforward.v1.SSH/ForwardAgent";
    private static final String CHECK = "/moby.sshforward.v1.SSH/CheckAgent";

    private final MisstepThreads threads = MisstepThreads.now();

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // by each test
    private Receiver builder;

    @AfterEach
    void nothingIsLeft() throws Exception {
        builder.close();
        threads.assertNoneLeft();
    }

    private static byte[] text(String text) {
        return new ProtoWriter().text(1, text).toBytes();
    }

    private static String data(byte[] message) throws Exception {
        ProtoReader reader = new ProtoReader(message);
        return reader.next() ? reader.string() : "";
    }

    @Test
    void theEngineHearsThatAllIsWell() throws Exception {
        builder = new Receiver(new Health());

        assertThat(builder.client().call("/grpc.health.v1.Health/Check", new byte[0]))
                .containsExactly(8, 1);
    }

    @Test
    void aSecretIsReadWhenItIsAskedFor() throws Exception {
        String[] value = {"first"};
        builder = new Receiver(new Secrets(Map.of(
                "token", () -> value[0].getBytes(StandardCharsets.UTF_8),
                "empty", () -> new byte[0],
                "large", () -> new byte[500 * 1024],
                "too large", () -> new byte[500 * 1024 + 1],
                "gone",
                        () -> {
                            throw new NoSuchFileException("/run/gone");
                        })));

        assertThat(data(builder.client().call(SECRET, text("token")))).isEqualTo("first");
        value[0] = "second";
        assertThat(data(builder.client().call(SECRET, text("token")))).isEqualTo("second");
        assertThat(builder.client().call(SECRET, text("empty"))).isEmpty();
        assertThat(data(builder.client().call(SECRET, text("large")))).hasSize(500 * 1024);
        assertThatThrownBy(() -> builder.client().call(SECRET, text("too large")))
                .hasToString("invalid_argument: invalid secret size 512001");
        assertThatThrownBy(() -> builder.client().call(SECRET, text("other")))
                .hasToString("not_found: secret other: not found");
        assertThatThrownBy(() -> builder.client().call(SECRET, text("gone")))
                .hasToString("unknown: secret gone cannot be read: /run/gone: it went away while it was read");
        assertThatThrownBy(() -> builder.client().call(SECRET, new byte[] {10, 99}))
                .hasToString("invalid_argument: a message that cannot be read");
    }

    /** An agent that says back what it hears, in capitals; it hangs up when the other side has. */
    private CompletableFuture<String> agent(Path socket, boolean hangsUp) throws Exception {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        return CompletableFuture.supplyAsync(() -> {
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            try (server;
                    SocketChannel client = server.accept()) {
                ByteBuffer buffer = ByteBuffer.allocate(1000);
                boolean silent = false;
                while (!silent) {
                    int count = client.read(buffer);
                    if (count < 0) {
                        silent = hangsUp;
                        if (!hangsUp) {
                            // it would stay for ever, but for a connection that breaks
                            while (client.write(ByteBuffer.wrap(new byte[1])) > 0) {
                                Thread.onSpinWait();
                            }
                        }
                    } else {
                        heard.write(buffer.array(), 0, count);
                        String answer = new String(buffer.array(), 0, count, StandardCharsets.US_ASCII);
                        client.write(ByteBuffer.wrap(
                                answer.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII)));
                        buffer.clear();
                    }
                }
            } catch (java.io.IOException e) {
                return heard.toString(StandardCharsets.US_ASCII) + ", then " + e.getMessage();
            }
            return heard.toString(StandardCharsets.US_ASCII);
        });
    }

    private GrpcCall said(String id, String words) throws Exception {
        GrpcCall call = builder.client().begin(FORWARD, Headers.of("buildkit.ssh.id", id));
        call.send(text(words));
        call.flush();
        return call;
    }

    @Test
    void stepsTalkToTheAgentTheyName() throws Exception {
        CompletableFuture<String> heard = agent(directory.resolve("a"), true);
        builder = new Receiver(new SshAgents(Map.of("work", directory.resolve("a"))));

        assertThat(builder.client().call(CHECK, text("work"))).isEmpty();
        assertThatThrownBy(() -> builder.client().call(CHECK, text("")))
                .hasToString("not_found: unset ssh forward key default");
        GrpcCall call = said("work", "hello");

        assertThat(data(Objects.requireNonNull(call.receive()))).isEqualTo("HELLO");
        call.cancel();
        assertThat(heard.get()).isEqualTo("hello");
    }

    @Test
    void anAgentThatHasGoneIsTold() throws Exception {
        builder = new Receiver(new SshAgents(Map.of("default", directory.resolve("none"))));

        GrpcCall call = said("default", "hello");

        assertThat(call.receive()).isNull();
        assertThat(builder.troubles).hasSize(1);
    }

    @Test
    void anAgentThatNeverHangsUpDoesNotOutliveTheSession() throws Exception {
        CompletableFuture<String> heard = agent(directory.resolve("a"), false);
        builder = new Receiver(new SshAgents(Map.of("default", directory.resolve("a"))));
        GrpcCall call = said("default", "hello");
        assertThat(data(Objects.requireNonNull(call.receive()))).isEqualTo("HELLO");

        builder.close();

        assertThat(heard.get()).startsWith("hello");
        threads.assertNoneLeft();
    }
}
