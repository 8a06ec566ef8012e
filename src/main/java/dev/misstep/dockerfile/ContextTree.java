package dev.misstep.dockerfile;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What a COPY has to know of a build context, after its ignore rules. */
public interface ContextTree {
    /** All files, links and directories, relative to the context, with {@code /}. */
    SortedSet<String> paths();

    /** Whether there is something at a path. */
    default boolean contains(String path) {
        return paths().contains(path);
    }

    /** Where a link points to, as written in it; {@code null} where the path is none. */
    @Nullable
    String linkTarget(String path);
}
