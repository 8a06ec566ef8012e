package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are passed over in bulk are counted as the parser would count them one by one. */
class BulkLinesTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final List<String> BEGINNINGS = List.of(
            "#7 0.1 ",
            "#7 12.345 ",
            "#7 1234567.12 ",
            "#7 1234. ",
            "#7 -0.1 ",
            "#7 0.1234 ",
            "#7 .5 ",
            "#71 0.1 ",
            "#7 0.1",
            "#7 ");
    private static final List<String> TEXTS =
            List.of("x", "a line of some length ", "12", "#7 ", "\u2018y\u2019", "\r 10%\r");
    private static final List<String> ENDINGS = List.of(
            "",
            "s",
            " in 1.2s",
            "#7 DONE 0.2s",
            "#7 DONE 0.2s\u001b[0m",
            "#7 DONE\u001b[0m 0.2s",
            "#7 DONE 0.2s\r",
            "\u001b[1;32mok\u001b[0m",
            "\u001b[K",
            "m",
            "\r");

    private static final List<String> MESSAGES = List.of(
            "{\"logs\":[" + piece("aGkK") + "]}",
            "{\"logs\":[" + piece("aGkKaA==") + "," + piece("aGk=") + "," + piece("CgoK") + "]}",
            "{\"logs\":[" + piece("CgoK") + "," + piece("*") + "]}",
            "{\"logs\":[" + piece("") + "]}",
            "{\"statuses\":[{\"id\":\"transferring\",\"vertex\":\"" + DIGEST + "\",\"total\":9,\"current\":0}]}",
            "{\"statuses\":[{\"id\":\"a\\\"b\",\"vertex\":\"" + DIGEST + "\",\"current\":3}]}",
            "{\"statuses\":[{\"id\":\"x\",\"vertex\":\"" + DIGEST + "\",\"current\":03}]}",
            "{\"statuses\":[{\"id\":\"x\",\"vertex\":\"" + DIGEST + "\",\"current\":3},{}]}");
    private static final String LAYER = "{\"statuses\":[{\"id\":\"a\",\"vertex\":\"" + DIGEST + "\",\"current\":1},"
            + "{\"id\":\"extracting sha256:ab\",\"vertex\":\"" + DIGEST + "\",\"name\":\"extract\",\"current\":1,"
            + "\"timestamp\":\"2026-05-29T00:00:01Z\",\"started\":\"2026-05-29T00:00:00Z\"}]}\n";

    private static String piece(String data) {
        return "{\"vertex\":\"" + DIGEST + "\",\"stream\":1,\"data\":\"" + data
                + "\",\"timestamp\":\"2026-05-29T00:00:00.1Z\"}";
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void plain(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder log = new StringBuilder("#7 [2/2] RUN x\n");
        for (int i = 0; i < 400; i++) {
            log.append(any(BEGINNINGS, random))
                    .append(any(TEXTS, random))
                    .append(any(ENDINGS, random))
                    .append('\n');
            if (random.nextInt(20) == 0) {
                log.append(random.nextBoolean() ? "#8 [1/2] FROM y\n#8 DONE 0.1s\n\n#7 [2/2] RUN x\n" : "#7 ...\n");
            }
        }

        assertSameInPieces(log.toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rawjson(long seed) throws IOException {
        Random random = new Random(seed);
        String hit = "{\"vertexes\":[{\"digest\":\"" + DIGEST
                + "\",\"name\":\"[2/2] RUN x\",\"started\":\"2026-05-29T00:00:00Z\",\"cached\":true,"
                + "\"completed\":\"2026-05-29T00:00:09Z\"}]}\n";
        StringBuilder log = new StringBuilder(hit);
        for (int i = 0; i < 200; i++) {
            log.append(any(MESSAGES, random)).append('\n');
        }
        String layer = seed % 2 == 0 ? LAYER : "";
        log.append(layer);

        assertSameInPieces(log.toString());
        assertThat(Logs.rows(Logs.one(hit + layer))) // among the messages are damaged ones, which make it doubtful
                .containsExactly(DIGEST + (seed % 2 == 0 ? " pulled 9.0" : " cached 9.0"));
    }

    private static String any(List<String> strings, Random random) {
        return strings.get(random.nextInt(strings.size()));
    }

    /** A line that has not arrived as a whole is never passed over. */
    private static void assertSameInPieces(String log) throws IOException {
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        InputStream bytewise = new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(1, length));
            }
        };
        List<Build> builds = Logs.read(bytes);

        assertThat(builds).isNotEmpty().isEqualTo(LogReader.read("test.log", bytewise));
    }
}
