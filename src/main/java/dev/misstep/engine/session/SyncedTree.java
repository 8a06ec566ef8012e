package dev.misstep.engine.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory the builder may ask for. Asked by several threads at once. */
public interface SyncedTree {
    /**
     * What a directory holds, in the order of the bytes of names; without what went away meanwhile.
     *
     * @param directory relative, with {@code /}; empty for the tree itself
     */
    List<FileStat.Found> list(String directory) throws IOException;

    /** One path, or {@code null} if there is none; links on the way are followed. */
    FileStat.@Nullable Found find(String path) throws IOException;

    /** The extended attributes of a path the tree has. */
    Map<String, byte[]> attributes(FileStat stat);

    /** The content of a file the tree has. */
    InputStream open(String path) throws IOException;
}
