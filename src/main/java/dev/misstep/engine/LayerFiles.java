package dev.misstep.engine;

import dev.misstep.build.ImageEntry;
import dev.misstep.build.ImageEntry.Kind;
import dev.misstep.build.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * One layer of an image: what it brings, and what it takes away (OCI image specification, layer.md).
 *
 * @param files what it brings, by absolute path
 * @param removed what it takes away of the layers below, with all in it
 * @param emptied directories of which it takes away all that the layers below put there
 */
record LayerFiles(TreeMap<String, ImageEntry> files, List<String> removed, List<String> emptied) {
    private static final String REMOVED = ".wh.";
    private static final String EMPTIED = ".wh..wh..opq";

    /** Reads an archive to its end. */
    static LayerFiles read(InputStream archive) throws IOException {
        LayerFiles layer = new LayerFiles(new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
        TarArchiveInputStream tar = new TarArchiveInputStream(archive, "UTF-8");
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String path = ImageArchive.path(entry.getName());
            int slash = path.lastIndexOf('/');
            String name = path.substring(slash + 1);
            if (name.equals(EMPTIED)) {
                layer.emptied.add(path.substring(0, slash));
            } else if (name.startsWith(REMOVED)) {
                layer.removed.add(path.substring(0, slash + 1) + name.substring(REMOVED.length()));
            } else if (!path.isEmpty()) {
                layer.files.put(path, layer.entry(entry, tar));
            }
        }
        return layer;
    }

    private ImageEntry entry(TarArchiveEntry entry, InputStream content) throws IOException {
        if (entry.isLink()) {
            String target = ImageArchive.path(entry.getLinkName());
            ImageEntry linked = files.get(target);
            return linked != null ? linked : of(entry, Kind.FILE, "the file " + target);
        }
        if (entry.isDirectory()) {
            return new ImageEntry(
                    Kind.DIRECTORY,
                    mode(entry),
                    entry.getLongUserId(),
                    entry.getLongGroupId(),
                    null,
                    attributes(entry));
        }
        if (entry.isSymbolicLink()) {
            return of(entry, Kind.SYMLINK, entry.getLinkName());
        }
        if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            String type = entry.isFIFO() ? "pipe" : entry.isBlockDevice() ? "block device" : "character device";
            return of(entry, Kind.OTHER, type + " " + entry.getDevMajor() + ":" + entry.getDevMinor());
        }
        MessageDigest digest = Sha256.begin();
        content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return of(entry, Kind.FILE, HexFormat.of().formatHex(digest.digest()));
    }

    private static ImageEntry of(TarArchiveEntry entry, Kind kind, String content) {
        return new ImageEntry(
                kind, mode(entry), entry.getLongUserId(), entry.getLongGroupId(), content, attributes(entry));
    }

    private static int mode(TarArchiveEntry entry) {
        return entry.getMode() & 07777;
    }

    private static String attributes(TarArchiveEntry entry) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> header : new TreeMap<>(entry.getExtraPaxHeaders()).entrySet()) {
            if (header.getKey().startsWith("SCHILY.xattr.")) {
                text.append(header.getKey())
                        .append('=')
                        .append(header.getValue())
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** Lays it upon those below. */
    void onto(TreeMap<String, ImageEntry> below) {
        removed.forEach(path -> {
            below.remove(path);
            empty(path, below);
        });
        emptied.forEach(path -> empty(path, below));
        files.forEach((path, entry) -> {
            ImageEntry there = below.put(path, entry);
            if (there != null && there.kind() == Kind.DIRECTORY && entry.kind() != Kind.DIRECTORY) {
                empty(path, below);
            }
        });
    }

    private static void empty(String directory, TreeMap<String, ImageEntry> files) {
        files.subMap(directory + "/", directory + (char) ('/' + 1)).clear();
    }
}
