package dev.misstep.log.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small files that are made to fill a disk, or to keep a reader busy for ever, are read up to a limit. */
class BombTest {
    private static final int MIB = 1 << 20;
    private static final Limits SMALL = new Limits(4 * MIB, 10 * MIB, 50, MIB, 8 * MIB, 20, 2, 4);

    private static byte[] zeros(Packer packer, int mebibytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing = packer.open(out)) {
            byte[] block = new byte[MIB];
            for (int i = 0; i < mebibytes; i++) {
                packing.write(block);
            }
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void whatInflatesTooMuchIsReadUpToThere(Packer packer) throws IOException {
        Heard heard = Heard.of("x", zeros(packer, 100), SMALL);

        assertThat(heard.texts.get("x")).hasSizeBetween(MIB, 4 * MIB + 100_000);
        assertThat(heard.remarks)
                .containsExactly("x: inflates to more than 50 times its size, as no log does; it was read up to there");
    }

    /** The real limits: what grows a thousandfold is no log. */
    @Test
    void theRealLimitsStopABombInSeconds() throws IOException {
        CountingMembers members = new CountingMembers();
        LogSource.read("x", new ByteArrayInputStream(zeros(Packer.ZSTD, 300)), members);

        assertThat(members.bytes).isBetween(64L * MIB, 100L * MIB);
        assertThat(members.remarks).isEqualTo(1);
    }

    @Test
    void aZipOfBombsIsReadUntilTheWholeIsTooMuch() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (int i = 10; i < 20; i++) {
            members.put(i + ".log", new byte[MIB]);
        }
        Limits limits = new Limits(MIB * 2L, 4 * MIB, 5000, MIB * 2L, 8 * MIB, 20, 2, 4);
        Heard heard = Heard.of("x", Packer.zip(members), limits);

        assertThat(heard.texts.keySet()).containsExactly("x/10.log", "x/11.log", "x/12.log", "x/13.log");
        assertThat(heard.remarks)
                .containsExactly("x/13.log: makes the whole inflate to more than 4 MiB; it was read up to there");
    }

    @Test
    void aBombInABombIsOne() throws IOException {
        byte[] bomb = Packer.XZ.pack(Packer.GZIP.pack(zeros(Packer.GZIP, 100)));
        Heard heard = Heard.of("x", Packer.zip(Map.of("a", bomb)), SMALL);

        assertThat(heard.texts).hasSize(1);
        assertThat(heard.remarks).hasSize(1);
    }

    @Test
    void archivesWithinArchivesEndSomewhere() throws IOException {
        byte[] zip = Packer.zip(Map.of("a", "x".getBytes(UTF_8)));
        byte[] gzip = "x".getBytes(UTF_8);
        for (int i = 0; i < 20; i++) {
            zip = Packer.zip(Map.of("a", zip));
            gzip = Packer.GZIP.pack(gzip);
        }

        assertThat(Heard.of("x", zip).remarks)
                .containsExactly("x/a/a/a: is packed too often within itself; unpack it first");
        assertThat(Heard.of("x", gzip).remarks)
                .containsExactly("x: is packed too often within itself; unpack it first");
    }

    @Test
    void tooManyMembersAreLeftOut() throws IOException {
        Map<String, byte[]> members = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            members.put("f" + i, new byte[] {'x'});
        }

        Heard zip = Heard.of("x", Packer.zip(members), SMALL);
        Heard tar = Heard.of("x", Packer.tar(members), SMALL);

        assertThat(zip.texts).hasSize(20);
        assertThat(tar.texts).hasSize(20);
        assertThat(zip.remarks).containsExactly("x: has more than 20 members; the rest was left out");
        assertThat(tar.remarks).isEqualTo(zip.remarks);
    }

    /** The directory of a zip archive and the long names of a tar archive are held in memory. */
    @Test
    void headersAreNoPlaceForABombEither() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            members.put("f".repeat(30_000) + i, new byte[] {'x'});
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            TarArchiveEntry longName = new TarArchiveEntry("././@LongLink", TarArchiveEntry.LF_GNUTYPE_LONGNAME);
            longName.setSize(3 * MIB);
            tar.putArchiveEntry(longName);
            tar.write("n".repeat(3 * MIB).getBytes(UTF_8));
            tar.closeArchiveEntry();
            tar.putArchiveEntry(new TarArchiveEntry("short"));
            tar.closeArchiveEntry();
        }

        assertThat(Heard.of("x", Packer.zip(members)).remarks)
                .hasSize(1)
                .first()
                .asString()
                .contains("directory");
        assertThat(Heard.of("x", out.toByteArray()).remarks).first().asString().contains("cut off or damaged");
    }

    /** Its dictionary alone would take 1.5 GiB. */
    @Test
    void memoryIsNotTakenOnAFilesWord() throws IOException {
        byte[] packed = Packer.XZ.pack("x".repeat(100).getBytes(UTF_8));
        packed[16] = 37; // the dictionary's size as a code in the block's header
        CRC32 crc = new CRC32();
        crc.update(packed, 12, 8);
        for (int i = 0; i < 4; i++) {
            packed[20 + i] = (byte) (crc.getValue() >>> (8 * i));
        }

        assertThat(Heard.of("x", packed).remarks)
                .hasSize(1)
                .first()
                .asString()
                .contains("x: cannot be unpacked", "memory");
    }

    private static final class CountingMembers implements Members {
        private long bytes;
        private int remarks;

        @Override
        public void text(String name, boolean archived, InputStream content) throws IOException {
            bytes += content.transferTo(OutputStream.nullOutputStream());
        }

        @Override
        public void layout(String name, OciLayout layout) {}

        @Override
        public void remark(Remark remark) {
            remarks++;
        }
    }
}
