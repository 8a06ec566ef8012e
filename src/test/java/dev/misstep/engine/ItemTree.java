package dev.misstep.engine;

import dev.misstep.engine.session.FileStat;
import dev.misstep.engine.session.SyncedTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The items of an archive as a directory that BuildKit may ask for. */
final class ItemTree implements SyncedTree {
    private static final int DIRECTORY = 1 << 31;
    private static final int LINK = 1 << 27;

    private final Map<String, TarItem> items = new HashMap<>();
    private final Map<String, FileStat> stats = new HashMap<>();

    ItemTree(List<TarItem> given) {
        for (TarItem item : given) {
            String path = item.path().endsWith("/")
                    ? item.path().substring(0, item.path().length() - 1)
                    : item.path();
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                String parent = path.substring(0, slash);
                stats.putIfAbsent(parent, stat(parent, DIRECTORY | 0755, 0, Contexts.TIME, ""));
            }
            items.put(path, item);
            int kind = switch (item.kind()) {
                case DIRECTORY -> DIRECTORY;
                case SYMLINK -> LINK;
                default -> 0;
            };
            String link = item.linkTarget() == null ? "" : item.linkTarget();
            stats.put(path, stat(path, kind | item.mode(), item.size(), item.modified(), link));
        }
    }

    private static FileStat stat(String path, int mode, long size, Instant modified, String link) {
        long nanos = TimeUnit.SECONDS.toNanos(modified.getEpochSecond()) + modified.getNano();
        return new FileStat(path, mode, size, nanos, link, 0, 0, Map.of());
    }

    @Override
    public List<FileStat.Found> list(String directory) {
        List<String> paths = new ArrayList<>();
        for (String path : stats.keySet()) {
            int slash = path.lastIndexOf('/');
            if ((slash < 0 ? "" : path.substring(0, slash)).equals(directory)) {
                paths.add(path);
            }
        }
        paths.sort((a, b) ->
                Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        return paths.stream()
                .map(path -> new FileStat.Found(Objects.requireNonNull(stats.get(path)), null))
                .toList();
    }

    @Override
    public FileStat.@Nullable Found find(String path) {
        FileStat stat = stats.get(path);
        return stat == null ? null : new FileStat.Found(stat, null);
    }

    @Override
    public Map<String, byte[]> attributes(FileStat stat) {
        return Map.of();
    }

    @Override
    public InputStream open(String path) throws IOException {
        TarItem item = items.get(path);
        if (item == null) {
            throw new NoSuchFileException(path);
        }
        return item.content().open();
    }
}
