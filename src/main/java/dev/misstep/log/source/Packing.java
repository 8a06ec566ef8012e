package dev.misstep.log.source;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** How bytes are packed, told by the first of them and never by a name. */
enum Packing {
    /** RFC 1952; several members may follow each other. */
    GZIP("1f8b") {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new GzipText(packed);
        }
    },
    BZIP2("425a68") {
        @Override
        boolean matches(byte[] head) {
            // "BZh9", then the mark of a block or that of an empty stream
            return super.matches(head)
                    && (head.length <= 4 || (head[3] >= '1' && head[3] <= '9' && (head[4] == 0x31 || head[4] == 0x17)));
        }

        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new Piecewise(new BZip2CompressorInputStream(packed, true), 1);
        }
    },
    XZ("fd377a585a00") {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new XZInputStream(packed, XZ_MEMORY_KIB);
        }
    },
    /** RFC 8878, a frame. */
    ZSTD("28b52ffd") {
        @Override
        InputStream unpack(InputStream packed) {
            return new Piecewise(new ZstdInputStream(packed), 64);
        }
    },
    ZIP("504b0304"),
    /** A zip archive with no members is its end record alone. */
    EMPTY_ZIP("504b0506"),
    TAR("") {
        @Override
        boolean matches(byte[] head) {
            return TarHeader.isValid(head);
        }
    },
    SEVEN_ZIP("377abcaf271c"),
    RAR("526172211a07"),
    LZ4("04224d18"),
    LZIP("4c5a4950"),
    UTF_16LE("fffe"),
    UTF_16BE("feff"),
    /** Text in UTF-8, or in something close enough to it. */
    TEXT("") {
        @Override
        boolean matches(byte[] head) {
            return true;
        }
    };

    /** How many bytes are needed to tell: a tar header. */
    static final int HEAD = 512;

    /** What {@code xz -9} needs, and no more: the size of the dictionary is the file's own claim. */
    private static final int XZ_MEMORY_KIB = 80 << 10;

    @SuppressWarnings("ImmutableEnumChecker") // never written to, and it leaves nobody
    private final byte[] magic;

    Packing(String magic) {
        this.magic = HexFormat.of().parseHex(magic);
    }

    /** @param head the first {@link #HEAD} bytes, or all there are */
    static Packing of(byte[] head) {
        for (Packing packing : values()) {
            if (packing != TEXT && packing.matches(head)) {
                return packing;
            }
        }
        return Utf16.withoutMark(head);
    }

    boolean matches(byte[] head) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (head[i] != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is one stream of compressed bytes. */
    boolean isCompression() {
        return this == GZIP || this == BZIP2 || this == XZ || this == ZSTD;
    }

    /** Whether it is something that Misstep does not open. */
    boolean isForeign() {
        return this == SEVEN_ZIP || this == RAR || this == LZ4 || this == LZIP;
    }

    /** The charset of a text that has to be converted, or {@code null}. */
    @Nullable
    Charset charset() {
        return this == UTF_16LE ? StandardCharsets.UTF_16LE : this == UTF_16BE ? StandardCharsets.UTF_16BE : null;
    }

    /** What a person calls it. */
    String label() {
        return switch (this) {
            case SEVEN_ZIP -> "7z";
            case UTF_16LE, UTF_16BE -> "UTF-16";
            case EMPTY_ZIP -> "zip";
            default -> name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    /** The unpacked bytes; asked of compressions only. */
    InputStream unpack(InputStream packed) throws IOException {
        throw new IllegalStateException(this + " is no compression");
    }
}
