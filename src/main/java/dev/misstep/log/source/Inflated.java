package dev.misstep.log.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked bytes. They end early, with a remark, where the packed ones are damaged and where a limit is reached: what
 * comes before is worth reading.
 */
final class Inflated extends InputStream {
    /** Opens the decompressor, which may already fail for what the first packed bytes say. */
    interface Opening {
        InputStream open() throws IOException;
    }

    /** A member's checksum where the packing itself does not check it. */
    static final long NO_CHECKSUM = -1;

    private final Opening opening;
    private final Packed packed;
    private final LongSupplier packedBytes;
    private final long checksum;
    private final Budget budget;
    private final Consumer<String> remarks;
    private final CRC32 crc = new CRC32();
    private @Nullable InputStream in;
    private long count;
    private boolean over;

    private Inflated(
            Opening opening,
            Packed packed,
            LongSupplier packedBytes,
            long checksum,
            Budget budget,
            Consumer<String> remarks) {
        this.opening = opening;
        this.packed = packed;
        this.packedBytes = packedBytes;
        this.checksum = checksum;
        this.budget = budget;
        this.remarks = remarks;
    }

    /** One compressed stream. */
    static Inflated of(Packing packing, InputStream in, Budget budget, Consumer<String> remarks) {
        Packed packed = new Packed(in);
        return new Inflated(() -> packing.unpack(packed), packed, packed::count, NO_CHECKSUM, budget, remarks);
    }

    /**
     * A member of a zip archive.
     *
     * @param packedBytes its size in the archive
     * @param checksum the CRC-32 of its content, or {@link #NO_CHECKSUM}
     */
    static Inflated ofMember(
            Opening opening, long packedBytes, long checksum, Budget budget, Consumer<String> remarks) {
        return new Inflated(
                opening, new Packed(InputStream.nullInputStream()), () -> packedBytes, checksum, budget, remarks);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (over || length == 0) {
            return over ? -1 : 0;
        }
        int read = unpack(target, offset, length);
        if (read < 0) {
            over = true;
            return -1;
        }
        count += read;
        if (checksum != NO_CHECKSUM) {
            crc.update(target, offset, read);
        }
        String refused = budget.inflate(read, count, packedBytes.getAsLong());
        if (refused != null) {
            over = true;
            remarks.accept(refused);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        over = true;
        if (in != null) {
            in.close();
        }
    }

    private int unpack(byte[] target, int offset, int length) throws IOException {
        try {
            InputStream from = in;
            if (from == null) {
                from = opening.open();
                in = from;
            }
            int read = from.read(target, offset, length);
            if (read == 0) {
                int one = from.read();
                target[offset] = (byte) one;
                read = one < 0 ? -1 : 1;
            }
            if (read < 0 && checksum != NO_CHECKSUM && crc.getValue() != checksum) {
                remarks.accept("does not have the checksum that the archive gives it: it is damaged");
            }
            return read;
        } catch (IOException | RuntimeException e) { // some decompressors throw the latter for what bytes say
            if (packed.failure() != null) {
                throw packed.failure();
            }
            remarks.accept(damage(e));
            return -1;
        }
    }

    private String damage(Exception e) {
        String reason = e.getMessage() == null || e.getMessage().isEmpty() ? "the data ends early" : e.getMessage();
        return count == 0
                ? "cannot be unpacked (" + reason + ")"
                : "cannot be unpacked beyond byte " + count + " (" + reason + "); what comes before was read";
    }
}
