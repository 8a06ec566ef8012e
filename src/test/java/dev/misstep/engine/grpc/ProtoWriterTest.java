package dev.misstep.engine.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.log.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is written here is read by {@link ProtoReader} as it was. */
class ProtoWriterTest {
    @Test
    void theExamplesOfTheEncodingsOwnPage() {
        assertThat(new ProtoWriter().number(1, 150).toBytes()).containsExactly(0x08, 0x96, 0x01);
        assertThat(new ProtoWriter().text(2, "testing").toBytes())
                .containsExactly(0x12, 7, 't', 'e', 's', 't', 'i', 'n', 'g');
        assertThat(new ProtoWriter()
                        .message(3, new ProtoWriter().number(1, 150))
                        .toBytes())
                .containsExactly(0x1A, 3, 0x08, 0x96, 0x01);
        assertThat(new ProtoWriter().number(1, -2).toBytes())
                .containsExactly(0x08, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01);
    }

    @Test
    void whatIsEmptyIsLeftOutButAMessageIsNot() {
        ProtoWriter writer = new ProtoWriter()
                .number(1, 0)
                .bool(2, false)
                .text(3, "")
                .bytes(4, new byte[0])
                .bytes(5, new byte[9], 0)
                .texts(6, Map.of());
        assertThat(writer.toBytes()).isEmpty();
        assertThat(writer.message(7, new ProtoWriter()).toBytes()).containsExactly(0x3A, 0);
    }

    @Test
    void someOfTheBytesOfAnArray() {
        assertThat(new ProtoWriter().bytes(1, new byte[] {1, 2, 3}, 2).toBytes())
                .containsExactly(0x0A, 2, 1, 2);
    }

    @Test
    void whateverIsWrittenIsReadAsItWas() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            int field = 1 + random.nextInt(random.nextBoolean() ? 20 : 1 << 28);
            long number = (random.nextLong() >> random.nextInt(64)) | 1;
            byte[] bytes = new byte[1 + random.nextInt(random.nextInt(50) == 0 ? 70_000 : 200)];
            random.nextBytes(bytes);
            String text = "é" + Long.toString(number, 36) + "\uD83D\uDE00";
            Map<String, String> map = new TreeMap<>(Map.of("k" + field, text, "", "no name"));
            byte[] written = new ProtoWriter()
                    .number(field, number)
                    .bytes(field, bytes)
                    .text(field, text)
                    .bool(field, true)
                    .message(field, new ProtoWriter().bytes(2, bytes))
                    .texts(field, map)
                    .toBytes();

            ProtoReader reader = new ProtoReader(written);
            assertThat(next(reader, field).varint()).isEqualTo(number);
            assertThat(next(reader, field).bytes()).isEqualTo(bytes);
            assertThat(next(reader, field).string()).isEqualTo(text);
            assertThat(next(reader, field).varint()).isEqualTo(1);
            assertThat(next(next(reader, field).message(), 2).bytes()).isEqualTo(bytes);
            ProtoReader unnamed = next(reader, field).message();
            assertThat(next(unnamed, 2).string()).isEqualTo("no name");
            ProtoReader named = next(reader, field).message();
            assertThat(next(named, 1).bytes()).isEqualTo(("k" + field).getBytes(StandardCharsets.UTF_8));
            assertThat(next(named, 2).string()).isEqualTo(text);
            assertThat(reader.next()).isFalse();
        }
    }

    private static ProtoReader next(ProtoReader reader, int field) throws Exception {
        assertThat(reader.next()).isTrue();
        assertThat(reader.field()).isEqualTo(field);
        return reader;
    }
}
