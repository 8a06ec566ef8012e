package dev.misstep.engine.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A tree of no disk. */
class MadeUpTree implements SyncedTree {
    private final SortedMap<String, FileStat> paths;

    MadeUpTree(SortedMap<String, FileStat> paths) {
        this.paths = paths;
    }

    @Override
    public List<FileStat.Found> list(String directory) {
        String below = directory.isEmpty() ? "" : directory + "/";
        return paths.values().stream()
                .filter(stat -> stat.path().startsWith(below) && stat.path().indexOf('/', below.length()) < 0)
                .map(stat -> new FileStat.Found(stat, null))
                .toList();
    }

    @Override
    public FileStat.@Nullable Found find(String path) {
        FileStat stat = paths.get(path);
        return stat == null ? null : new FileStat.Found(stat, null);
    }

    @Override
    public Map<String, byte[]> attributes(FileStat stat) {
        return Map.of();
    }

    @Override
    public InputStream open(String path) throws IOException {
        throw new NoSuchFileException(path);
    }
}
