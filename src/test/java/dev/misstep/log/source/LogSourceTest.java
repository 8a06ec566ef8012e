package dev.misstep.log.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed comes out as it went in, under the name of the place it lay in. */
class LogSourceTest {
    private static final String LOG = "#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n";

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void plainTextPassesThrough() throws IOException {
        assertThat(Heard.of("ci.log", bytes(LOG)).texts).containsExactly(Map.entry("ci.log", LOG));
        assertThat(Heard.of("ci.log", bytes("")).texts).containsExactly(Map.entry("ci.log", ""));
    }

    @ParameterizedTest
    @EnumSource
    void aCompressedFileKeepsItsName(Packer packer) throws IOException {
        Heard heard = Heard.of("ci.log", packer.pack(bytes(LOG)));

        assertThat(heard.texts).containsExactly(Map.entry("ci.log", LOG));
        assertThat(heard.remarks).isEmpty();
    }

    /** {@code cat a.gz b.gz} is a gzip file; so it is with the others. */
    @ParameterizedTest
    @EnumSource
    void compressedFilesMayFollowEachOther(Packer packer) throws IOException {
        Heard heard = Heard.of("ci.log", join(packer.pack(bytes(LOG)), packer.pack(bytes("more\n"))));

        assertThat(heard.texts).containsExactly(Map.entry("ci.log", LOG + "more\n"));
        assertThat(heard.remarks).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theMembersOfAnArchiveAreSortedByPath(boolean zip) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("build/6_Build.txt", bytes(LOG));
        members.put("0_build.txt", bytes("x"));
        members.put("build/ä/", new byte[0]);
        members.put("build/" + "long".repeat(50) + "ä.txt", bytes("y"));
        Heard heard = Heard.of("ci", zip ? Packer.zip(members) : Packer.tar(members));

        assertThat(heard.texts.keySet())
                .containsExactly("ci/0_build.txt", "ci/build/6_Build.txt", "ci/build/" + "long".repeat(50) + "ä.txt");
        assertThat(heard.texts).containsEntry("ci/build/6_Build.txt", LOG);
        assertThat(heard.remarks).isEmpty();
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void archivesAndCompressionsNest(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, String> expected = new TreeMap<>();
        byte[] packed = nest(random, 2, "file", expected);

        Heard heard = Heard.of("file", packed);

        assertThat(heard.texts).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(heard.remarks).isEmpty();
    }

    private static byte[] nest(Random random, int depth, String name, Map<String, String> expected) throws IOException {
        byte[] content;
        if (depth == 0 || random.nextInt(3) == 0) {
            String text =
                    "line " + random.nextInt() + "\n".repeat(random.nextInt(3)) + "x".repeat(random.nextInt(70_000));
            expected.put(name, text);
            content = bytes(text);
        } else {
            Map<String, byte[]> members = new LinkedHashMap<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                String member = (random.nextBoolean() ? "dir/" : "") + i + ".log";
                members.put(member, nest(random, depth - 1, name + "/" + member, expected));
            }
            content = random.nextBoolean() ? Packer.zip(members) : Packer.tar(members);
        }
        Packer[] packers = Packer.values();
        int which = random.nextInt(packers.length + 1);
        return which == packers.length ? content : packers[which].pack(content);
    }

    static Stream<Arguments> encodings() {
        return Stream.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
                .flatMap(charset -> Stream.of(Arguments.of(charset, true), Arguments.of(charset, false)));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void utf16IsConvertedWithAndWithoutAMark(Charset charset, boolean mark) throws IOException {
        String text = LOG.repeat(3) + "é € 𝄞 一 ".repeat(9_001) + "\r\n";
        byte[] encoded = ((mark ? "\uFEFF" : "") + text).getBytes(charset);

        assertThat(Heard.of("ci.log", encoded).texts).containsExactly(Map.entry("ci.log", text));
        assertThat(Heard.of("ci.log", Packer.GZIP.pack(encoded)).texts).containsExactly(Map.entry("ci.log", text));
    }

    @Test
    void textWithStrayZerosIsNoUtf16() throws IOException {
        String text = "\0\0\0\0" + LOG + "\0".repeat(600);

        assertThat(Heard.of("ci.log", bytes(text)).texts).containsExactly(Map.entry("ci.log", text));
    }

    @Test
    void whatIsNotOpenedIsNamed() throws IOException {
        byte[] sevenZip = {'7', 'z', (byte) 0xBC, (byte) 0xAF, 0x27, 0x1C, 0, 4};
        byte[] lz4 = {4, 0x22, 0x4D, 0x18, 1};

        assertThat(Heard.of("a", sevenZip).remarks)
                .containsExactly("a: is packed with 7z, which Misstep does not read; unpack it first");
        assertThat(Heard.of("a", lz4).remarks)
                .containsExactly("a: is packed with lz4, which Misstep does not read; unpack it first");
        assertThat(Heard.of("a", Packer.zip(Map.of())).remarks).containsExactly("a: is an empty archive");
    }

    @Test
    void aNameThatClimbsIsReadAndTold() throws IOException {
        for (String name : new String[] {"../../etc/x.log", "/etc/x.log", "a/../x.log", "C:/x.log"}) {
            Heard heard = Heard.of("a.zip", Packer.zip(Map.of(name, bytes(LOG))));

            assertThat(heard.texts).containsExactly(Map.entry("a.zip/" + name, LOG));
            assertThat(heard.remarks)
                    .containsExactly(
                            "a.zip/" + name + ": has a name that leads out of the archive; it was read all the same");
        }
        assertThat(Heard.of("a.zip", Packer.zip(Map.of("..x/y..", bytes(LOG)))).remarks)
                .isEmpty();
    }

    @Test
    void bytesThatCannotBeReadAreNoDamage() throws IOException {
        byte[] packed = Packer.GZIP.pack(bytes(LOG.repeat(1000)));
        InputStream broken = new InputStream() {
            private final InputStream some = new ByteArrayInputStream(packed, 0, packed.length / 2);

            @Override
            public int read() throws IOException {
                int next = some.read();
                if (next < 0) {
                    throw new IOException("disk on fire");
                }
                return next;
            }
        };

        assertThatThrownBy(() -> Heard.of("ci.log", broken, Limits.DEFAULT)).hasMessage("disk on fire");
    }
}
