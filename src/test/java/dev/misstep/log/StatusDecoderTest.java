package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.log.SolveStatus.Group;
import dev.misstep.log.SolveStatus.LogChunk;
import dev.misstep.log.SolveStatus.Progress;
import dev.misstep.log.SolveStatus.VertexUpdate;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusDecoderTest {
    @Test
    void readsAVertexAsAnEngineSendsIt() throws Exception {
        byte[] vertex = new ProtoWriter()
                .text(1, "sha256:aa")
                .text(2, "sha256:bb")
                .text(2, "sha256:cc")
                .text(3, "[2/3] RUN make")
                .number(4, 1)
                .bytes(5, time(Instant.parse("2026-11-23T04:15:02.25Z")))
                .text(7, "exit code: 2")
                .bytes(
                        8,
                        new ProtoWriter()
                                .text(1, "g")
                                .text(2, "LINK")
                                .number(3, 1)
                                .toBytes())
                .toBytes();

        SolveStatus status =
                StatusDecoder.decode(new ProtoWriter().bytes(1, vertex).toBytes());

        assertThat(status.vertexes())
                .containsExactly(new VertexUpdate(
                        "sha256:aa",
                        List.of("sha256:bb", "sha256:cc"),
                        "[2/3] RUN make",
                        Instant.parse("2026-11-23T04:15:02.25Z"),
                        null,
                        true,
                        "exit code: 2",
                        new Group("g", "LINK", true)));
        assertThat(status.statuses()).isEmpty();
        assertThat(status.logs()).isEmpty();
    }

    @Test
    void anAbsentTimeIsNullAndNotTheEpoch() throws Exception {
        byte[] vertex = new ProtoWriter().text(1, "sha256:aa").toBytes();

        VertexUpdate update = StatusDecoder.decode(
                        new ProtoWriter().bytes(1, vertex).toBytes())
                .vertexes()
                .get(0);

        assertThat(update.started()).isNull();
        assertThat(update.completed()).isNull();
        assertThat(update.error()).isNull();
    }

    @Test
    void noBytesAreAnEmptyMessage() throws Exception {
        assertThat(StatusDecoder.decode(new byte[0])).isEqualTo(new SolveStatus(List.of(), List.of(), List.of()));
    }

    @Test
    void skipsFieldsOfLaterVersionsOfEveryWireType() throws Exception {
        ByteArrayOutputStream fixed = new ByteArrayOutputStream();
        fixed.writeBytes(new byte[] {(byte) (((100 << 3) & 0x7F) | 0x80 | 1), 100 >>> 4, 1, 2, 3, 4, 5, 6, 7, 8});
        fixed.writeBytes(new byte[] {(byte) (((100 << 3) & 0x7F) | 0x80 | 5), 100 >>> 4, 1, 2, 3, 4});
        byte[] log = new ProtoWriter()
                .number(77, -1)
                .text(78, "later")
                .raw(fixed.toByteArray())
                .text(1, "sha256:aa")
                .number(3, 2)
                .text(4, "out\n")
                .toBytes();

        SolveStatus status = StatusDecoder.decode(
                new ProtoWriter().text(9, "later").bytes(3, log).toBytes());

        assertThat(status.logs()).singleElement().satisfies(chunk -> {
            assertThat(chunk.vertex()).isEqualTo("sha256:aa");
            assertThat(chunk.stream()).isEqualTo(2);
            assertThat(chunk.data()).asString(StandardCharsets.UTF_8).isEqualTo("out\n");
            assertThat(chunk.timestamp()).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrittenIsRead(int seed) throws Exception {
        SolveStatus status = random(new Random(seed));

        SolveStatus read = StatusDecoder.decode(write(status));

        assertThat(read).usingRecursiveComparison().isEqualTo(status);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cutOrDamagedBytesAreReadOrRefusedAndNothingElse(int seed) {
        Random random = new Random(seed);
        byte[] message = write(random(random));
        for (int i = 0; i < 200; i++) {
            byte[] damaged = Arrays.copyOf(message, random.nextInt(message.length + 1));
            for (int flips = random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(outcome(damaged)).isIn("read", "refused");
        }
    }

    @Test
    void aMessageCutInsideAVertexIsRefused() {
        byte[] whole = new ProtoWriter()
                .bytes(1, new ProtoWriter().text(3, "[2/3] RUN make").toBytes())
                .toBytes();
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> StatusDecoder.decode(cut)).isInstanceOf(MalformedStatusException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a ff ff ff ff 07", // a vertex of 2 GiB
                "0a ff ff ff ff ff ff ff ff ff 01", // a vertex of -1 bytes
                "ff ff ff ff ff ff ff ff ff ff 01", // an endless number
                "00", // field 0
                "0b", // a group, which this protocol never has
                "08 01", // a vertex that is a number
                "0a 07 2a 05 10 80 94 eb dc 03" // a time with a whole second of nanoseconds
            })
    void hostileBytesAreRefused(String hex) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertThatThrownBy(() -> StatusDecoder.decode(bytes))
                .isInstanceOf(MalformedStatusException.class)
                .hasMessageStartingWith("no status message: ");
    }

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    private static String outcome(byte[] bytes) {
        try {
            StatusDecoder.decode(bytes);
            return "read";
        } catch (MalformedStatusException e) {
            return "refused";
        }
    }

    private static SolveStatus random(Random random) {
        List<VertexUpdate> vertexes = new ArrayList<>();
        List<Progress> statuses = new ArrayList<>();
        List<LogChunk> logs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            vertexes.add(new VertexUpdate(
                    text(random),
                    IntStream.range(0, random.nextInt(3))
                            .mapToObj(n -> text(random))
                            .toList(),
                    text(random),
                    instant(random),
                    instant(random),
                    random.nextBoolean(),
                    random.nextBoolean() ? text(random) + "!" : null,
                    random.nextBoolean() ? new Group(text(random), text(random), random.nextBoolean()) : null));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            statuses.add(new Progress(
                    text(random),
                    text(random),
                    random.nextLong(),
                    random.nextInt(1000),
                    instant(random),
                    instant(random)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            byte[] data = new byte[random.nextInt(300)];
            random.nextBytes(data);
            logs.add(new LogChunk(text(random), random.nextInt(3), data, instant(random)));
        }
        return new SolveStatus(vertexes, statuses, logs);
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(20), 1, 0x2FFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static @Nullable Instant instant(Random random) {
        return random.nextBoolean() ? Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)) : null;
    }

    /** A message as an engine sends it. */
    static byte[] write(SolveStatus status) {
        ProtoWriter message = new ProtoWriter();
        for (VertexUpdate vertex : status.vertexes()) {
            ProtoWriter writer = new ProtoWriter().text(1, vertex.digest());
            vertex.inputs().forEach(input -> writer.text(2, input));
            writer.text(3, vertex.name()).number(4, vertex.cached() ? 1 : 0);
            writer.time(5, vertex.started()).time(6, vertex.completed());
            if (vertex.error() != null) {
                writer.text(7, vertex.error());
            }
            if (vertex.group() != null) {
                Group group = vertex.group();
                writer.bytes(
                        8,
                        new ProtoWriter()
                                .text(1, group.id())
                                .text(2, group.name())
                                .number(3, group.weak() ? 1 : 0)
                                .toBytes());
            }
            message.bytes(1, writer.toBytes());
        }
        for (Progress progress : status.statuses()) {
            message.bytes(
                    2,
                    new ProtoWriter()
                            .text(1, progress.id())
                            .text(2, progress.vertex())
                            .number(4, progress.current())
                            .number(5, progress.total())
                            .time(7, progress.started())
                            .time(8, progress.completed())
                            .toBytes());
        }
        for (LogChunk log : status.logs()) {
            message.bytes(
                    3,
                    new ProtoWriter()
                            .text(1, log.vertex())
                            .time(2, log.timestamp())
                            .number(3, log.stream())
                            .bytes(4, log.data())
                            .toBytes());
        }
        return message.toBytes();
    }

    private static byte[] time(Instant instant) {
        return new ProtoWriter()
                .number(1, instant.getEpochSecond())
                .number(2, instant.getNano())
                .toBytes();
    }

    /** Writes protobuf fields, the other way round. */
    private static final class ProtoWriter {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        ProtoWriter number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        ProtoWriter bytes(int field, byte[] value) {
            varint(((long) field << 3) | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        ProtoWriter text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        ProtoWriter time(int field, @Nullable Instant value) {
            return value == null ? this : bytes(field, StatusDecoderTest.time(value));
        }

        ProtoWriter raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
