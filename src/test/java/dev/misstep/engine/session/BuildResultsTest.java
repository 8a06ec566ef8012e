package dev.misstep.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.engine.grpc.BytesMessage;
import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.ProtoWriter;
import dev.misstep.engine.http2.Headers;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a builder sends of a result, in good and in bad order. */
@Timeout(30)
class BuildResultsTest {
    private static final int FILES = 500;

    @TempDir
    Path directory;

    private Receiver serving() throws Exception {
        return new Receiver(new BuildResults(Map.of(
                0, new ReceivedTree(directory.resolve("tree")), 1, new ReceivedFile(directory.resolve("file")))));
    }

    private static GrpcCall begin(Receiver receiver, String number) throws Exception {
        return receiver.client().begin(BuildResults.METHOD, Headers.of("buildkit-attachable-exporter-id", number));
    }

    private static void tell(GrpcCall call, @Nullable FileStat stat) throws Exception {
        ProtoWriter packet = new ProtoWriter();
        call.send(stat == null ? new byte[0] : packet.message(2, stat.proto()).toBytes());
        call.flush();
    }

    private static void data(GrpcCall call, int id, String text) throws Exception {
        call.send(new ProtoWriter()
                .number(1, 2)
                .number(3, id)
                .bytes(4, text.getBytes(StandardCharsets.UTF_8))
                .toBytes());
        call.flush();
    }

    private static FileStat file(String path) {
        return new FileStat(path, 0644, 1, 0, "", 0, 0, Map.of());
    }

    /** All are told before any is sent, and few are asked for at a time. */
    @Test
    void manyFilesCome() throws Exception {
        try (Receiver receiver = serving()) {
            GrpcCall call = begin(receiver, "0");
            for (int i = 0; i < FILES; i++) {
                tell(call, file("f" + (1000 + i)));
            }
            tell(call, null);
            int sent = 0;
            for (Receiver.Packet packet = Receiver.next(call); packet.type() == 1; packet = Receiver.next(call)) {
                data(call, packet.id(), "content " + packet.id());
                data(call, packet.id(), "");
                sent++;
            }
            assertThat(sent).isEqualTo(FILES);
            call.send(new ProtoWriter().number(1, 3).toBytes());
            call.flush();
            assertThat(call.receive()).isNull();
            assertThat(receiver.troubles).isEmpty();
        }
        assertThat(directory.resolve("tree/f1499")).hasContent("content 499");
    }

    @Test
    void aFileNobodyAskedForEndsTheTransfer() throws Exception {
        try (Receiver receiver = serving()) {
            GrpcCall call = begin(receiver, "0");
            data(call, 7, "unasked");

            Receiver.Packet packet = Receiver.next(call);

            assertThat(packet.type()).isEqualTo(4);
            assertThat(new String(packet.data(), StandardCharsets.UTF_8)).contains("nobody asked for");
            assertThat(call.receive()).isNull();
            assertThat(receiver.troubles).hasSize(1);
        }
    }

    @Test
    void anOutputThatIsNotThereIsRefused() throws Exception {
        try (Receiver receiver = serving()) {
            assertThat(begin(receiver, "2").receive()).isNull();
            assertThat(receiver.troubles).singleElement().asString().contains("exporter 2 not found");
        }
    }

    @Test
    void anArchiveThatBreaksOffLeavesTheOneThatWasThere() throws Exception {
        Files.writeString(directory.resolve("file"), "old");
        try (Receiver receiver = serving()) {
            GrpcCall call = begin(receiver, "1");
            call.send(BytesMessage.of(new byte[] {'n', 'e', 'w'}, 0, 3));
            call.flush();
            call.cancel();
        }
        assertThat(directory.resolve("file")).hasContent("old");
        long until = System.nanoTime() + 10_000_000_000L;
        while (names().count() > 1 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(names()).containsExactly("file");
    }

    /** It stays a link, as with the docker command; a device put in a file's place would harm the whole machine. */
    @Test
    void anArchiveGoesWhereALinkLeads() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("file"), directory.resolve("other"));
        Files.writeString(directory.resolve("other"), "old");
        try (Receiver receiver = new Receiver(new BuildResults(Map.of(0, new ReceivedFile(link))))) {
            send(receiver, "new");
        }
        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("other")).hasContent("new");
    }

    /** Another file in place of a device would harm the whole machine; a socket stands for one here. */
    @Test
    void nothingComesInPlaceOfWhatIsNoFile() throws Exception {
        Path device = directory.resolve("file");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                Receiver receiver = new Receiver(new BuildResults(Map.of(0, new ReceivedFile(device))))) {
            socket.bind(UnixDomainSocketAddress.of(device));
            assertThatThrownBy(() -> send(receiver, "new")).isInstanceOf(GrpcException.class);
            assertThat(device).exists();
            assertThat(Files.isRegularFile(device)).isFalse();
        }
    }

    private static void send(Receiver receiver, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        receiver.client().stream(
                BuildResults.METHOD, BytesMessage.of(bytes, 0, bytes.length), call -> {}, answer -> {});
    }

    private Stream<String> names() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        }
    }
}
