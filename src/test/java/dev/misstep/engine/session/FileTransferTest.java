package dev.misstep.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.engine.http2.MisstepThreads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileTransferTest {
    private final MisstepThreads threads = MisstepThreads.now();

    @TempDir
    Path root;

    @SuppressWarnings("NullAway.Init") // by each test
    private Receiver receiver;

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (receiver != null) {
            receiver.close();
        }
        threads.assertNoneLeft();
    }

    private Receiver of(SyncedTree tree) throws IOException {
        receiver = new Receiver(new FileSync(Map.of("context", tree)));
        return receiver;
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Test
    void theBuilderGetsTheContentItAsksForAndNoOther() throws Exception {
        SyncedTree tree = Told.tree(root, "file a/x", "file a/y", "file b", "dir c", "link l -> b");
        Files.write(root.resolve("big"), new byte[3_000_000]);
        Files.write(root.resolve("empty"), new byte[0]);

        Map<String, byte[]> received = of(tree).receive(path -> path.matches("a/x|big|empty"), "dir-name", "context");

        assertThat(received.keySet()).containsExactly("a/x", "big", "empty");
        assertThat(text(Objects.requireNonNull(received.get("a/x")))).isEqualTo("a/x");
        assertThat(received.get("big")).hasSize(3_000_000);
        assertThat(received.get("empty")).isEmpty();
        assertThat(receiver.troubles).isEmpty();
    }

    @Test
    void aDirectoryWithoutANameHereIsRefused() throws Exception {
        GrpcCall call = of(Told.tree(root)).begin("dir-name", "etc");

        assertThat(call.receive()).isNull();
        assertThat(receiver.troubles).singleElement().hasToString("not_found: no access allowed to dir \"etc\"");
    }

    @Test
    void manyFilesAreSentInOneGo() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            Files.writeString(root.resolve("f" + i), "content " + i);
        }

        Map<String, byte[]> received = of(Told.tree(root)).receive(path -> true, "dir-name", "context");

        assertThat(received).hasSize(3_000);
        received.forEach((path, content) -> assertThat(text(content)).isEqualTo("content " + path.substring(1)));
    }

    /** A tree of one file, whose content is made when it is read. */
    private static SyncedTree one(String path, Opened opened) {
        FileStat stat = new FileStat(path, 0644, 10, 0, "", 0, 0, Map.of());
        return new MadeUpTree(new TreeMap<>(Map.of(path, stat))) {
            @Override
            public InputStream open(String path) throws IOException {
                return opened.open();
            }
        };
    }

    private interface Opened {
        InputStream open() throws IOException;
    }

    private static InputStream bytes(int length) {
        return new ByteArrayInputStream(new byte[length]);
    }

    @Test
    void aFileThatGrewOrShrankIsSentAsItIsNow() throws Exception {
        for (int length : new int[] {0, 9, 11, 100_000}) {
            try (Receiver builder = of(one("f", () -> bytes(length)))) {
                assertThat(builder.receive(path -> true, "dir-name", "context").get("f"))
                        .hasSize(length);
            }
        }
    }

    private void endsWith(SyncedTree tree, String reason) throws Exception {
        Receiver builder = of(tree);

        assertThatThrownBy(() -> builder.receive(path -> true, "dir-name", "context"))
                .hasMessage(reason);

        // and so hears the one who builds
        GrpcCall call = builder.begin("dir-name", "context");
        Receiver.next(call);
        Receiver.request(call, 0);
        while (Receiver.next(call).type() != 4) {
            // told before it went wrong
        }
        call.cancel();
    }

    @Test
    void aFileThatWentAwayEndsTheTransfer() throws Exception {
        SyncedTree tree = Told.tree(root, "file f");
        SyncedTree gone = one("f", () -> {
            Files.deleteIfExists(root.resolve("f"));
            return tree.open("f");
        });

        endsWith(gone, "f: it went away while it was read");
    }

    @Test
    void aFileThatBecameADirectoryEndsTheTransfer() throws Exception {
        SyncedTree tree = Told.tree(root, "dir f/d");

        assertThatThrownBy(() -> of(one("f", () -> tree.open("f"))).receive(path -> true, "dir-name", "context"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aDiskThatFailsInMidFileEndsTheTransfer() throws Exception {
        endsWith(
                one(
                        "f",
                        () -> new SequenceInputStream(bytes(100_000), new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("Input/output error");
                            }
                        })),
                "Input/output error");
    }

    @Test
    void aMistakeOfOursEndsTheTransferToo() throws Exception {
        endsWith(
                one("f", () -> {
                    throw new IllegalStateException("never thought of");
                }),
                "java.lang.IllegalStateException: never thought of");
    }

    @Test
    void aNameThatIsNoTextEndsTheTransferOnlyIfItIsAskedFor() throws Exception {
        // made by a path's bytes, which Java itself would not write
        Path made = root.resolve("named");
        assertThat(new ProcessBuilder(
                                "sh", "-c", "mkdir named && cd named && printf x >\"$(printf 'a\\377')\" && echo ok >z")
                        .directory(root.toFile())
                        .start()
                        .waitFor())
                .isZero();
        SyncedTree tree = Told.shown(made, Map.of());

        assertThat(of(tree).receive(path -> true, "dir-name", "context", "include-patterns", "z"))
                .containsOnlyKeys("z");
        receiver.close();
        assertThatThrownBy(() -> of(tree).receive(path -> true, "dir-name", "context"))
                .hasMessageStartingWith("a\uFFFD: its name is not valid UTF-8");
    }

    @Test
    void aFileTheBuilderWasNotToldOfIsNotSent() throws Exception {
        GrpcCall call = of(Told.tree(root, "dir d", "file f")).begin("dir-name", "context");
        Receiver.request(call, 0); // a directory

        Receiver.Packet packet = Receiver.next(call);
        while (packet.type() == 0) {
            packet = Receiver.next(call);
        }

        assertThat(text(packet.data())).isEqualTo("the builder asked for a file it was not told of");
        call.cancel();
    }

    @Test
    void theBuildersOwnErrorEndsTheTransfer() throws Exception {
        GrpcCall call = of(Told.tree(root, "file f")).begin("dir-name", "context");
        call.send(new ProtoWriter()
                .number(1, 4)
                .bytes(4, "disk full".getBytes(StandardCharsets.UTF_8))
                .toBytes());
        call.flush();
        while (call.receive() != null) {
            // what was told before
        }

        assertThat(receiver.troubles).singleElement().hasToString("aborted: error from receiver: disk full");
    }

    /** It is no fault of the files', and must not be reported as one; nor may it end other transfers. */
    @Test
    void aTransferThatIsGivenUpIsNoFaultOfTheFilesAndLeavesOthersAlone() throws Exception {
        CountDownLatch sending = new CountDownLatch(20);
        SyncedTree endless = one("f", () -> new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("by the chunk");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                sending.countDown();
                return length;
            }
        });
        SyncedTree other = Told.tree(root, "file f");
        receiver = new Receiver(new FileSync(Map.of("context", endless, "other", other)));
        for (int i = 0; i < 20; i++) {
            GrpcCall call = receiver.begin("dir-name", "context");
            Receiver.next(call);
            Receiver.request(call, 0);
            if (i == 0) {
                // well into what the window takes
                sending.await();
            }
            call.cancel();
        }

        assertThat(receiver.receive(path -> true, "dir-name", "other")).containsOnlyKeys("f");

        receiver.close();
        threads.assertNoneLeft();
        assertThat(receiver.troubles).hasSizeLessThanOrEqualTo(20).noneMatch(GrpcException.class::isInstance);
    }
}
