package dev.misstep.engine.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our client against a server played frame by frame; where it is told, our server against such a client. */
@Timeout(60)
class Http2FramesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int INITIAL_WINDOW = Setting.INITIAL_WINDOW;

    private final MisstepThreads threads = MisstepThreads.now();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final Wire wire = Wire.whole();
    private Http2Connection client;
    private OtherSide server;

    @BeforeEach
    void connect() throws Exception {
        client = Http2Connection.connect(wire.left(), PATIENCE);
        server = OtherSide.server(wire.right());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        callers.shutdownNow();
        client.close();
        threads.assertNoneLeft();
    }

    private static String text(Http2Stream stream, int length) throws IOException {
        byte[] bytes = new byte[length];
        assertThat(stream.readFully(bytes)).isTrue();
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private Future<?> sending(Http2Stream stream, String content) {
        return callers.submit(() -> {
            stream.send(content.getBytes(StandardCharsets.US_ASCII), 0, content.length(), true);
            return null;
        });
    }

    @Test
    void aClientSaysHelloAndHowMuchItTakes() throws Exception {
        Frame settings = Frame.read(new java.io.DataInputStream(new java.io.ByteArrayInputStream(
                wire.sentThere(), FrameWriter.PREFACE.length, wire.sentThere().length)));

        assertThat(wire.sentThere()).startsWith(FrameWriter.PREFACE);
        assertThat(Objects.requireNonNull(settings).type()).isEqualTo(Frame.SETTINGS);
        assertThat(settings.payload()).containsExactly(0, 4, 0, 16, 0, 0, 0, 2, 0, 0, 0, 0);
    }

    @Test
    void settingsAreAcknowledged() throws Exception {
        assertThat(server.next(Frame.SETTINGS).has(Frame.ACK)).isFalse();
        assertThat(server.next(Frame.SETTINGS).has(Frame.ACK)).isTrue();
    }

    @Test
    void aWindowOfNothingIsWaitedFor() throws Exception {
        server.settings(INITIAL_WINDOW, 0).settled();
        Http2Stream stream = client.open(Headers.of("a", "1"), false);
        Future<?> sent = sending(stream, "0123456789");
        server.next(Frame.HEADERS);

        // raised for streams that are open, step by step and by either means
        assertThat(server.settings(INITIAL_WINDOW, 3).nextText()).isEqualTo("012");
        assertThat(server.moreRoom(stream.id(), 2).nextText()).isEqualTo("34");
        assertThat(server.settings(INITIAL_WINDOW, 4).nextText()).isEqualTo("5");
        // 6 are out: a window of 1 has 5 less than nothing, and is open again at 2
        server.settings(INITIAL_WINDOW, 1).settled();
        assertThat(server.moreRoom(stream.id(), 5).nextText()).isEqualTo("67");
        Frame last = server.moreRoom(stream.id(), 100).next(Frame.DATA);

        assertThat(new String(last.payload(), StandardCharsets.US_ASCII)).isEqualTo("89");
        assertThat(last.has(Frame.END_STREAM)).isTrue();
        sent.get();
    }

    @Test
    void theWindowOfTheConnectionCountsForAllStreams() throws Exception {
        server.settings(INITIAL_WINDOW, 1 << 20).settled();
        Http2Stream first = client.open(Headers.of("a", "1"), false);
        Future<?> all = sending(first, "x".repeat(SendWindows.DEFAULT));
        for (int left = SendWindows.DEFAULT; left > 0; ) {
            left -= server.next(Frame.DATA).payload().length;
        }
        all.get();
        Http2Stream second = client.open(Headers.of("b", "2"), false);
        Future<?> blocked = sending(second, "late");
        server.next(Frame.HEADERS);
        server.settled();

        assertThat(blocked.isDone()).isFalse();
        assertThat(server.moreRoom(0, 100).nextText()).isEqualTo("late");
        blocked.get();
    }

    @Test
    void paddingIsNoContent() throws Exception {
        Http2Stream stream = client.open(Headers.of("a", "1"), true);
        byte[] block = server.block(":status", "200");
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(3);
        head.write(new byte[] {0, 0, 0, 0, 16});
        head.write(block);
        head.write(new byte[3]);
        int flags = Frame.PADDED | Frame.PRIORITY | Frame.END_HEADERS;
        server.send(new Frame(Frame.HEADERS, flags, stream.id(), head.toByteArray()));
        server.send(Frame.DATA, Frame.PADDED, stream.id(), "\4abc\0\0\0\0");
        server.send(Frame.DATA, Frame.PADDED, stream.id(), "\3\0\0\0");
        server.send(Frame.DATA, Frame.PADDED | Frame.END_STREAM, stream.id(), "\0def");

        assertThat(stream.head()).isEqualTo(Headers.of(":status", "200"));
        assertThat(text(stream, 6)).isEqualTo("abcdef");
        assertThat(stream.readFully(new byte[1])).isFalse();
        assertThat(stream.trailers()).isNull();
    }

    /** Padding counts, and who sends much of it must not run out of room. */
    @Test
    void theRoomPaddingTookIsGivenBack() throws Exception {
        Http2Stream stream = client.open(Headers.of("a", "1"), true);
        server.headers(stream.id(), false, ":status", "200");
        server.send(Frame.DATA, Frame.PADDED, stream.id(), "\4a\0\0\0\0");

        Frame more = server.next(Frame.WINDOW_UPDATE);
        while (more.stream() == 0) {
            more = server.next(Frame.WINDOW_UPDATE);
        }

        assertThat(more.payload()).isEqualTo(OtherSide.number(5));
    }

    @Test
    void aHeaderBlockMayComeInPieces() throws Exception {
        Http2Stream stream = client.open(Headers.of("a", "1"), true);
        byte[] block = server.block(":status", "200", "some", "thing");
        server.send(new Frame(Frame.HEADERS, Frame.END_STREAM, stream.id(), new byte[0]));
        for (int i = 0; i < block.length; i++) {
            int end = i == block.length - 1 ? Frame.END_HEADERS : 0;
            server.send(new Frame(Frame.CONTINUATION, end, stream.id(), new byte[] {block[i]}));
        }

        assertThat(stream.head()).isEqualTo(Headers.of(":status", "200", "some", "thing"));
        assertThat(stream.readFully(new byte[1])).isFalse();
    }

    @Test
    void aPingIsAnsweredWithItsBytes() throws Exception {
        server.send(Frame.PING, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);

        Frame answer = server.next(Frame.PING);

        assertThat(answer.has(Frame.ACK)).isTrue();
        assertThat(answer.payload()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void framesAndSettingsNobodyKnowsArePassedBy() throws Exception {
        Http2Stream stream = client.open(Headers.of("a", "1"), true);
        server.send(0x2a, 0xFF, stream.id(), 1, 2, 3);
        server.send(2, 0, stream.id(), 0, 0, 0, 0, 16); // PRIORITY
        server.settings(0x4242, 7);
        server.headers(stream.id(), true, ":status", "200");

        assertThat(stream.head()).isEqualTo(Headers.of(":status", "200"));
    }

    @Test
    void theOtherSideMayGiveAStreamUp() throws Exception {
        server.settings(INITIAL_WINDOW, 0).settled();
        Http2Stream stream = client.open(Headers.of("a", "1"), false);
        Future<?> reader = callers.submit(stream::head);
        Future<?> writer = sending(stream, "never");
        server.next(Frame.HEADERS);

        server.send(Frame.RST_STREAM, 0, stream.id(), 0, 0, 0, 2);

        assertThatThrownBy(reader::get).hasRootCauseInstanceOf(Http2Exception.class);
        assertThatThrownBy(writer::get).hasRootCauseMessage("the other side gave the call up");
        assertThat(client.failure()).isNull();
    }

    /** RFC 9113, section 8.1: a server that has answered may say that it needs no more. */
    @Test
    void anAnswerThatCameInFullIsKeptWhenTheRestOfTheRequestIsRefused() throws Exception {
        Http2Stream stream = client.open(Headers.of("a", "1"), false);
        server.headers(stream.id(), false, ":status", "200");
        server.send(Frame.DATA, 0, stream.id(), "content");
        server.headers(stream.id(), true, "grpc-status", "8");
        server.send(Frame.RST_STREAM, 0, stream.id(), 0, 0, 0, 0).settled();

        assertThatThrownBy(() -> stream.send(new byte[1], 0, 1, true)).isInstanceOf(Http2Exception.class);
        assertThat(text(stream, 7)).isEqualTo("content");
        assertThat(stream.readFully(new byte[1])).isFalse();
        assertThat(stream.trailers()).isEqualTo(Headers.of("grpc-status", "8"));
    }

    @Test
    void contentWithoutAHeadHasNoHead() throws Exception {
        Http2Stream stream = client.open(Headers.of("a", "1"), true);

        server.send(Frame.DATA, Frame.END_STREAM, stream.id(), "x");

        assertThatThrownBy(stream::head).isInstanceOf(Http2Exception.class);
    }

    @Test
    void whoTakesLeaveEndsTheStreamsItHasSeen() throws Exception {
        Http2Stream seen = client.open(Headers.of("a", "1"), true);
        Http2Stream unseen = client.open(Headers.of("b", "2"), true);

        server.send(Frame.GOAWAY, 0, 0, 0, 0, 0, seen.id(), 0, 0, 0, 0, 'b', 'y', 'e')
                .settled();
        server.headers(seen.id(), true, ":status", "200");

        assertThat(seen.head()).isEqualTo(Headers.of(":status", "200"));
        assertThatThrownBy(unseen::head).hasMessage("the other side is closing the connection");
        assertThatThrownBy(() -> client.open(Headers.of(), true))
                .hasMessage("the other side is closing the connection");
    }

    @Test
    void whatComesForAStreamThatWasGivenUpIsPassedBy() throws Exception {
        Http2Stream stream = client.open(Headers.of("a", "1"), false);
        stream.cancel();
        assertThat(server.next(Frame.RST_STREAM).payload()).isEqualTo(OtherSide.number(ErrorCode.CANCEL));

        server.headers(stream.id(), false, ":status", "200");
        server.send(Frame.DATA, 0, stream.id(), "on the way");
        server.moreRoom(stream.id(), 5);
        server.send(Frame.RST_STREAM, 0, stream.id(), 0, 0, 0, 0).settled();

        assertThat(client.failure()).isNull();
    }

    static Stream<Arguments> broken() {
        byte[] long16385 = new byte[Frame.HEAD];
        Frame.head(long16385, Frame.DATA, 0, 1, Frame.LARGEST + 1);
        return Stream.of(
                bad("a frame longer than was agreed", ErrorCode.FRAME_SIZE, long16385),
                bad("content of the connection itself", ErrorCode.PROTOCOL, frame(Frame.DATA, 0, 0, 1)),
                bad("content of a stream nobody opened", ErrorCode.PROTOCOL, frame(Frame.DATA, 0, 5, 1)),
                bad("content of a stream only a server opens", ErrorCode.PROTOCOL, frame(Frame.DATA, 0, 2, 1)),
                bad("headers of the connection itself", ErrorCode.PROTOCOL, frame(Frame.HEADERS, 4, 0)),
                bad("more padding than frame", ErrorCode.PROTOCOL, frame(Frame.DATA, Frame.PADDED, 1, 9, 1)),
                bad("padding without its length", ErrorCode.PROTOCOL, frame(Frame.DATA, Frame.PADDED, 1)),
                bad("a priority cut short", ErrorCode.PROTOCOL, frame(Frame.HEADERS, Frame.PRIORITY | 4, 1, 0, 0)),
                bad("headers that cannot be unpacked", ErrorCode.COMPRESSION, frame(Frame.HEADERS, 4, 1, 0xFF, 0xFF)),
                bad("a field of a table that is empty", ErrorCode.COMPRESSION, frame(Frame.HEADERS, 4, 1, 0xBE)),
                bad("the middle of a header block", ErrorCode.PROTOCOL, frame(Frame.CONTINUATION, 4, 1, 1)),
                bad(
                        "another frame within a header block",
                        ErrorCode.PROTOCOL,
                        frame(Frame.HEADERS, 0, 1, 0x88),
                        frame(Frame.PING, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
                bad(
                        "another stream's headers within a header block",
                        ErrorCode.PROTOCOL,
                        frame(Frame.HEADERS, 0, 1, 0x88),
                        frame(Frame.CONTINUATION, 4, 3, 0x88)),
                bad(
                        "content behind its end",
                        ErrorCode.STREAM_CLOSED,
                        frame(Frame.HEADERS, 4, 1, 0x88),
                        frame(Frame.DATA, Frame.END_STREAM, 1, 1),
                        frame(Frame.DATA, 0, 1, 2)),
                bad(
                        "headers behind the end",
                        ErrorCode.STREAM_CLOSED,
                        frame(Frame.HEADERS, 5, 1, 0x88),
                        frame(Frame.HEADERS, 5, 1, 0x88)),
                bad("a push that was forbidden", ErrorCode.PROTOCOL, frame(Frame.PUSH_PROMISE, 4, 1, 0, 0, 0, 2)),
                bad("a reset of the connection", ErrorCode.PROTOCOL, frame(Frame.RST_STREAM, 0, 0, 0, 0, 0, 0)),
                bad("a reset without a code", ErrorCode.FRAME_SIZE, frame(Frame.RST_STREAM, 0, 1, 0)),
                bad("settings of a stream", ErrorCode.PROTOCOL, frame(Frame.SETTINGS, 0, 1)),
                bad("settings cut short", ErrorCode.FRAME_SIZE, frame(Frame.SETTINGS, 0, 0, 0, 4, 0)),
                bad(
                        "an answer to settings with settings",
                        ErrorCode.FRAME_SIZE,
                        frame(Frame.SETTINGS, 1, 0, 0, 4, 0, 0, 0, 0)),
                bad(
                        "a window beyond all bounds",
                        ErrorCode.FLOW_CONTROL,
                        frame(Frame.SETTINGS, 0, 0, 0, 4, 0xFF, 0, 0, 0)),
                bad("frames of no length", ErrorCode.PROTOCOL, frame(Frame.SETTINGS, 0, 0, 0, 5, 0, 0, 0, 0)),
                bad(
                        "a window that grows too large",
                        ErrorCode.FLOW_CONTROL,
                        frame(Frame.WINDOW_UPDATE, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF)),
                bad("a ping of another length", ErrorCode.FRAME_SIZE, frame(Frame.PING, 0, 0, 1)),
                bad("a ping of a stream", ErrorCode.PROTOCOL, frame(Frame.PING, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)),
                bad("a leave without a reason", ErrorCode.FRAME_SIZE, frame(Frame.GOAWAY, 0, 0, 0, 0, 0, 1)));
    }

    private static Arguments bad(String what, int code, byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.asList(frames).forEach(all::writeBytes);
        return Arguments.of(what, code, all.toByteArray());
    }

    private static byte[] frame(int type, int flags, int stream, int... bytes) {
        byte[] payload = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            payload[i] = (byte) bytes[i];
        }
        return new Frame(type, flags, stream, payload).bytes();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void whoBreaksTheRulesIsToldWhichAndLeft(String what, int code, byte[] frames) throws Exception {
        client.open(Headers.of("a", "1"), false);
        Http2Stream other = client.open(Headers.of("b", "2"), false);

        server.send(frames);

        Frame leave = server.next(Frame.GOAWAY);
        assertThat(Frame.getInt(leave.payload(), 4)).isEqualTo(code);
        assertThat(server.nextOrNull(Frame.GOAWAY)).isNull();
        assertThatThrownBy(other::trailers)
                .isInstanceOfSatisfying(
                        Http2Exception.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(client.failure()).isInstanceOf(Http2Exception.class);
    }

    @Test
    void moreContentThanWasAskedForIsRefused() throws Exception {
        Http2Stream stream = client.open(Headers.of("a", "1"), true);
        server.headers(stream.id(), false, ":status", "200");
        Frame frame = new Frame(Frame.DATA, 0, stream.id(), new byte[Frame.LARGEST]);

        for (int sent = 0; sent <= Http2Stream.RECEIVE_WINDOW; sent += Frame.LARGEST) {
            server.send(frame);
        }

        assertThat(Frame.getInt(server.next(Frame.GOAWAY).payload(), 4)).isEqualTo(ErrorCode.FLOW_CONTROL);
    }

    /** Such a block of 8 KB would be 32 MB. */
    @Test
    void aFieldNamedAgainAndAgainDoesNotFillTheMemory() throws Exception {
        Http2Stream stream = client.open(Headers.of("a", "1"), true);
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        // "x" with a value of 4,000 bytes, to be kept as entry 62
        block.writeBytes(new byte[] {0x40, 1, 'x', 0x7F, (byte) 0xA1, 0x1E});
        block.writeBytes(new byte[4_000]);
        for (int i = 0; i < 8_000; i++) {
            block.write(0xBE);
        }

        server.send(new Frame(Frame.HEADERS, Frame.END_HEADERS, stream.id(), block.toByteArray()));

        assertThat(Frame.getInt(server.next(Frame.GOAWAY).payload(), 4)).isEqualTo(ErrorCode.COMPRESSION);
    }

    /** It does not end, and would be waited for for ever if nobody read on. */
    @Test
    void whoAsksAndNeverReadsIsLeft() throws Exception {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        server.send(Frame.PING, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                    }
                })
                .isInstanceOf(IOException.class);

        assertThat(client.failure())
                .isInstanceOfSatisfying(
                        Http2Exception.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM));
    }

    @Test
    void aServerLeavesWhoSpeaksAnotherProtocol() throws Exception {
        Wire other = Wire.whole();
        try (Http2Connection ours = Http2Connection.serve(other.right(), PATIENCE, stream -> {})) {
            OtherSide browser = OtherSide.speaking(other.left(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(Frame.getInt(browser.next(Frame.GOAWAY).payload(), 4)).isEqualTo(ErrorCode.PROTOCOL);
            assertThat(ours.failure()).hasMessage("no HTTP/2 on the other side");
        }
    }
}
