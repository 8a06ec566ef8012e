package dev.misstep.context;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The few questions the walk asks of a disk. */
interface Disk {
    /** What a directory holds, in no order. */
    List<Path> list(Path directory) throws IOException;

    /** What a path is, not following a link. */
    FileStamp stamp(Path path) throws IOException;

    String linkTarget(Path link) throws IOException;

    boolean readable(Path path);

    /** Whether a path leads to something, through links. */
    boolean leadsSomewhere(Path path);
}
