package dev.misstep.dockerfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What an instruction takes from one build context; directories that it takes as they are stand for all that is in them. */
public final class SelectedPaths {
    /** So many directories are tried one after the other; of more, those that a path is in are looked up. */
    private static final int FEW = 4;

    private final ContextTree tree;
    private final SortedSet<String> whole = new TreeSet<>();
    private final SortedSet<String> single = new TreeSet<>();
    private final List<String> missing = new ArrayList<>();

    SelectedPaths(ContextTree tree) {
        this.tree = tree;
    }

    /** Takes a path and all that is below it; empty for the whole context. */
    void addWhole(String path) {
        if (!isWithinWhole(path)) {
            whole.removeIf(other -> isWithin(path, other));
            single.removeIf(other -> isWithin(path, other));
            whole.add(path);
        }
    }

    /** Takes a path alone. */
    void add(String path) {
        if (!isWithinWhole(path)) {
            single.add(path);
        }
    }

    void addMissing(String source) {
        missing.add(source);
    }

    /** What is taken with all that is below it, none of them within another; one that is empty is the whole context. */
    public SortedSet<String> whole() {
        return Collections.unmodifiableSortedSet(whole);
    }

    /** What is taken besides, each path alone. */
    public SortedSet<String> single() {
        return Collections.unmodifiableSortedSet(single);
    }

    /** Sources that are not there, and matched links that lead to nothing, so that the build fails. */
    public List<String> missing() {
        return Collections.unmodifiableList(missing);
    }

    /** Whether a path of the context counts. */
    public boolean contains(String path) {
        return (single.contains(path) || isWithinWhole(path)) && tree.contains(path);
    }

    /**
     * Every file, link and directory whose content or mode counts in the cache key, and the links passed on the way to a
     * source.
     */
    public SortedSet<String> paths() {
        SortedSet<String> paths = new TreeSet<>(single);
        for (String path : whole) {
            if (path.isEmpty()) {
                paths.addAll(tree.paths());
            } else {
                paths.add(path);
                paths.addAll(tree.paths().subSet(path + "/", path + "0")); // "0" is what follows "/"
            }
        }
        return Collections.unmodifiableSortedSet(paths);
    }

    private boolean isWithinWhole(String path) {
        if (whole.size() <= FEW) {
            for (String directory : whole) {
                if (isWithin(directory, path)) {
                    return true;
                }
            }
            return false;
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (whole.contains(path.substring(0, slash))) {
                return true;
            }
        }
        return whole.contains(path); // of many, none is the whole context
    }

    private static boolean isWithin(String directory, String path) {
        int length = directory.length();
        return length == 0 || (path.startsWith(directory) && (path.length() == length || path.charAt(length) == '/'));
    }
}
