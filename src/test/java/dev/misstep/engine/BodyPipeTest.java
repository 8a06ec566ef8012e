package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BodyPipeTest {
    @Test
    void whatIsWrittenIsRead() throws Exception {
        byte[] content = new byte[1_000_000];
        new Random(1).nextBytes(content);

        try (BodyPipe pipe = BodyPipe.open(out -> out.write(content))) {
            assertThat(pipe.readAllBytes()).isEqualTo(content);
            assertThat(pipe.failure()).isNull();
        }
    }

    @Test
    void readsByteByByteToo() throws Exception {
        try (BodyPipe pipe = BodyPipe.open(out -> out.write(new byte[] {(byte) 200, 7}))) {
            assertThat(pipe.read()).isEqualTo(200);
            assertThat(pipe.read()).isEqualTo(7);
            assertThat(pipe.read()).isEqualTo(-1);
        }
    }

    @Test
    void halfAContextDoesNotLookLikeAWholeOne() throws Exception {
        ContextBody half = out -> {
            out.write(1);
            throw new NoSuchFileException("b.txt");
        };
        try (BodyPipe pipe = BodyPipe.open(half)) {
            assertThat(pipe.read()).isEqualTo(1);
            assertThatThrownBy(pipe::read).isInstanceOf(IOException.class).hasMessageContaining("b.txt");
            assertThat(pipe.failure()).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void aDefectOfTheWriterIsNotAnEndEither() throws Exception {
        ContextBody defective = out -> {
            throw new IllegalStateException("defect");
        };
        try (BodyPipe pipe = BodyPipe.open(defective)) {
            assertThatThrownBy(pipe::read).isInstanceOf(IOException.class).hasMessageContaining("defect");
        }
    }

    @Test
    void closingFreesTheWriter() throws Exception {
        CompletableFuture<IOException> end = new CompletableFuture<>();
        BodyPipe pipe = BodyPipe.open(out -> {
            try {
                while (true) {
                    out.write(new byte[4096]);
                }
            } catch (IOException e) {
                end.complete(e);
                throw e;
            }
        });
        assertThat(pipe.read()).isZero();

        pipe.close();

        assertThat(end.get(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(pipe.failure()).isNull();
    }
}
