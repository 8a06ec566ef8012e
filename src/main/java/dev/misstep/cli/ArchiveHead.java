package dev.misstep.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Tells an archive from a Dockerfile by its first bytes, as {@code docker build -} does (docker/buildx, build/utils.go). */
final class ArchiveHead {
    /** How many bytes tell: the header of a tar archive's first file. */
    static final int LENGTH = 512;

    // where that header has its own checksum, in octal (POSIX, pax, "ustar Interchange Format")
    private static final int SUM_AT = 148;
    private static final int SUM_LENGTH = 8;

    // gzip, bzip2, xz, zstd
    private static final List<byte[]> PACKED =
            List.of(bytes("1f8b08"), bytes("425a68"), bytes("fd377a585a00"), bytes("28b52ffd"));

    private ArchiveHead() {}

    /** Whether an archive, packed or not, begins so. */
    static boolean begins(byte[] head) {
        return PACKED.stream()
                        .anyMatch(magic -> head.length >= magic.length
                                && Arrays.equals(magic, 0, magic.length, head, 0, magic.length))
                || isTar(head);
    }

    private static boolean isTar(byte[] head) {
        if (head.length < LENGTH) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += i >= SUM_AT && i < SUM_AT + SUM_LENGTH ? ' ' : head[i] & 0xff;
        }
        String told = new String(head, SUM_AT, SUM_LENGTH, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        return told.matches("0*" + Integer.toOctalString(sum));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
