package dev.misstep.engine;

import static dev.misstep.engine.Contexts.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextTarTest {
    private static final byte PAX_OF_ONE = 'x';
    private static final byte PAX_OF_ALL = 'g';

    private final List<String> changed = new ArrayList<>();

    @Test
    void entriesAreSortedAndBelongToNobody() throws Exception {
        List<TarArchiveEntry> entries = entries(bytes(List.of(
                TarItem.symlink("b/link", "../a.sh", TIME),
                TarItem.file("a.sh", 0755, TIME, "exit".getBytes(StandardCharsets.UTF_8)),
                TarItem.directory("b", 0700, TIME))));

        assertThat(entries).extracting(TarArchiveEntry::getName).containsExactly("a.sh", "b/", "b/link");
        assertThat(entries).extracting(TarArchiveEntry::getMode).containsExactly(0755, 0700, 0777);
        assertThat(entries.get(1).isDirectory()).isTrue();
        assertThat(entries.get(2).getLinkName()).isEqualTo("../a.sh");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.getLongUserId()).isZero();
            assertThat(entry.getLongGroupId()).isZero();
            assertThat(entry.getUserName()).isEmpty();
            assertThat(entry.getGroupName()).isEmpty();
            assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(TIME.truncatedTo(ChronoUnit.SECONDS));
        });
    }

    @Test
    void theOrderOfTheItemsDoesNotMatter() throws Exception {
        List<TarItem> items = new ArrayList<>(
                List.of(Contexts.text("b", "1"), Contexts.text("a", "2"), TarItem.directory("c", 0755, TIME)));
        byte[] one = bytes(items);
        Collections.reverse(items);

        assertThat(bytes(items)).isEqualTo(one);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrittenIsReadAndNeverNeedsAPaxHeader(int seed) throws Exception {
        Random random = new Random(seed);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            byte[] content = new byte[random.nextInt(2000)];
            random.nextBytes(content);
            files.put(name(random), content);
        }
        List<TarItem> items = files.entrySet().stream()
                .map(file -> TarItem.file(file.getKey(), 0644, TIME, file.getValue()))
                .toList();

        byte[] tar = bytes(items);

        Map<String, byte[]> read = new LinkedHashMap<>();
        try (TarArchiveInputStream in = open(tar)) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    read.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        assertThat(read).containsOnlyKeys(files.keySet());
        files.forEach((name, content) -> assertThat(read.get(name)).isEqualTo(content));
        assertThat(typeOfFirst(tar)).isIn((byte) '0', (byte) '5');
        assertThat(headers(tar)).doesNotContain(PAX_OF_ONE, PAX_OF_ALL);
    }

    @Test
    void aLongNameIsNeverFirst() throws Exception {
        String longName = "A".repeat(100);

        assertThat(typeOfFirst(bytes(List.of(Contexts.text(longName, ""), Contexts.text("Dockerfile", "")))))
                .isEqualTo((byte) '0');
        assertThat(entries(bytes(List.of(Contexts.text(longName, "")))))
                .extracting(TarArchiveEntry::getName)
                .containsExactly("./", longName);
        assertThat(entries(bytes(List.of(TarItem.symlink("a", longName, TIME), Contexts.text("b", "")))))
                .extracting(TarArchiveEntry::getName)
                .containsExactly("b", "a");
    }

    @Test
    void aFileThatShrankIsFilledAndReported() throws Exception {
        TarItem shrunk = TarItem.file("log", 0644, 5, TIME, () -> stream("abc"));

        byte[] tar = bytes(List.of(shrunk, Contexts.text("next", "n")));

        assertThat(content(tar, "log")).isEqualTo("abc\0\0");
        assertThat(content(tar, "next")).isEqualTo("n");
        assertThat(changed).containsExactly("log 5 3");
    }

    @Test
    void aFileThatGrewIsCutAndReported() throws Exception {
        TarItem grown = TarItem.file("log", 0644, 2, TIME, () -> stream("abc"));

        byte[] tar = bytes(List.of(grown, Contexts.text("next", "n")));

        assertThat(content(tar, "log")).isEqualTo("ab");
        assertThat(content(tar, "next")).isEqualTo("n");
        assertThat(changed).containsExactly("log 2 3");
    }

    @Test
    void sizesBeyondTheClassicHeaderAreWritten() throws Exception {
        long size = 9L << 30;
        TarItem big = TarItem.file("big", 0644, size, TIME, () -> {
            throw new IOException("enough");
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> new ContextTar(List.of(big), this::changed).writeTo(out))
                .hasMessage("enough");

        try (TarArchiveInputStream in = open(out.toByteArray())) {
            assertThat(in.getNextEntry().getSize()).isEqualTo(size);
        }
    }

    @Test
    void aPathCannotBeThereTwice() {
        assertThatThrownBy(() -> bytes(List.of(Contexts.text("a", "1"), Contexts.text("a", "2"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("twice in the context: a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "../a", "a/../b", "a/..", ".", "a\0b"})
    void aPathStaysInsideTheContext(String path) {
        assertThatThrownBy(() -> Contexts.text(path, "")).isInstanceOf(IllegalArgumentException.class);
    }

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    private void changed(String path, long announced, long found) {
        changed.add(path + " " + announced + " " + found);
    }

    private byte[] bytes(List<TarItem> items) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream open = new OutputStream() {
            @Override
            public void write(int b) {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {
                throw new AssertionError("not ours to close");
            }
        };
        new ContextTar(items, this::changed).writeTo(open);
        return out.toByteArray();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TarArchiveInputStream open(byte[] tar) {
        return new TarArchiveInputStream(new ByteArrayInputStream(tar), StandardCharsets.UTF_8.name());
    }

    private static List<TarArchiveEntry> entries(byte[] tar) throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream in = open(tar)) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static String content(byte[] tar, String name) throws IOException {
        try (TarArchiveInputStream in = open(tar)) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("no " + name);
    }

    private static byte typeOfFirst(byte[] tar) {
        return tar[156];
    }

    /** The types of all headers, those the reader hides included. */
    private static List<Byte> headers(byte[] tar) {
        List<Byte> types = new ArrayList<>();
        int at = 0;
        while (at < tar.length && tar[at] != 0) {
            types.add(tar[at + 156]);
            int size = Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.US_ASCII).strip(), 8);
            at += 512 + (size + 511) / 512 * 512;
        }
        return types;
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder("n");
        for (int i = random.nextInt(8) * random.nextInt(20); i > 0; i--) {
            name.appendCodePoint("ab/ üß漢😀".codePointAt(random.nextInt(7)));
        }
        return name.toString().replaceAll("/+", "/x") + random.nextInt(1000);
    }
}
