package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.build.CleanPath;
import dev.misstep.build.ImageEntry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What {@code docker save} writes: the layers of one image as archives in an archive, and {@code manifest.json}, which tells
 * their order. Engines before 25 name layers {@code ID/layer.tar} and make a link of one that is there already; later ones
 * have an OCI layout.
 */
final class ImageArchive {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEAD = 512;
    private static final int MAGIC_AT = 257;

    private final Map<String, LayerFiles> layers = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private JsonNode manifest = JSON.createArrayNode();

    private ImageArchive() {}

    /** The files of the image, by absolute path. */
    static TreeMap<String, ImageEntry> files(InputStream archive) throws IOException {
        ImageArchive image = new ImageArchive();
        TarArchiveInputStream tar = new TarArchiveInputStream(archive, "UTF-8");
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            image.take(entry, tar);
        }
        return image.files();
    }

    /** {@code /a/b} of {@code ./a/b/}; empty for the root. */
    static String path(String name) {
        String clean = CleanPath.of("/" + name);
        return clean.equals("/") ? "" : clean;
    }

    private void take(TarArchiveEntry entry, InputStream tar) throws IOException {
        String name = path(entry.getName());
        if (entry.isSymbolicLink()) {
            links.put(name, path(name.substring(1, name.lastIndexOf('/') + 1) + entry.getLinkName()));
        } else if (name.equals("/manifest.json")) {
            manifest = JSON.readTree(tar.readAllBytes());
        } else if (entry.isFile()) {
            BufferedInputStream content = new BufferedInputStream(tar);
            if (isArchive(content)) {
                layers.put(name, LayerFiles.read(content));
            } else if (isGzip(content)) {
                BufferedInputStream unpacked = new BufferedInputStream(new GZIPInputStream(content));
                if (isArchive(unpacked)) {
                    layers.put(name, LayerFiles.read(unpacked));
                }
            }
        }
    }

    private static byte[] head(BufferedInputStream content) throws IOException {
        content.mark(HEAD);
        byte[] head = content.readNBytes(HEAD);
        content.reset();
        return head;
    }

    private static boolean isArchive(BufferedInputStream content) throws IOException {
        byte[] head = head(content);
        if (head.length < HEAD) {
            return false;
        }
        boolean blank = true; // an archive of nothing
        for (byte one : head) {
            blank &= one == 0;
        }
        return blank || new String(head, MAGIC_AT, 5, StandardCharsets.US_ASCII).equals("ustar");
    }

    private static boolean isGzip(BufferedInputStream content) throws IOException {
        byte[] head = head(content);
        return head.length > 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
    }

    private TreeMap<String, ImageEntry> files() throws IOException {
        JsonNode order = manifest.path(0).path("Layers");
        if (!order.isArray()) {
            throw new IOException("an image without a list of its layers");
        }
        TreeMap<String, ImageEntry> files = new TreeMap<>();
        for (JsonNode one : order) {
            String name = path(one.asText());
            LayerFiles layer = layers.get(links.getOrDefault(name, name));
            if (layer == null) {
                throw new IOException("a layer in a form that cannot be read: " + one.asText());
            }
            layer.onto(files);
        }
        return files;
    }
}
