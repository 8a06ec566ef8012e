package dev.misstep.engine.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.engine.http2.Headers;
import dev.misstep.engine.http2.Http2Connection;
import dev.misstep.engine.http2.Http2Stream;
import dev.misstep.engine.http2.Wire;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call makes of answers that a server gives in HTTP/2's own terms. */
@Timeout(60)
class GrpcAnswersTest {
    private static byte[] answer(Http2Connection.StreamHandler server) throws IOException, GrpcException {
        Wire wire = Wire.whole();
        Duration patience = Duration.ofSeconds(30);
        try (Http2Connection serving = Http2Connection.serve(wire.right(), patience, server);
                Http2Connection connection = Http2Connection.connect(wire.left(), patience)) {
            assertThat(serving.failure()).isNull();
            return new GrpcClient(connection).call("/a/B", new byte[3]);
        }
    }

    private static void content(Http2Stream stream, int... bytes) throws IOException {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        stream.sendHeaders(Headers.of(":status", "200"), false);
        stream.send(content, 0, content.length, false);
        stream.sendHeaders(Headers.of("grpc-status", "0"), true);
    }

    @Test
    void aMessageIsFiveBytesAndItsContent() throws Exception {
        assertThat(answer(stream -> content(stream, 0, 0, 0, 0, 2, 7, 8))).containsExactly(7, 8);
    }

    @Test
    void trailersAloneAreAnAnswer() {
        assertThatThrownBy(() -> answer(
                        stream -> stream.sendHeaders(Headers.of("grpc-status", "14", "grpc-message", "b%41d"), true)))
                .hasToString("unavailable: bAd");
    }

    @Test
    void aStatusNobodyKnowsIsUnknown() {
        for (String status : new String[] {"99", "-1", "", "x", "00"}) {
            assertThatThrownBy(() -> answer(stream -> stream.sendHeaders(Headers.of("grpc-status", status), true)))
                    .hasToString("unknown: ");
        }
    }

    @Test
    void anAnswerOfAnotherProtocolIsToldByItsStatus() {
        assertThatThrownBy(() -> answer(stream -> stream.sendHeaders(Headers.of(":status", "502"), true)))
                .isInstanceOf(IOException.class)
                .hasMessage("an answer without a gRPC status (HTTP status 502)");
    }

    @Test
    void aMessageThatIsCompressedIsRefused() {
        assertThatThrownBy(() -> answer(stream -> content(stream, 1, 0, 0, 0, 1, 7)))
                .hasMessageStartingWith("a gRPC message that is compressed");
    }

    @Test
    void aMessageOfFourGigabytesIsRefused() {
        assertThatThrownBy(() -> answer(stream -> content(stream, 0, 0xFF, 0xFF, 0xFF, 0xFF)))
                .hasMessageEndingWith("4294967295 bytes");
    }

    @Test
    void aMessageWithoutItsEndIsNone() {
        assertThatThrownBy(() -> answer(stream -> content(stream, 0, 0, 0, 0, 5)))
                .hasMessage("a gRPC message without its end");
        assertThatThrownBy(() -> answer(stream -> content(stream, 0, 0, 0, 0, 5, 1)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> answer(stream -> content(stream, 0, 0))).isInstanceOf(IOException.class);
    }
}
