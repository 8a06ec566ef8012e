package dev.misstep.dockerfile;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an instruction takes from one build context.
 *
 * @param paths of every file, link and directory whose content or mode counts in the cache key, and of the links passed on
 *     the way to a source
 * @param missing sources that are not there, and matched links that lead to nothing, so that the build fails
 */
public record SelectedPaths(SortedSet<String> paths, List<String> missing) {
    public SelectedPaths {
        paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths));
        missing = List.copyOf(missing);
    }

    /** Whether a path counts. */
    public boolean contains(String path) {
        return paths.contains(path);
    }
}
