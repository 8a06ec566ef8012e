package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.build.ImageEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/** Archives as engines of both kinds write them, made here entry by entry. */
class ImageArchiveTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    private ImageArchiveTest file(String name, byte[] content, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        entry.setUserId(7);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        return this;
    }

    private ImageArchiveTest file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8), 0100644);
    }

    private ImageArchiveTest link(String name, byte type, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        return this;
    }

    private ImageArchiveTest directory(String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(name + "/"));
        tar.closeArchiveEntry();
        return this;
    }

    private byte[] end() throws IOException {
        tar.close();
        return bytes.toByteArray();
    }

    private static ImageArchiveTest archive() {
        return new ImageArchiveTest();
    }

    private static TreeMap<String, ImageEntry> files(byte[] image) throws IOException {
        return ImageArchive.files(new ByteArrayInputStream(image));
    }

    private static byte[] lower() throws IOException {
        return archive()
                .directory("a")
                .file("a/kept", "1")
                .file("a/gone", "2")
                .directory("a/all")
                .file("a/all/of", "3")
                .directory("b")
                .file("b/old", "4")
                .file("b-side", "5")
                .directory("c")
                .file("c/x", "6")
                .end();
    }

    private static byte[] upper() throws IOException {
        return archive()
                .file("a/.wh.gone", "")
                .file("a/.wh.all", "")
                .file("b/.wh..wh..opq", "")
                .file("b/new", "7")
                .link("b/hard", TarArchiveEntry.LF_LINK, "b/new")
                .link("c", TarArchiveEntry.LF_SYMLINK, "b")
                .end();
    }

    private static final List<String> BOTH = List.of("/a", "/a/kept", "/b", "/b-side", "/b/hard", "/b/new", "/c");

    @Test
    void layersLieUponEachOther() throws IOException {
        TreeMap<String, ImageEntry> files = files(archive()
                .file("blobs/sha256/2", upper(), 0100644)
                .file("blobs/sha256/1", lower(), 0100644)
                .file("blobs/sha256/3", "{\"config\":\"of the image\"}")
                .file("manifest.json", "[{\"Layers\":[\"blobs/sha256/1\",\"blobs/sha256/2\"]}]")
                .end());

        assertThat(files.keySet()).containsExactlyElementsOf(BOTH);
        assertThat(files.get("/b/hard")).isEqualTo(files.get("/b/new"));
        assertThat(files.get("/a/kept"))
                .isEqualTo(new ImageEntry(
                        ImageEntry.Kind.FILE,
                        0644,
                        7,
                        0,
                        "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
                        ""));
        assertThat(Objects.requireNonNull(files.get("/c")).content()).isEqualTo("b");
    }

    @Test
    void olderEnginesLinkALayerThatIsThereAlready() throws IOException {
        TreeMap<String, ImageEntry> files = files(archive()
                .file("one/layer.tar", lower(), 0100644)
                .file("two/layer.tar", upper(), 0100644)
                .link("three/layer.tar", TarArchiveEntry.LF_SYMLINK, "../two/layer.tar")
                .file("manifest.json", "[{\"Layers\":[\"one/layer.tar\",\"three/layer.tar\"]}]")
                .end());

        assertThat(files.keySet()).containsExactlyElementsOf(BOTH);
    }

    @Test
    void layersMayBeCompressedOrEmpty() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(lower());
        }
        TreeMap<String, ImageEntry> files = files(archive()
                .file("blobs/sha256/1", packed.toByteArray(), 0100644)
                .file("blobs/sha256/2", new byte[1024], 0100644)
                .file("manifest.json", "[{\"Layers\":[\"blobs/sha256/1\",\"blobs/sha256/2\"]}]")
                .end());

        assertThat(files).containsKey("/c/x").hasSize(10);
    }

    @Test
    void aLayerThatCannotBeReadIsNoEmptyOne() throws IOException {
        byte[] image = archive()
                .file("blobs/sha256/1", "(\u00b5/\u00fd zstd")
                .file("manifest.json", "[{\"Layers\":[\"blobs/sha256/1\"]}]")
                .end();

        assertThatThrownBy(() -> files(image)).hasMessageContaining("blobs/sha256/1");
        assertThatThrownBy(() -> files(archive().file("x", "y").end())).isInstanceOf(IOException.class);
    }
}
