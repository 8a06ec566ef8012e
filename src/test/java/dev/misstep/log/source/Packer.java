package dev.misstep.log.source;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Packs bytes in every way that a {@link LogSource} unpacks. */
public enum Packer {
    GZIP {
        @Override
        OutputStream open(OutputStream out) throws IOException {
            return new GZIPOutputStream(out);
        }
    },
    BZIP2 {
        @Override
        OutputStream open(OutputStream out) throws IOException {
            return new BZip2CompressorOutputStream(out);
        }
    },
    XZ {
        @Override
        OutputStream open(OutputStream out) throws IOException {
            return new XZOutputStream(out, new LZMA2Options(1));
        }
    },
    ZSTD {
        @Override
        OutputStream open(OutputStream out) throws IOException {
            return new ZstdOutputStream(out);
        }
    };

    abstract OutputStream open(OutputStream out) throws IOException;

    /** Compressed. */
    public byte[] pack(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing = open(out)) {
            packing.write(content);
        }
        return out.toByteArray();
    }

    /** As the members of a zip archive, in the order given. */
    public static byte[] zip(Map<String, byte[]> members) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip =
                new ZipArchiveOutputStream(out)) { // with sizes behind the data, as a pipe has
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                ZipArchiveEntry entry = new ZipArchiveEntry(member.getKey());
                zip.putArchiveEntry(entry);
                zip.write(member.getValue());
                zip.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    /** As the members of a tar archive, in the order given. */
    public static byte[] tar(Map<String, byte[]> members) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(member.getKey(), true);
                entry.setSize(member.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(member.getValue());
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }
}
