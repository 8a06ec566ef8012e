package dev.misstep.cli;

import dev.misstep.build.Sha256;
import dev.misstep.context.Change;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.FileChange;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.engine.TarItem;
import dev.misstep.engine.session.DirectoryTree;
import dev.misstep.engine.session.FileStat;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What of each file was really sent. A file may change between the moment it is hashed and the moment it is read for the
 * builder, and then the builder's word on the cache is about what it was sent.
 */
final class SentFiles implements DirectoryTree.Watch {
    /** @param sha256 or {@code null} where the file was cut or filled up to the size that was announced */
    private record Sent(long size, @Nullable String sha256) {
        SnapshotEntry as(SnapshotEntry entry) {
            return new SnapshotEntry(ContextEntry.Kind.FILE, entry.mode(), size, sha256, null, entry.attributes());
        }
    }

    private final Snapshot expected;
    /** Of files that were not sent as they were expected; those of a large context are many. */
    private final Map<String, Sent> differing = new ConcurrentHashMap<>();

    /** What the builder has of files that it will not ask for, unless it does. */
    private final Map<String, SnapshotEntry> unnoticed;

    /**
     * @param expected what should be sent
     * @param earlier what the builder had before; {@code null} where that is not known
     */
    SentFiles(Snapshot expected, @Nullable Snapshot earlier) {
        this.expected = expected;
        this.unnoticed = unnoticed(expected, earlier);
    }

    /** The content of a file of an archive, watched while it is read. */
    TarItem.Content watch(ContextEntry entry, TarItem.Content content) {
        return () -> new Watched(entry.path(), entry.size(), content.open());
    }

    /** The content of a file that a session sends, watched while it is read: all of it, whatever was announced. */
    @Override
    public InputStream watched(FileStat stat, InputStream content) {
        return new Watched(stat.path(), -1, content);
    }

    /** The files that were not sent as they were expected, sorted. */
    List<String> changed() {
        List<String> changed = new ArrayList<>();
        new TreeMap<>(differing).forEach((path, file) -> {
            SnapshotEntry entry = expected.entry(path);
            if (entry != null && entry.sha256() != null && !entry.sha256().equals(file.sha256())) {
                changed.add(path);
            }
        });
        return changed;
    }

    /** The snapshot that was expected, with what was sent, or what the builder had, in place of what differs from it. */
    Snapshot corrected() {
        Map<String, SnapshotEntry> seen = new TreeMap<>(unnoticed);
        differing.forEach((path, file) -> {
            SnapshotEntry entry = expected.entry(path);
            if (entry != null) {
                seen.put(path, file.as(entry));
            }
        });
        return expected.with(seen);
    }

    private void sent(String path, Sent file) {
        unnoticed.remove(path);
        SnapshotEntry entry = expected.entry(path);
        boolean socket = entry != null && entry.kind() == ContextEntry.Kind.OTHER && file.size == 0;
        if (socket) {
            return; // the builder takes it for an empty file
        }
        if (entry == null || !file.as(entry).equals(entry)) {
            differing.put(path, file);
        } else {
            differing.remove(path);
        }
    }

    /**
     * Files of which nothing but the extended attributes changed. The builder keeps what it was sent, and asks again for a file
     * only where the size, the time or the mode is another: that there are other attributes it does not see (tonistiigi/fsutil,
     * diff_containerd.go, sameFile; seen live on 20.10 and 28.5).
     *
     * @return what the builder has of them, by their paths
     */
    private static Map<String, SnapshotEntry> unnoticed(Snapshot expected, @Nullable Snapshot earlier) {
        Map<String, SnapshotEntry> unnoticed = new ConcurrentHashMap<>();
        for (FileChange file : earlier == null ? List.<FileChange>of() : expected.changesFrom(earlier)) {
            SnapshotEntry then = earlier == null ? null : earlier.entry(file.path());
            if (file.change() == Change.ATTRIBUTES && then != null && then.kind() == ContextEntry.Kind.FILE) {
                unnoticed.put(file.path(), then);
            }
        }
        return unnoticed;
    }

    private final class Watched extends DigestInputStream {
        private final String path;
        private final long announced;
        private long count;
        private boolean done;

        /** @param announced the size an archive gave, or -1 where none was given */
        Watched(String path, long announced, InputStream content) {
            super(content, Sha256.begin());
            this.path = path;
            this.announced = announced;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            counted(one < 0 ? -1 : 1);
            return one;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return counted(super.read(buffer, offset, length));
        }

        private int counted(int read) {
            count += Math.max(0, read);
            done |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            super.close();
            // a transfer that broke off says nothing of the file
            if (done || (announced >= 0 && count > announced)) {
                String digest = HexFormat.of().formatHex(getMessageDigest().digest());
                long size = announced < 0 ? count : announced;
                sent(path, new Sent(size, count == size ? digest : null));
            }
        }
    }
}
