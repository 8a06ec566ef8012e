package dev.misstep.context;

import java.util.List;

/**
 * What a walk found straight in one directory.
 *
 * @param path of the directory in the context; empty for the context itself
 * @param names sorted
 * @param places where each of them stands among all entries of the context
 */
record WalkedFolder(String path, List<String> names, List<Integer> places) {
    WalkedFolder {
        names = List.copyOf(names);
        places = List.copyOf(places);
        if (names.size() != places.size()) {
            throw new IllegalArgumentException("not one place for each name");
        }
    }
}
