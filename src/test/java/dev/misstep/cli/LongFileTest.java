package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongFileTest {
    @Test
    void itsBytesAreThoseOfTheFile() throws IOException {
        Random random = new Random(3);
        for (int size : new int[] {0, 1, 1 << 18, (1 << 18) + 1, 3_000_000}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            try (InputStream file = new LongFile(new ByteArrayInputStream(bytes))) {
                byte[] first = file.readNBytes(random.nextInt(1000));
                int one = file.read();
                byte[] rest = file.readAllBytes();

                assertThat(first).isEqualTo(slice(bytes, 0, first.length));
                assertThat(one).isEqualTo(first.length < size ? bytes[first.length] & 0xFF : -1);
                assertThat(rest).isEqualTo(slice(bytes, first.length + 1, size));
                assertThat(file.read()).isEqualTo(-1);
            }
        }
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        int begin = Math.min(from, bytes.length);
        byte[] slice = new byte[Math.max(0, to - begin)];
        System.arraycopy(bytes, begin, slice, 0, slice.length);
        return slice;
    }

    /** A disk that breaks: what was read before counts. */
    @Test
    void whatGoesWrongIsToldWhereItDid() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }
        };
        InputStream in = new SequenceInputStream(new ByteArrayInputStream(new byte[500_000]), broken);
        try (InputStream file = new LongFile(in)) {
            assertThat(file.readNBytes(500_000)).hasSize(500_000);
            assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessage("broken");
        }
    }
}
