package dev.misstep.engine.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our client against our server. */
@Timeout(60)
class Http2ConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CHUNK = 10_000;

    private final MisstepThreads threads = MisstepThreads.now();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<Http2Connection> connections = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() throws Exception {
        callers.shutdownNow();
        connections.forEach(Http2Connection::close);
        threads.assertNoneLeft();
    }

    private Http2Connection connectedTo(Http2Connection.StreamHandler handler) throws IOException {
        Wire wire = Wire.whole();
        connections.add(Http2Connection.serve(wire.right(), PATIENCE, handler));
        Http2Connection client = Http2Connection.connect(wire.left(), PATIENCE);
        connections.add(client);
        return client;
    }

    /** Sends back as many bytes as the head says, while more come. */
    private static void echo(Http2Stream stream) throws IOException {
        int length = Integer.parseInt(stream.head().first("length").orElseThrow());
        stream.sendHeaders(Headers.of(":status", "200"), false);
        for (int at = 0; at < length; ) {
            byte[] chunk = new byte[Math.min(CHUNK, length - at)];
            assertThat(stream.readFully(chunk)).isTrue();
            stream.send(chunk, 0, chunk.length, false);
            at += chunk.length;
        }
        stream.sendHeaders(Headers.of("end", "of " + length), true);
    }

    private byte[] echoed(Http2Connection client, byte[] content) throws Exception {
        Http2Stream stream = client.open(Headers.of("length", String.valueOf(content.length)), false);
        Future<?> sent = callers.submit(() -> {
            stream.send(content, 0, content.length, true);
            return null;
        });
        byte[] back = new byte[content.length];
        assertThat(stream.readFully(back)).isTrue();
        sent.get();
        assertThat(stream.trailers()).isEqualTo(Headers.of("end", "of " + content.length));
        return back;
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void manyStreamsAtOnceGetTheirOwnAnswers() throws Exception {
        Http2Connection client = connectedTo(Http2ConnectionTest::echo);
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            byte[] content = random(i, i * 2_000);
            calls.add(() -> Arrays.equals(echoed(client, content), content));
        }

        for (Future<Boolean> call : callers.invokeAll(calls)) {
            assertThat(call.get()).isTrue();
        }
    }

    @Test
    void contentBeyondAllWindowsGoesBothWaysAtOnce() throws Exception {
        byte[] content = random(1, 40 << 20);

        assertThat(echoed(connectedTo(Http2ConnectionTest::echo), content)).isEqualTo(content);
    }

    @Test
    void whoReadsNothingStopsNobodyElse() throws Exception {
        CountDownLatch allSent = new CountDownLatch(1);
        Http2Connection client = connectedTo(stream -> {
            if (stream.head().first("lazy").isPresent()) {
                await(allSent);
            }
            echo(stream);
        });
        // each fills its own window, together more than the connection's
        List<Future<?>> lazy = new ArrayList<>();
        int length = 2 << 20;
        for (int i = 0; i < 24; i++) {
            Http2Stream stream = client.open(Headers.of("length", String.valueOf(length), "lazy", "yes"), false);
            lazy.add(callers.submit(() -> {
                stream.send(new byte[length], 0, length, true);
                return stream.readFully(new byte[length]);
            }));
        }
        byte[] content = random(2, 3 << 20);

        assertThat(echoed(client, content)).isEqualTo(content);

        assertThat(lazy).noneMatch(Future::isDone);
        allSent.countDown();
        for (Future<?> stream : lazy) {
            assertThat(stream.get()).isEqualTo(true);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Their bytes were never read, and the connection's window would be full of them. */
    @Test
    void streamsThatWereGivenUpTakeNoRoomFromOthers() throws Exception {
        int length = 1 << 20;
        Http2Connection client = connectedTo(stream -> {
            if (stream.head().first("refused").isPresent()) {
                throw new IOException("not this one");
            }
            echo(stream);
        });
        for (int i = 0; i < 40; i++) {
            Http2Stream stream = client.open(Headers.of("refused", "yes"), false);
            assertThatThrownBy(() -> {
                        stream.send(new byte[length], 0, length, true);
                        stream.head();
                    })
                    .isInstanceOf(Http2Exception.class)
                    .hasMessage("the other side gave the call up");
        }

        assertThat(echoed(client, random(3, length))).isEqualTo(random(3, length));
    }

    @Test
    void aHeaderBlockOfAMegabyteArrives() throws Exception {
        String large = "%D0%96 and ~, ".repeat(80_000);
        Http2Connection client = connectedTo(stream -> {
            Headers head = stream.head();
            stream.sendHeaders(Headers.of("back", head.first("large").orElseThrow()), true);
        });

        Http2Stream stream = client.open(Headers.of("large", large), true);

        assertThat(stream.head().first("back")).hasValue(large);
    }

    @Test
    void whatAHandlerThrowsEndsItsStreamAlone() throws Exception {
        Http2Connection client = connectedTo(stream -> {
            if (stream.head().first("bad").isPresent()) {
                throw new IllegalStateException("a mistake of ours");
            }
            echo(stream);
        });

        Http2Stream bad = client.open(Headers.of("bad", "yes"), false);

        assertThatThrownBy(bad::head)
                .isInstanceOfSatisfying(
                        Http2Exception.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
        assertThat(echoed(client, new byte[10])).hasSize(10);
    }

    /** RFC 9113, section 8.1; the client would wait for room that nobody makes. */
    @Test
    void whoSendsMoreThanTheServerWantsIsToldWithoutLosingTheAnswer() throws Exception {
        Http2Connection client = connectedTo(stream -> stream.sendHeaders(Headers.of(":status", "413"), true));
        Http2Stream stream = client.open(Headers.of("a", "1"), false);

        assertThatThrownBy(() -> stream.send(new byte[4 << 20], 0, 4 << 20, true))
                .isInstanceOfSatisfying(
                        Http2Exception.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NONE));

        assertThat(stream.head()).isEqualTo(Headers.of(":status", "413"));
        assertThat(stream.readFully(new byte[1])).isFalse();
    }

    @Test
    void givingAStreamUpIsToldToTheOtherSide() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        Http2Connection client = connectedTo(stream -> {
            try {
                stream.readFully(new byte[1]);
            } catch (Http2Exception e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CANCEL);
                told.countDown();
            }
        });

        Http2Stream stream = client.open(Headers.of("any", "thing"), false);
        stream.cancel();
        stream.cancel();

        await(told);
        assertThatThrownBy(stream::head).hasMessage("canceled");
        assertThatThrownBy(() -> stream.send(new byte[1], 0, 1, true)).hasMessage("canceled");
        assertThatThrownBy(() -> stream.sendHeaders(Headers.of(), true)).hasMessage("canceled");
        assertThat(client.failure()).isNull();
    }

    @Test
    void nothingCanBeSentBehindTheEnd() throws Exception {
        Http2Connection client = connectedTo(Http2ConnectionTest::echo);
        Http2Stream stream = client.open(Headers.of("length", "0"), true);

        assertThatThrownBy(() -> stream.send(new byte[1], 0, 1, false)).isInstanceOf(IOException.class);

        assertThat(stream.trailers()).isEqualTo(Headers.of("end", "of 0"));
    }

    @Test
    void closingEndsWhoReadsAndWhoWrites() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        Http2Connection client = connectedTo(stream -> {
            begun.countDown();
            await(new CountDownLatch(1)); // a handler that would wait for ever
        });
        Http2Stream reading = client.open(Headers.of("a", "1"), false);
        Http2Stream writing = client.open(Headers.of("b", "2"), false);
        Future<?> reader = callers.submit(reading::head);
        Future<?> writer = callers.submit(() -> {
            writing.send(new byte[2 << 20], 0, 2 << 20, true);
            return null;
        });
        await(begun);

        client.close();
        client.close();

        assertThatThrownBy(reader::get).hasRootCauseMessage("the connection was closed");
        assertThatThrownBy(writer::get).hasRootCauseMessage("the connection was closed");
        assertThatThrownBy(() -> client.open(Headers.of(), true)).hasMessage("the connection was closed");
        assertThat(client.failure()).hasMessage("the connection was closed");
    }

    @Test
    void interruptingWhoWaitsEndsTheWait() throws Exception {
        Http2Connection client = connectedTo(stream -> await(new CountDownLatch(1)));
        Http2Stream stream = client.open(Headers.of("a", "1"), false);

        Thread.currentThread().interrupt();

        assertThatThrownBy(stream::head).hasMessageStartingWith("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(client.failure()).isNull();
    }
}
