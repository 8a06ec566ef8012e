package dev.misstep.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A build context as a tar archive, made while it is sent. Owners are left out, because the engine makes everything root's
 * and an owner would only make the cache keys of two machines differ.
 *
 * <p>BuildKit takes the body for an archive only if its first 1024 bytes hold a whole first header (BuildKit,
 * frontend/dockerfile: isArchive); else it reads the archive as a Dockerfile. So there are no PAX headers, and no entry
 * with a long name comes first.
 */
public final class ContextTar implements ContextBody {
    /** A name of up to this many bytes fits a header without a GNU long name before it. */
    private static final int SHORT_NAME = 99;

    private final List<TarItem> items;
    private final Watcher watcher;

    /** Hears of files that changed while they were sent. */
    public interface Watcher {
        /**
         * A file had another size than it had when the context was listed. It was sent with the announced size: cut, or
         * filled with zero bytes.
         *
         * @param found bytes that were there, or announced + 1 where there were more
         */
        void sizeChanged(String path, long announced, long found);
    }

    /**
     * @param items in any order; they are sent sorted by path
     * @throws IllegalArgumentException if a path is there twice
     */
    public ContextTar(List<TarItem> items, Watcher watcher) {
        List<TarItem> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparing(TarItem::path));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).path().equals(sorted.get(i - 1).path())) {
                throw new IllegalArgumentException(
                        "twice in the context: " + sorted.get(i).path());
            }
        }
        this.items = List.copyOf(sorted);
        this.watcher = watcher;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        List<TarItem> ordered = startingShort();
        if (!ordered.isEmpty() && !fitsOneHeader(ordered.get(0))) {
            put(tar, new TarArchiveEntry("./", TarConstants.LF_DIR), TarItem.directory("root", 0755, Instant.EPOCH));
        }
        for (TarItem item : ordered) {
            put(tar, entry(item), item);
        }
        tar.finish();
        tar.flush();
    }

    /** The items, with one of a short name first if there is any. */
    private List<TarItem> startingShort() {
        List<TarItem> ordered = new ArrayList<>(items);
        items.stream().filter(ContextTar::fitsOneHeader).findFirst().ifPresent(first -> {
            ordered.remove(first);
            ordered.add(0, first);
        });
        return ordered;
    }

    private static boolean fitsOneHeader(TarItem item) {
        String target = item.linkTarget();
        return item.path().getBytes(StandardCharsets.UTF_8).length < SHORT_NAME
                && (target == null || target.getBytes(StandardCharsets.UTF_8).length < SHORT_NAME);
    }

    private static TarArchiveEntry entry(TarItem item) {
        String target = item.linkTarget();
        if (target != null) {
            TarArchiveEntry entry = new TarArchiveEntry(item.path(), TarConstants.LF_SYMLINK);
            entry.setLinkName(target);
            return entry;
        }
        return item.kind() == TarItem.Kind.DIRECTORY
                ? new TarArchiveEntry(item.path() + "/", TarConstants.LF_DIR)
                : new TarArchiveEntry(item.path(), TarConstants.LF_NORMAL);
    }

    private void put(TarArchiveOutputStream tar, TarArchiveEntry entry, TarItem item) throws IOException {
        entry.setMode(item.mode());
        entry.setSize(item.size());
        entry.setIds(0, 0);
        entry.setNames("", "");
        // whole seconds: a fraction would need a PAX header
        entry.setLastModifiedTime(FileTime.from(item.modified().truncatedTo(ChronoUnit.SECONDS)));
        tar.putArchiveEntry(entry);
        if (item.kind() == TarItem.Kind.FILE) {
            copy(item, tar);
        }
        tar.closeArchiveEntry();
    }

    private void copy(TarItem item, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = item.size();
        try (InputStream in = item.content().open()) {
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    break;
                }
                out.write(buffer, 0, read);
                left -= read;
            }
            if (left > 0) {
                watcher.sizeChanged(item.path(), item.size(), item.size() - left);
            } else if (in.read() >= 0) {
                watcher.sizeChanged(item.path(), item.size(), item.size() + 1);
            }
        }
        byte[] zeros = new byte[(int) Math.min(buffer.length, left)];
        while (left > 0) {
            int count = (int) Math.min(zeros.length, left);
            out.write(zeros, 0, count);
            left -= count;
        }
    }
}
