package dev.misstep.context;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * How digests lie on the disk: a line of text that names the format, the number of files, for each its path, size,
 * times, inode and digest, and a check sum over all of it.
 */
final class DigestFile {
    private static final byte[] FORMAT = "misstep-digests 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST = 32;
    /** The bytes an entry takes besides its path. */
    private static final int SMALLEST = Integer.BYTES + 4 * Long.BYTES + DIGEST;

    private DigestFile() {}

    /** What a file holds; nothing where it is damaged or in another format. */
    static Map<String, FileDigests.Known> read(byte[] bytes) {
        int end = bytes.length - Long.BYTES;
        if (end < FORMAT.length + Integer.BYTES || !Arrays.equals(bytes, 0, FORMAT.length, FORMAT, 0, FORMAT.length)) {
            return Map.of();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, end);
        if (in.getLong(end) != sum.getValue()) {
            return Map.of();
        }
        in.position(FORMAT.length).limit(end);
        try {
            return entries(bytes, in);
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Map.of(); // with a right sum: made so
        }
    }

    private static Map<String, FileDigests.Known> entries(byte[] bytes, ByteBuffer in) {
        int count = in.getInt();
        Map<String, FileDigests.Known> known = new HashMap<>(Math.min(count, in.remaining() / SMALLEST) * 2);
        for (int i = 0; i < count; i++) {
            int length = in.getInt();
            String path = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
            in.position(in.position() + length);
            long size = in.getLong();
            long modified = in.getLong();
            long changed = in.getLong();
            long inode = in.getLong();
            String sha256 = HexDigest.of(bytes, in.position());
            in.position(in.position() + DIGEST);
            known.put(path, new FileDigests.Known(size, modified, changed, inode, sha256));
        }
        return known;
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
