package dev.misstep.context;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The few questions the walk asks of a disk, from several threads at once. */
interface Disk {
    /** What a directory holds, in no order. */
    List<Path> list(Path directory) throws IOException;

    /** What a path is, not following a link. */
    FileStamp stamp(Path path) throws IOException;

    String linkTarget(Path link) throws IOException;

    /**
     * Whether this user may read a file.
     *
     * @param stamp what {@link #stamp} told of it
     */
    boolean readable(Path path, FileStamp stamp);

    /** Whether a path leads to something, through links. */
    boolean leadsSomewhere(Path path);
}
