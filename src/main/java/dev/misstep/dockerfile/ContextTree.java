package dev.misstep.dockerfile;

import java.util.List;
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

    /** The names of what lies straight in a directory, sorted; none where there is no such. */
    default List<String> namesIn(String directory) {
        String inside = directory.isEmpty() ? "" : directory + "/";
        return paths().tailSet(inside).stream()
                .takeWhile(path -> path.startsWith(inside))
                .map(path -> path.substring(inside.length()))
                .filter(name -> !name.isEmpty() && !name.contains("/"))
                .toList();
    }

    /** Where a link points to, as written in it; {@code null} where the path is none. */
    @Nullable
    String linkTarget(String path);
}
