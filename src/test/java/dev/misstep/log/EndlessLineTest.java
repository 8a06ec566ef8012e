package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A line that never ends, as {@code /dev/zero} is. */
@Timeout(120)
class EndlessLineTest {
    private static InputStream zeros() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                Arrays.fill(buffer, offset, offset + length, (byte) 0);
                return length;
            }
        };
    }

    @Test
    void nothingElseIsNoBuild() throws IOException {
        assertThat(LogReader.read("zero", zeros())).isEmpty();
    }

    @Test
    void whatStandsAboveItIsRead() throws IOException {
        byte[] head = "#4 [1/2] RUN a\n#4 DONE 0.3s\n\n#5 [2/2] RUN x\n#5 0.1 ".getBytes(StandardCharsets.UTF_8);

        assertThat(LogReader.read("log", new SequenceInputStream(new ByteArrayInputStream(head), zeros())))
                .singleElement()
                .satisfies(build -> {
                    assertThat(Logs.rows(build)).containsExactly("4 executed 0.3", "5 unfinished");
                    assertThat(build.diagnostics())
                            .anySatisfy(told -> assertThat(told.message())
                                    .isEqualTo("a line of more than 1 GiB; nothing behind it is read"));
                });
    }
}
