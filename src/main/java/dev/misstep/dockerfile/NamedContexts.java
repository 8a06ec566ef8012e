package dev.misstep.dockerfile;

import java.util.Set;
import java.util.TreeSet;

/**
 * The build contexts besides the first ({@code --build-context}), which stand for the stage or image of that name
 * (BuildKit, frontend/dockerui/context.go, NamedContext).
 *
 * @param directories names of those that are directories of the client
 * @param others names of those that are images, repositories or archives
 */
public record NamedContexts(Set<String> directories, Set<String> others) {
    /** A build has none but its own. */
    public static final NamedContexts NONE = new NamedContexts(Set.of(), Set.of());

    private static final String USUAL_TAG = ":latest";

    public NamedContexts {
        directories = Set.copyOf(directories);
        others = Set.copyOf(others);
    }

    /** All names. */
    public Set<String> all() {
        TreeSet<String> all = new TreeSet<>(directories);
        all.addAll(others);
        return all;
    }

    /** Whether a stage or image is one of them. */
    public boolean have(String name) {
        return isDirectory(name) || others.contains(name) || others.contains(withoutTag(name));
    }

    /** Whether a stage or image is a directory. */
    public boolean isDirectory(String name) {
        return directories.contains(name) || directories.contains(withoutTag(name));
    }

    /** The name that was given for a stage or image. */
    public static String withoutTag(String name) {
        return name.endsWith(USUAL_TAG) ? name.substring(0, name.length() - USUAL_TAG.length()) : name;
    }
}
