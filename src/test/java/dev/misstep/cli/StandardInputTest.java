package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code misstep profile -}. */
class StandardInputTest {
    @TempDir
    private Path home;

    private Invocation.Result profile(String input, String... more) {
        String[] words = new String[more.length + 1];
        words[0] = "profile";
        System.arraycopy(more, 0, words, 1, more.length);
        return new Invocation(home)
                .at(home)
                .with("MISSTEP_HOME", home.resolve("state").toString())
                .with("DOCKER_HOST", "unix://" + home.resolve("none.sock"))
                .reading(input)
                .run(words);
    }

    @Test
    void aDockerfileIsReadBeforeTheEngineIsAsked() {
        Invocation.Result result = profile("FROM busybox:1\n", "-");

        assertThat(result.status()).isEqualTo(ExitStatus.NO_ENGINE);
        assertThat(home.resolve("Dockerfile")).doesNotExist();
    }

    @Test
    void twoDockerfilesAreOneTooMany() {
        Invocation.Result result = profile("FROM busybox:1\n", "--file", "Dockerfile", "-");

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.err()).startsWith("misstep: --file: cannot be given when standard input has the Dockerfile");
    }

    @Test
    void anArchiveIsRefusedInALine() {
        Invocation.Result result = profile(tar(), "-");

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.err().lines()).singleElement().asString().startsWith("misstep: -: has an archive");
    }

    @Test
    void archivesAreToldFromDockerfiles() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar().getBytes(StandardCharsets.ISO_8859_1));
        }

        assertThat(ArchiveHead.begins(packed.toByteArray())).isTrue();
        assertThat(ArchiveHead.begins(HexFormat.of().parseHex("28b52ffd00"))).isTrue();
        assertThat(ArchiveHead.begins(tar().getBytes(StandardCharsets.ISO_8859_1)))
                .isTrue();
        assertThat(ArchiveHead.begins(
                        ("FROM busybox:1\n" + "RUN echo 0\n".repeat(60)).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(ArchiveHead.begins(new byte[0])).isFalse();
        assertThat(ArchiveHead.begins(new byte[ArchiveHead.LENGTH])).isFalse();
    }

    /** An empty file of the oldest kind of archive, which has no magic. */
    private static String tar() {
        byte[] header = new byte[ArchiveHead.LENGTH];
        put(header, 0, "Dockerfile");
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "00000000000");
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        int sum = 0;
        for (byte each : header) {
            sum += each;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return new String(header, StandardCharsets.ISO_8859_1) + "\0".repeat(1024);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
