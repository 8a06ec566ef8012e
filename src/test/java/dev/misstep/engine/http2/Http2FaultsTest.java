package dev.misstep.engine.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a connection, what waits on it ends, with an {@code IOException} at most. */
@Timeout(120)
class Http2FaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MisstepThreads threads = MisstepThreads.now();

    @AfterEach
    void nothingIsLeft() throws Exception {
        threads.assertNoneLeft();
    }

    /** One question and its answer, with trailers; gives false if the connection did not hold. */
    private static boolean exchange(Wire wire) throws Exception {
        List<Throwable> ofServer = new CopyOnWriteArrayList<>();
        CountDownLatch served = new CountDownLatch(1);
        boolean answered;
        try (Http2Connection server = Http2Connection.serve(wire.right(), PATIENCE, stream -> {
                    try {
                        byte[] question = new byte[20];
                        stream.readFully(question);
                        stream.sendHeaders(Headers.of(":status", "200"), false);
                        stream.send(question, 0, 20, false);
                        stream.sendHeaders(Headers.of("grpc-status", "0"), true);
                    } catch (Throwable e) {
                        ofServer.add(e);
                        throw e;
                    } finally {
                        served.countDown();
                    }
                });
                Http2Connection client = Http2Connection.connect(wire.left(), PATIENCE)) {
            Http2Stream stream = client.open(Headers.of(":path", "/a/b"), false);
            stream.send(new byte[20], 0, 20, true);
            byte[] answer = new byte[20];
            answered = stream.readFully(answer) && stream.trailers() != null;
            assertThat(stream.trailers()).isEqualTo(Headers.of("grpc-status", "0"));
            assertThat(served.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (IOException e) {
            answered = false;
        }
        assertThat(ofServer).allMatch(IOException.class::isInstance);
        return answered;
    }

    @Test
    void aConnectionCutAtAnyByteEndsTheExchange() throws Exception {
        Wire whole = Wire.whole();
        assertThat(exchange(whole)).isTrue();
        int there = whole.sentThere().length;
        int back = whole.sentBack().length;
        assertThat(there).isGreaterThan(80);
        assertThat(back).isGreaterThan(80);

        int held = 0;
        for (int after = 1; after < there; after++) {
            held += exchange(Wire.cut(after, Long.MAX_VALUE)) ? 1 : 0;
        }
        for (int after = 1; after < back; after++) {
            held += exchange(Wire.cut(Long.MAX_VALUE, after)) ? 1 : 0;
        }

        // the last words are only those of leave, and answers to settings
        assertThat(held).isLessThan((there + back) / 2);
    }

    @Test
    void whoIsSilentIsGivenUp() throws Exception {
        Wire wire = Wire.whole();
        try (Http2Connection client = Http2Connection.connect(wire.left(), Duration.ofMillis(200))) {
            Http2Stream stream = client.open(Headers.of("a", "1"), true);

            assertThatThrownBy(stream::head).hasMessageStartingWith("no sign of life for ");
            assertThat(client.failure()).hasMessageStartingWith("no sign of life for ");
        }
    }

    @Test
    void aClientThatIsSilentIsGivenUpToo() throws Exception {
        Wire wire = Wire.whole();
        CountDownLatch ended = new CountDownLatch(1);
        try (Http2Connection server = Http2Connection.serve(wire.right(), Duration.ofMillis(200), stream -> {
            try {
                stream.readFully(new byte[1]);
            } finally {
                ended.countDown();
            }
        })) {
            OtherSide.speaking(wire.left(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                    .settings()
                    .headers(1, false, ":path", "/");

            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.failure()).hasMessageStartingWith("no sign of life for ");
        }
    }

    /** A step may run for hours without a word; the other side lives all the same, and says so when asked. */
    @Test
    void whoAnswersPingsIsWaitedFor() throws Exception {
        Wire wire = Wire.whole();
        try (Http2Connection client = Http2Connection.connect(wire.left(), Duration.ofMillis(400));
                OtherSide server = OtherSide.server(wire.right())) {
            Http2Stream stream = client.open(Headers.of("a", "1"), true);
            for (int i = 0; i < 5; i++) {
                Frame ping = server.next(Frame.PING);
                server.send(new Frame(Frame.PING, Frame.ACK, 0, ping.payload()));
            }
            server.headers(1, true, ":status", "200");

            assertThat(stream.head()).isEqualTo(Headers.of(":status", "200"));
        }
    }

    /** Half a connection: what we send is never read, and the buffers are full. */
    @Test
    void whoReadsNothingIsGivenUpAndNobodyWaitsToSayFarewell() throws Exception {
        Wire wire = Wire.whole();
        try (Http2Connection client = Http2Connection.connect(wire.left(), Duration.ofMillis(300))) {
            OtherSide server = OtherSide.server(wire.right());
            server.settings(Setting.INITIAL_WINDOW, 1 << 30)
                    .moreRoom(0, 1 << 30)
                    .settled();
            Http2Stream blocked = client.open(Headers.of("a", "1"), false);
            Http2Stream other = client.open(Headers.of("b", "2"), true);

            assertThatThrownBy(() -> blocked.send(new byte[1 << 20], 0, 1 << 20, true))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(other::head).hasMessageStartingWith("no sign of life for ");
        }
    }

    /** A sender that is stuck holds the wire: giving another stream up must not wait for it. */
    @Test
    void cancelingDoesNotWaitForARoomOnTheWire() throws Exception {
        Wire wire = Wire.whole();
        Http2Connection client = Http2Connection.connect(wire.left(), PATIENCE);
        OtherSide server = OtherSide.server(wire.right());
        server.settings(Setting.INITIAL_WINDOW, 1 << 30).moreRoom(0, 1 << 30).settled();
        Http2Stream stuck = client.open(Headers.of("a", "1"), false);
        Http2Stream other = client.open(Headers.of("b", "2"), true);
        Thread sender = new Thread(() -> {
            assertThatThrownBy(() -> stuck.send(new byte[1 << 20], 0, 1 << 20, true))
                    .isInstanceOf(IOException.class);
        });
        sender.start();
        server.next(Frame.DATA);

        long before = System.nanoTime();
        other.cancel();
        stuck.cancel();
        client.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        sender.join();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void framesAtRandomEndInAnIOExceptionOrInNothing(int seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            boolean weServe = random.nextBoolean();
            Wire wire = Wire.whole();
            List<Throwable> ends = new CopyOnWriteArrayList<>();
            Http2Connection.StreamHandler reader = stream -> read(stream, ends);
            Http2Connection ours = weServe
                    ? Http2Connection.serve(wire.right(), PATIENCE, reader)
                    : Http2Connection.connect(wire.right(), PATIENCE);
            Thread[] readers = new Thread[weServe ? 0 : 3];
            try (ours) {
                for (int i = 0; i < readers.length; i++) {
                    Http2Stream stream = ours.open(Headers.of("a", "1"), i == 0);
                    readers[i] = new Thread(() -> read(stream, ends));
                    readers[i].start();
                }
                Duplex other = wire.left();
                Thread drain = new Thread(() -> drain(other));
                drain.start();
                send(other, random, weServe);
                other.close();
                drain.join();
                for (Thread thread : readers) {
                    thread.join();
                }
            }
            assertThat(ours.failure()).isNotNull();
            assertThat(ends).as("seed " + seed + ", round " + round).allMatch(IOException.class::isInstance);
        }
    }

    private static void read(Http2Stream stream, List<Throwable> ends) {
        try {
            stream.head();
            stream.sendHeaders(Headers.of(":status", "200"), false);
            byte[] bytes = new byte[100];
            while (stream.readFully(bytes)) {
                stream.send(bytes, 0, 100, false);
            }
            stream.trailers();
            stream.sendHeaders(Headers.of("end", "yes"), true);
        } catch (Throwable e) {
            ends.add(e);
        }
    }

    private static void drain(Duplex duplex) {
        try {
            duplex.in().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // closed
        }
    }

    /** Frames that are right in most of their parts, or they would all end at once. */
    private static void send(Duplex to, Random random, boolean asClient) {
        HeaderCodec codec = new HeaderCodec();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (asClient && random.nextInt(10) > 0) {
            bytes.writeBytes(FrameWriter.PREFACE);
        }
        int frames = random.nextInt(60);
        for (int i = 0; i < frames; i++) {
            int type = random.nextInt(4) > 0 ? random.nextInt(2) : random.nextInt(11);
            int stream = random.nextInt(20) == 0 ? random.nextInt(8) : 1 + 2 * random.nextInt(4);
            boolean ofConnection = type == Frame.SETTINGS || type == Frame.PING || type == Frame.GOAWAY;
            int flags = random.nextInt(3) > 0 ? Frame.END_HEADERS : random.nextInt(64);
            byte[] payload = new byte[random.nextInt(50)];
            random.nextBytes(payload);
            if (type == Frame.HEADERS && random.nextInt(8) > 0) {
                payload = codec.encode(Headers.of("some", "header " + i));
            } else if (ofConnection && random.nextInt(8) > 0) {
                payload = new byte[type == Frame.PING ? 8 : 12];
            } else if ((type == Frame.WINDOW_UPDATE || type == Frame.RST_STREAM) && random.nextInt(8) > 0) {
                payload = OtherSide.number(random.nextInt(1000));
            }
            bytes.writeBytes(
                    new Frame(type, flags, ofConnection && random.nextInt(8) > 0 ? 0 : stream, payload).bytes());
        }
        byte[] all = bytes.toByteArray();
        for (int i = random.nextInt(3); i > 0 && all.length > 0 && random.nextInt(4) == 0; i--) {
            all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
        }
        try {
            to.out().write(all);
        } catch (IOException e) {
            return; // it was not heard to its end
        }
    }
}
