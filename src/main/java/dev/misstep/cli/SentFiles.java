package dev.misstep.cli;

import dev.misstep.context.ContextEntry;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.engine.TarItem;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What of each file was really sent. A file may change between the moment it is hashed and the moment it is read for the
 * builder, and then the builder's word on the cache is about what it was sent.
 */
final class SentFiles {
    /** @param sha256 or {@code null} where the file was cut or filled up to the size that was announced */
    private record Sent(long size, @Nullable String sha256) {}

    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    /** The content of a file, watched while it is read. */
    TarItem.Content watch(ContextEntry entry, TarItem.Content content) {
        return () -> new Watched(entry, content.open());
    }

    /** The snapshot with what was sent in place of what differs from it. */
    Snapshot correct(Snapshot snapshot) {
        Map<String, SnapshotEntry> differing = new TreeMap<>();
        sent.forEach((path, file) -> {
            SnapshotEntry entry = snapshot.entry(path);
            if (entry != null) {
                SnapshotEntry seen = new SnapshotEntry(entry.kind(), entry.mode(), file.size(), file.sha256(), null);
                if (!seen.equals(entry)) {
                    differing.put(path, seen);
                }
            }
        });
        return snapshot.with(differing);
    }

    private final class Watched extends DigestInputStream {
        private final ContextEntry entry;
        private long count;
        private boolean done;

        Watched(ContextEntry entry, InputStream content) {
            super(content, sha256());
            this.entry = entry;
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
            if (done || count > entry.size()) {
                String digest = HexFormat.of().formatHex(getMessageDigest().digest());
                sent.put(entry.path(), new Sent(entry.size(), count == entry.size() ? digest : null));
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
