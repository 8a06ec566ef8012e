package dev.misstep.context;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * How digests lie on the disk: a line of text that names the format, the number of files, for each its path, size,
 * times, inode and digest, and a check sum over all of it.
 */
final class DigestFile {
    private static final byte[] FORMAT = "misstep-digests 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_PATH = 1 << 16;

    private DigestFile() {}

    /** What a file holds; nothing where it is damaged or in another format. */
    static Map<String, FileDigests.Known> read(InputStream raw) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(new BufferedInputStream(raw), new CRC32());
        DataInputStream in = new DataInputStream(checked);
        Map<String, FileDigests.Known> known = new TreeMap<>();
        try {
            if (!Arrays.equals(in.readNBytes(FORMAT.length), FORMAT)) {
                return new TreeMap<>();
            }
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                int length = in.readInt();
                if (length < 0 || length > LONGEST_PATH) {
                    return new TreeMap<>();
                }
                String path = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                FileDigests.Known entry = new FileDigests.Known(
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        HexFormat.of().formatHex(in.readNBytes(32)));
                known.put(path, entry);
            }
            long sum = checked.getChecksum().getValue();
            return in.readLong() == sum ? known : new TreeMap<>();
        } catch (EOFException e) {
            return new TreeMap<>();
        }
    }

    /** Writes beside the file first, so that whoever reads it finds the old or the new one, whole. */
    static void write(Path file, Map<String, FileDigests.Known> known) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("not a file: " + file);
        }
        Files.createDirectories(directory);
        Path fresh = Files.createTempFile(directory, "digests", ".tmp");
        try {
            try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(fresh))) {
                write(raw, known);
            }
            move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void write(OutputStream raw, Map<String, FileDigests.Known> known) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(raw, new CRC32());
        DataOutputStream out = new DataOutputStream(checked);
        out.write(FORMAT);
        out.writeInt(known.size());
        for (Map.Entry<String, FileDigests.Known> entry : known.entrySet()) {
            byte[] path = entry.getKey().getBytes(StandardCharsets.UTF_8);
            FileDigests.Known value = entry.getValue();
            out.writeInt(path.length);
            out.write(path);
            out.writeLong(value.size());
            out.writeLong(value.modified());
            out.writeLong(value.changed());
            out.writeLong(value.inode());
            out.write(HexFormat.of().parseHex(value.sha256()));
        }
        out.flush();
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }
}
