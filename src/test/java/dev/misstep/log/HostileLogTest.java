package dev.misstep.log;

import static dev.misstep.log.Logs.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing a file holds makes the reader throw, hang or keep it all in memory. */
class HostileLogTest {
    @Test
    void noiseHoldsNoBuild() {
        byte[] noise = new byte[5 << 20];
        new Random(1).nextBytes(noise);

        assertThat(read(noise)).isEmpty();
        assertThat(read("")).isEmpty();
        assertThat(read("\u0000\u0000#1 \u0000\n\u0000")).isEmpty();
    }

    @Test
    void bytesThatAreNoTextStayInTheirLine() {
        byte[] head = "#5 [2/2] RUN x\n#5 0.1 ".getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\n#5 DONE 1.0s\n".getBytes(StandardCharsets.UTF_8);
        byte[] log = Arrays.copyOf(head, head.length + 3 + tail.length);
        log[head.length] = (byte) 0xC3;
        log[head.length + 1] = (byte) 0xFF;
        System.arraycopy(tail, 0, log, head.length + 3, tail.length);

        assertThat(read(log))
                .singleElement()
                .satisfies(build -> assertThat(Logs.rows(build)).containsExactly("5 executed 1.0"));
    }

    @Test
    void aLogMayBeginWithMuchThatIsBlank() {
        assertThat(read("\u0000".repeat(1 << 20) + "\n" + "\n".repeat(1 << 20) + "#1 [2/2] RUN x\n#1 CACHED\n"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Step 99999999999/1 : X",
                "Step 1/99999999999 : X",
                "#999999999999 [2/2] RUN x",
                "STEP 99999/99999: RUN x\n--> 5a2c3b4d5e6f\nSTEP 0/1: RUN y",
                "[0/0] STEP 1/1: FROM x\n[9/3] STEP 1/1: FROM y",
                "STEP 1/2: FROM x\nCOMMIT\nCOMMIT\nSuccessfully tagged \n--> 5a2c3b4d5e6f",
                "INFO[99999999] RUN x",
                "INFO[2024-99-99T99:99:99Z] RUN x",
                "time=\"2024-05-01T10:00:00Z\" level=info msg=\"RUN \\x\\u12\\UFFFFFFFF\\",
                "{\"level\":\"info\",\"msg\":\"RUN x\",\"time\":7}",
                "INFO[0001] Building stage 'x' [idx: '9999', base-idx: '9999']\nINFO[0001] RUN x",
                "#1 [99999999999/2] RUN x\n#1 DONE 1e9s",
                "#1 [2/2] RUN x\n#1 DONE 99999999999999999999999999999999999.0s",
                "#1 [2/2] RUN x\n#1 9999999999999999999999.123 y\n#1 DONE",
                "#1 [2/2] RUN x\n#1 ERROR: ",
                " => [2/2] RUN x                                 1..s",
                "Dockerfile:99999999999\n--------------------",
                "{",
                "{\"vertexes\":[null,1,{}]}",
                "{\"vertexes\":[{\"digest\":7,\"name\":[],\"started\":{}}]}",
                "{\"vertexes\":[{\"digest\":\"a\",\"started\":\"+999999999-01-01T00:00:00Z\"}]}",
                "{\"logs\":[{\"vertex\":\"a\",\"data\":\"*\"}]}",
                "{\"statuses\":[{\"current\":1e400}]}",
                "2024-99-99T99:99:99.9999999Z #1 [2/2] RUN x",
                "\u001b[\u001b]8;;\u001b\u001b",
            })
    void hugeNumbersAndWrongTypes(String text) {
        List<Build> builds = read(text + "\n" + text);

        assertThat(builds).hasSizeLessThanOrEqualTo(2);
        assertThat(builds)
                .allSatisfy(build -> assertThat(build.vertices())
                        .allSatisfy(vertex -> assertThat(vertex.seconds() == null || Double.isFinite(vertex.seconds()))
                                .isTrue()));
    }

    @Test
    void deepJson() {
        assertThat(read("{\"vertexes\":[" + "[".repeat(200_000) + "\n")).isEmpty();
        assertThat(read("{\"vertexes\":[{\"x\":" + "{\"a\":".repeat(200_000) + "\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#1 [2/2] RUN ",
                "#1 [",
                "#1 [2/2] LINK ",
                "Step 1/1 : FROM --a ",
                "#1 ",
                "{\"vertexes\":[",
                "STEP 1/1: FROM ",
                "STEP 2/2: RUN --mount=from=",
                "STEP 2/2: COPY --from=",
                "INFO[0001] RUN --mount=a,",
                "INFO[0001] Building stage '",
                "time=\"",
                "level=info msg=\"",
                "{\"level\":\"info\",\"msg\":\""
            })
    void longLines(String begin) {
        for (String repeated : List.of("x", " ", "LINK ", "--a ", "'", ",", "\u001b[", "sha256:", "0")) {
            String text = begin + repeated.repeat((1 << 20) / repeated.length());

            assertThat(read(text + "\n#1 DONE 0.1s\n")).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void aLineWithoutEnd() throws IOException {
        InputStream endless = new InputStream() {
            private long left = 40L << 20;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int some = (int) Math.min(left, length);
                Arrays.fill(buffer, offset, offset + Math.max(0, some), (byte) 'x');
                left -= some;
                return some == 0 ? -1 : some;
            }
        };

        assertThat(LogReader.read("endless", endless)).isEmpty();
    }

    @Test
    void tooManyVerticesAreNotKept() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < 60_000; i++) {
            text.append('#').append(i).append(" [2/2] RUN x\n#").append(i).append(" CACHED\n");
        }
        List<Build> builds = read(text.toString());

        assertThat(builds).hasSize(1);
        assertThat(builds.get(0).vertices()).hasSize(BuildDraft.MAX_VERTICES);
        assertThat(builds.get(0).diagnostics())
                .anySatisfy(d -> assertThat(d.message()).contains("vertices"));
    }

    @Test
    void tooManyBuildsAreNotKept() {
        String two = "#1 [2/2] RUN x\n#1 [2/2] COPY y /\n";

        assertThat(read(two.repeat(20_000))).hasSizeLessThanOrEqualTo(LogReader.MAX_BUILDS);
    }

    @Test
    void aVertexThatEndsTooOften() {
        Build build = Logs.one("#1 [2/2] RUN x\n" + "#1 DONE 0.1s\n#1 [2/2] RUN x\n".repeat(200_000));

        assertThat(build.vertices()).hasSize(1);
        assertThat(build.vertices().get(0).intervals()).isPositive();
    }

    @Test
    void aVertexThatBeginsTooOften() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            String at = Instant.ofEpochSecond(i).toString();
            text.append("{\"vertexes\":[{\"digest\":\"a\",\"name\":\"[2/2] RUN x\",\"started\":\"")
                    .append(at)
                    .append("\",\"completed\":\"")
                    .append(at)
                    .append("\"}]}\n");
        }

        assertThat(Logs.one(text.toString()).vertices()).hasSize(1);
    }
}
