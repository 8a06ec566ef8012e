package dev.misstep.engine.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.http2.Headers;
import dev.misstep.engine.http2.Http2Connection;
import dev.misstep.engine.http2.MisstepThreads;
import dev.misstep.engine.http2.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GrpcCallTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MisstepThreads threads = MisstepThreads.now();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final CountDownLatch canceled = new CountDownLatch(1);
    private Http2Connection server;
    private Http2Connection connection;
    private GrpcClient client;

    @BeforeEach
    void connect() throws Exception {
        Wire wire = Wire.whole();
        Map<String, GrpcServer.Method> methods = Map.of(
                "/test/Echo", GrpcServer.unary(message -> message),
                "/test/Fail", GrpcServer.unary(GrpcCallTest::fail),
                "/test/Count", this::count,
                "/test/Talk", GrpcCallTest::talk,
                "/test/Break",
                        GrpcServer.unary(message -> {
                            throw new IOException("disk on fire");
                        }),
                "/test/Mistake",
                        GrpcServer.unary(message -> {
                            throw new IllegalStateException("never thought of");
                        }),
                "/test/Mute", call -> assertThat(call.receive()).isNotNull());
        server = Http2Connection.serve(
                wire.right(),
                PATIENCE,
                new GrpcServer(methods, (method, failure) -> troubles.add(method + " " + failure.getMessage())));
        connection = Http2Connection.connect(wire.left(), PATIENCE);
        client = new GrpcClient(connection);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        connection.close();
        server.close();
        threads.assertNoneLeft();
    }

    /** The message is the number of the status, a blank, and the words. */
    private static byte[] fail(byte[] message) throws GrpcException {
        String[] parts = new String(message, StandardCharsets.UTF_8).split(" ", 2);
        throw new GrpcException(Code.of(parts[0]), parts[1]);
    }

    /** Answers with numbers until the other side has enough. */
    private void count(GrpcCall call) throws IOException {
        int most = Integer.parseInt(new String(call.receive(), StandardCharsets.US_ASCII));
        try {
            for (int i = 0; i < most; i++) {
                call.send(bytes(Integer.toString(i)));
                if (i % 10 == 0) {
                    call.flush();
                }
            }
        } catch (IOException e) {
            canceled.countDown();
            throw e;
        }
    }

    /** Answers each message before the next. */
    private static void talk(GrpcCall call) throws IOException {
        for (byte[] message = call.receive(); message != null; message = call.receive()) {
            call.send(bytes("<" + new String(message, StandardCharsets.UTF_8) + ">"));
            call.flush();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 15_995, 15_996, 16_384, 65_535, 5_000_000})
    void aMessageOfAnyLengthGoesBothWays(int length) throws Exception {
        byte[] message = new byte[length];
        new Random(length).nextBytes(message);

        assertThat(client.call("/test/Echo", message)).isEqualTo(message);
        assertThat(troubles).isEmpty();
    }

    @Test
    void manyMessagesComeInOrder() throws Exception {
        List<String> received = new ArrayList<>();

        client.stream("/test/Count", bytes("20000"), call -> {}, message -> received.add(new String(message)));

        assertThat(received).hasSize(20_000).startsWith("0", "1", "2").endsWith("19998", "19999");
    }

    @Test
    void messagesMayGoBackAndForth() throws Exception {
        GrpcCall call = client.begin("/test/Talk", Headers.of("meta", "data"));
        for (String word : List.of("a", "", "c")) {
            call.send(bytes(word));
            call.flush();
            assertThat(call.receive()).isEqualTo(bytes("<" + word + ">"));
        }
        call.half();

        assertThat(call.receive()).isNull();
        call.checkStatus();
        assertThat(call.head().first("content-type")).hasValue("application/grpc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "50% of \"it\"",
                "two\nlines\tand a tab",
                "größer, 日本, \uD83D\uDE00",
                "%41 stays %41",
                "\u0000\u007F",
                "~ ",
                "%"
            })
    void theWordsOfAnErrorArriveAsTheyAre(String words) {
        assertThatThrownBy(() -> client.call("/test/Fail", bytes("5 " + words)))
                .isInstanceOfSatisfying(GrpcException.class, e -> {
                    assertThat(e.code()).isEqualTo(Code.NOT_FOUND);
                    assertThat(e).hasMessage(words);
                });
        assertThat(troubles).containsExactly("/test/Fail " + words);
    }

    @ParameterizedTest
    @EnumSource(value = Code.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void everyStatusArrives(Code code) {
        assertThatThrownBy(() -> client.call("/test/Fail", bytes(code.ordinal() + " x")))
                .isInstanceOfSatisfying(
                        GrpcException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aMethodNobodyKnowsIsUnimplemented() {
        assertThatThrownBy(() -> client.call("/test/Nothing", bytes("x")))
                .hasToString("unimplemented: unknown method /test/Nothing");
    }

    @Test
    void whatTheServerCouldNotReadIsTold() {
        assertThatThrownBy(() -> client.call("/test/Break", bytes("x"))).hasToString("unknown: disk on fire");
        assertThat(troubles).containsExactly("/test/Break disk on fire");
    }

    @Test
    void aMistakeOfTheServerIsTold() {
        assertThatThrownBy(() -> client.call("/test/Mistake", bytes("x")))
                .hasToString("internal: java.lang.IllegalStateException: never thought of");
    }

    /** Its answer is known before all of the message has been sent. */
    @Test
    void aRefusalIsHeardThoughTheMessageIsNotRead() {
        assertThatThrownBy(() -> client.call("/test/Nothing", new byte[20 << 20]))
                .hasToString("unimplemented: unknown method /test/Nothing");
    }

    @Test
    void aCallWithoutAMessageIsRefused() throws Exception {
        GrpcCall call = client.begin("/test/Echo", Headers.of());
        call.half();

        assertThat(call.receive()).isNull();
        assertThatThrownBy(call::checkStatus).hasToString("invalid_argument: a call without a message");
    }

    @Test
    void anAnswerWithoutAMessageIsNone() {
        assertThatThrownBy(() -> client.call("/test/Mute", bytes("x")))
                .hasMessage("an answer without a message to /test/Mute");
    }

    @Test
    void aCallThatIsGivenUpEndsOnBothSides() throws Exception {
        assertThatThrownBy(() -> client.stream("/test/Count", bytes("1000000000"), call -> {}, message -> {
                    if (new String(message).equals("1000")) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .hasMessage("enough");
        GrpcCall call = client.begin("/test/Count", Headers.of());
        call.send(bytes("1000000000"));
        call.half();
        assertThat(call.receive()).isEqualTo(bytes("0"));

        call.cancel();

        assertThatThrownBy(() -> {
                    while (call.receive() != null) {
                        // what had come before
                    }
                })
                .hasMessage("canceled");
        canceled.await();
    }

    @Test
    void aConnectionThatIsLostEndsACall() throws Exception {
        GrpcCall call = client.begin("/test/Talk", Headers.of());
        call.send(bytes("x"));
        call.flush();
        assertThat(call.receive()).isEqualTo(bytes("<x>"));

        server.close();

        assertThatThrownBy(call::receive).isInstanceOf(IOException.class);
        assertThatThrownBy(call::checkStatus).isInstanceOf(IOException.class);
    }
}
