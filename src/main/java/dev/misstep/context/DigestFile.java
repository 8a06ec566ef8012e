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
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How what is known of directories lies on the disk: a line of text that names the format, the number of directories, for
 * each its path, the length of what follows, and that ({@link KnownFolderBytes}), and a check sum over all of it. A
 * directory is made out only when it is asked for.
 */
final class DigestFile {
    /** A file that holds nothing. */
    static final DigestFile NONE = new DigestFile(new byte[0], Map.of());

    private static final byte[] FORMAT = "misstep-digests 3\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    /** Where each directory's part begins, by its path. */
    private final Map<String, Integer> starts;

    private DigestFile(byte[] bytes, Map<String, Integer> starts) {
        this.bytes = bytes;
        this.starts = starts;
    }

    /** What a file holds; nothing where it is damaged or in another format. */
    static DigestFile of(byte[] bytes) {
        int end = bytes.length - Long.BYTES;
        if (end < FORMAT.length + Integer.BYTES || !Arrays.equals(bytes, 0, FORMAT.length, FORMAT, 0, FORMAT.length)) {
            return NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, end);
        if (in.getLong(end) != sum.getValue()) {
            return NONE;
        }
        in.position(FORMAT.length).limit(end);
        try {
            Map<String, Integer> starts = new HashMap<>();
            for (int i = in.getInt(); i > 0; i--) {
                String path = KnownFolderBytes.text(in);
                int length = in.getInt();
                starts.put(path, in.position());
                in.position(in.position() + length);
            }
            return new DigestFile(bytes, starts);
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return NONE; // with a right sum: made so
        }
    }

    /** How many directories it has. */
    int size() {
        return starts.size();
    }

    /** What it has of a directory; {@code null} where that is nothing. */
    @Nullable
    KnownFolder folder(String path) {
        Integer start = starts.get(path);
        if (start == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        in.position(start).limit(bytes.length - Long.BYTES);
        try {
            return KnownFolderBytes.read(in);
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return null; // with a right sum: made so
        }
    }

    /** Writes beside the file first, so that whoever reads it finds the old or the new one, whole. */
    static void write(Path file, SortedMap<String, KnownFolder> folders) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("not a file: " + file);
        }
        Files.createDirectories(directory);
        Path fresh = Files.createTempFile(directory, "digests", ".tmp");
        try {
            try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(fresh))) {
                write(raw, folders);
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

    private static void write(OutputStream raw, SortedMap<String, KnownFolder> folders) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(raw, new CRC32());
        DataOutputStream out = new DataOutputStream(checked);
        out.write(FORMAT);
        out.writeInt(folders.size());
        for (Map.Entry<String, KnownFolder> folder : folders.entrySet()) {
            byte[] content = KnownFolderBytes.of(folder.getValue());
            KnownFolderBytes.write(out, folder.getKey());
            out.writeInt(content.length);
            out.write(content);
        }
        out.flush();
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }
}
