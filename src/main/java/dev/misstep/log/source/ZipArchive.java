package dev.misstep.log.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.jspecify.annotations.Nullable;

/** The files of a zip archive, by the directory at its end. */
final class ZipArchive implements Closeable {
    private static final Set<ZipMethod> METHODS = EnumSet.of(
            ZipMethod.STORED,
            ZipMethod.DEFLATED,
            ZipMethod.ENHANCED_DEFLATED,
            ZipMethod.BZIP2,
            ZipMethod.UNSHRINKING,
            ZipMethod.IMPLODING);

    private final ZipFile zip;
    private final List<ZipArchiveEntry> files = new ArrayList<>();

    private ZipArchive(ZipFile zip) {
        this.zip = zip;
        zip.getEntries().asIterator().forEachRemaining(entry -> {
            if (!entry.isDirectory() && !entry.isUnixSymlink()) {
                files.add(entry);
            }
        });
        files.sort(Comparator.comparing(ZipArchiveEntry::getName));
    }

    /**
     * Reads the directory of an archive.
     *
     * @throws IOException if there is none, or not all of it
     */
    static ZipArchive open(Spool spool) throws IOException {
        try {
            Directory directory = new Directory(spool.channel());
            ZipFile zip = ZipFile.builder()
                    .setSeekableByteChannel(directory)
                    .setIgnoreLocalFileHeader(true)
                    .get();
            directory.known();
            return new ZipArchive(zip);
        } catch (RuntimeException e) { // for what sizes and offsets say
            throw new IOException("no zip directory", e);
        }
    }

    /** Sorted by path. */
    List<ZipArchiveEntry> files() {
        return files;
    }

    /** Why a file cannot be read, or {@code null}. */
    static @Nullable String obstacle(ZipArchiveEntry file) {
        if (file.getGeneralPurposeBit().usesEncryption()) {
            return "is encrypted; unpack the archive first";
        }
        ZipMethod method = ZipMethod.getMethodByCode(file.getMethod());
        return method != null && METHODS.contains(method)
                ? null
                : "is compressed with method " + file.getMethod()
                        + ", which Misstep does not read; unpack the archive first";
    }

    InputStream open(ZipArchiveEntry file) throws IOException {
        return zip.getInputStream(file);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** The archive's bytes, of which only so many may be read until its directory is known: it is held in memory. */
    private static final class Directory implements SeekableByteChannel {
        private static final long MOST = 4 << 20;

        private final SeekableByteChannel channel;
        private long left = MOST;

        Directory(SeekableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int read = channel.read(target);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new IOException("a directory of more than " + MOST + " bytes");
            }
            return read;
        }

        void known() {
            left = Long.MAX_VALUE;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return channel.write(source);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            channel.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            channel.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {}
    }
}
