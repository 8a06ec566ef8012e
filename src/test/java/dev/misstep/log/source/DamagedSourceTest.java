package dev.misstep.log.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Packed bytes that lost some of themselves: what is left is read, and one line says that it is not all. */
class DamagedSourceTest {
    private static final String LOG = text(3000);

    /** Lines that do not repeat, so that they stay large when packed. */
    private static String text(int length) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(Integer.toString(random.nextInt(), 36)).append('\n');
        }
        return text.toString();
    }

    static Stream<Arguments> packed() throws IOException {
        Map<String, byte[]> members = new TreeMap<>(Map.of("a.log", LOG.getBytes(UTF_8), "b.log", LOG.getBytes(UTF_8)));
        byte[] zip = Packer.zip(members);
        byte[] tar = Packer.tar(members);
        return Stream.of(
                Arguments.of("gzip", Packer.GZIP.pack(LOG.getBytes(UTF_8)), 2),
                Arguments.of("bzip2", Packer.BZIP2.pack(LOG.getBytes(UTF_8)), 3),
                Arguments.of("xz", Packer.XZ.pack(LOG.getBytes(UTF_8)), 6),
                Arguments.of("zstd", Packer.ZSTD.pack(LOG.getBytes(UTF_8)), 4),
                Arguments.of("zip", zip, 4),
                Arguments.of("tar", Arrays.copyOf(tar, 3 * 512 + 6 * 1024), 512),
                Arguments.of("tar.gz", Packer.GZIP.pack(tar), 2),
                Arguments.of("zip in tar", Packer.tar(Map.of("in.zip", zip)), 516));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packed")
    void cutAnywhere(String name, byte[] whole, int known) throws IOException {
        for (int length = 0; length < whole.length; length += length < 700 ? 1 : 17) {
            Heard heard = Heard.of("x", Arrays.copyOf(whole, length));

            assertThat(heard.texts.size() + heard.remarks.size())
                    .as("%s cut to %d: %s", name, length, heard.remarks)
                    .isBetween(1, 5);
            String read = String.join("", heard.texts.values());
            boolean header = name.equals("tar.gz") && read.length() < 512; // of which one cannot tell what it is
            assertThat(length < known || header || (LOG + LOG).contains(read))
                    .as("%s cut to %d", name, length)
                    .isTrue();
            if (length >= known && !name.contains("tar")) {
                assertThat(heard.remarks).as("%s cut to %d", name, length).isNotEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packed")
    void flippedAnywhere(String name, byte[] whole, int known) throws IOException {
        for (int i = 0; i < whole.length; i += i < 600 ? 1 : 11) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            Heard heard = Heard.of("x", flipped);
            assertThat(heard.texts.size() + heard.remarks.size())
                    .as("%s byte %d of %d flipped", name, i, known)
                    .isPositive();
        }
    }

    /** The last bytes lost cost no more than the last text; only the reader of zstd keeps back a whole window. */
    @ParameterizedTest
    @EnumSource(names = {"GZIP", "BZIP2", "XZ"})
    void whatWasUnpackedBeforeTheDamageIsRead(Packer packer) throws IOException {
        String log = text(2_000_000);
        byte[] packed = packer.pack(log.getBytes(UTF_8));
        Heard heard = Heard.of("ci.log", Arrays.copyOf(packed, packed.length - 20));

        String read = requireNonNull(heard.texts.get("ci.log"));
        assertThat(log).startsWith(read);
        int block = packer == Packer.BZIP2 ? 900_000 : 100;
        assertThat(read).hasSizeGreaterThan(log.length() - block);
        assertThat(heard.remarks).hasSize(1).first().asString().startsWith("ci.log: cannot be unpacked beyond byte ");
    }

    /** A tape's blocks are filled with zeros; anything else may have been a part of the log. */
    @Test
    void whatFollowsAGzipFileIsTold() throws IOException {
        byte[] packed = Packer.GZIP.pack(LOG.getBytes(UTF_8));
        byte[] padded = Arrays.copyOf(packed, packed.length + 600);
        byte[] followed = padded.clone();
        followed[followed.length - 1] = 'x';

        assertThat(Heard.of("x", padded).texts).containsExactly(Map.entry("x", LOG));
        assertThat(Heard.of("x", padded).remarks).isEmpty();
        assertThat(Heard.of("x", followed).texts).containsExactly(Map.entry("x", LOG));
        assertThat(Heard.of("x", followed).remarks)
                .containsExactly("x: cannot be unpacked beyond byte " + LOG.length()
                        + " (what follows is not compressed with gzip); what comes before was read");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "XZ"})
    void aWrongChecksumIsTold(Packer packer) throws IOException {
        byte[] packed = packer.pack(LOG.getBytes(UTF_8));
        int checksum = packer == Packer.GZIP ? packed.length - 8 : packed.length - 24 - 12;
        packed[checksum] ^= 1;

        assertThat(Heard.of("ci.log", packed).remarks)
                .hasSize(1)
                .first()
                .asString()
                .contains("cannot be unpacked");
    }

    @Test
    void aWrongChecksumInAZipArchiveIsTold() throws IOException {
        byte[] zip = Packer.zip(Map.of("a.log", LOG.getBytes(UTF_8)));
        zip[indexOf(zip, "PK\1\2") + 16] ^= 1;
        Heard heard = Heard.of("x.zip", zip);

        assertThat(heard.texts).containsEntry("x.zip/a.log", LOG);
        assertThat(heard.remarks)
                .containsExactly("x.zip/a.log: does not have the checksum that the archive gives it: it is damaged");
    }

    @Test
    void anEncryptedMemberIsTold() throws IOException {
        byte[] zip = Packer.zip(new TreeMap<>(Map.of("a.log", new byte[] {1}, "b.log", LOG.getBytes(UTF_8))));
        zip[indexOf(zip, "PK\1\2") + 8] |= 1;
        Heard heard = Heard.of("x.zip", zip);

        assertThat(heard.remarks).containsExactly("x.zip/a.log: is encrypted; unpack the archive first");
        assertThat(heard.texts).containsExactly(Map.entry("x.zip/b.log", LOG));
    }

    @Test
    void aMethodThatIsNotKnownIsTold() throws IOException {
        byte[] zip = Packer.zip(Map.of("a.log", LOG.getBytes(UTF_8)));
        zip[indexOf(zip, "PK\1\2") + 10] = 14; // LZMA

        assertThat(Heard.of("x.zip", zip).remarks)
                .containsExactly(
                        "x.zip/a.log: is compressed with method 14, which Misstep does not read; unpack the archive first");
    }

    /** A download that broke off has no directory at its end. */
    @Test
    void aZipArchiveWithoutItsDirectoryIsReadFromTheFront() throws IOException {
        byte[] zip = Packer.zip(new TreeMap<>(Map.of("a.log", LOG.getBytes(UTF_8), "b.log", LOG.getBytes(UTF_8))));
        Heard heard = Heard.of("x.zip", Arrays.copyOf(zip, indexOf(zip, "PK\1\2")));

        assertThat(heard.texts).containsExactly(Map.entry("x.zip/a.log", LOG), Map.entry("x.zip/b.log", LOG));
        assertThat(heard.remarks).hasSize(1).first().asString().startsWith("x.zip: is cut off or damaged");
    }

    private static int indexOf(byte[] bytes, String mark) {
        return new String(bytes, ISO_8859_1).indexOf(mark);
    }
}
