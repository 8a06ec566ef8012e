package dev.misstep.log.source;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** The files of a tar archive, kept until all are known: their order in it is that of a disk. */
final class TarArchive implements Closeable {
    /** Bytes that the headers of one member may have: a long name, times, attributes. */
    private static final long MAX_HEADERS = 1 << 20;

    private static final int RECORD = 512;
    private static final int BLOCK = 20 * RECORD;
    /** Numbers in headers that are none, as owners' may be, do no harm. */
    private static final boolean LENIENT = true;

    /** A file in the archive. */
    record File(String name, long offset, long length) {}

    private final Spool contents;
    private final List<File> files = new ArrayList<>();

    private TarArchive(Spool contents) {
        this.contents = contents;
    }

    /**
     * Reads an archive to its end, or as far as it goes.
     *
     * @param remarks hears what was left out of a member, or of the archive where that is {@code null}
     */
    static TarArchive read(InputStream in, Budget budget, Remarks remarks) throws IOException {
        Packed bytes = new Packed(in);
        TarArchive archive = new TarArchive(new Spool(budget.limits.spooled()));
        try {
            archive.readAll(bytes, budget, remarks);
        } catch (IOException | RuntimeException e) { // the library throws both for what headers say
            if (bytes.failure() != null) {
                archive.close();
                throw bytes.failure();
            }
            remarks.add(null, "is cut off or damaged; what comes before was read");
        }
        archive.files.sort(Comparator.comparing(File::name));
        return archive;
    }

    /** Hears what was left out. */
    interface Remarks {
        void add(@Nullable String member, String message);
    }

    private void readAll(InputStream bytes, Budget budget, Remarks remarks) throws IOException {
        Headers headers = new Headers(bytes);
        TarArchiveInputStream tar = new TarArchiveInputStream(headers, BLOCK, RECORD, "UTF-8", LENIENT);
        while (true) {
            headers.expect();
            TarArchiveEntry entry = tar.getNextEntry();
            headers.passed();
            if (entry == null) {
                return;
            }
            if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
                continue;
            }
            if (!budget.takeMember()) {
                remarks.add(null, "has more than " + budget.limits.members() + " members; the rest was left out");
                return;
            }
            long offset = contents.size();
            boolean whole = false;
            try {
                whole = contents.append(tar, budget.limits.member());
            } finally {
                files.add(new File(entry.getName(), offset, contents.size() - offset));
            }
            if (!whole) {
                remarks.add(entry.getName(), "is larger than what Misstep unpacks; it was read up to there");
                return;
            }
        }
    }

    List<File> files() {
        return files;
    }

    InputStream open(File file) {
        return contents.part(file.offset(), file.length());
    }

    /** The folder that holds an OCI layout, with a slash at its end where it is not the root. */
    Optional<String> layoutFolder() {
        Set<String> names = files.stream().map(File::name).collect(Collectors.toSet());
        return names.stream()
                .filter(name -> name.equals(OciLayout.MARK) || name.endsWith("/" + OciLayout.MARK))
                .map(name -> name.substring(0, name.length() - OciLayout.MARK.length()))
                .filter(folder -> names.contains(folder + OciLayout.INDEX))
                .min(Comparator.naturalOrder());
    }

    OciLayout layout(String folder) {
        Map<String, OciLayout.File> below = new HashMap<>();
        for (File file : files) {
            if (file.name().startsWith(folder)) {
                below.put(file.name().substring(folder.length()), () -> open(file));
            }
        }
        return new OciLayout(below);
    }

    @Override
    public void close() throws IOException {
        contents.close();
    }

    /** Keeps headers from growing without end: the library holds a long name in memory, however long. */
    private static final class Headers extends FilterInputStream {
        private long left = Long.MAX_VALUE;

        Headers(InputStream in) {
            super(in);
        }

        void expect() {
            left = MAX_HEADERS;
        }

        void passed() {
            left = Long.MAX_VALUE;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new IOException("a member's headers have more than " + MAX_HEADERS + " bytes");
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {}
    }
}
