package dev.misstep.context;

import java.util.Set;

/**
 * What git does not tell of a context, though its snapshot was made from one of git's trees. Besides this it never knows
 * files that are not tracked, permissions other than that to execute, and empty directories.
 *
 * @param converted paths whose content git may have written otherwise into the working tree than it keeps it
 * @param submodules directories whose content is another repository's
 */
public record GitLimits(Set<String> converted, Set<String> submodules) {
    public GitLimits {
        converted = Set.copyOf(converted);
        submodules = Set.copyOf(submodules);
    }

    /** Whether nothing can be told of a path, because it is a submodule or in one. */
    public boolean hides(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (submodules.contains(path.substring(0, slash))) {
                return true;
            }
        }
        return submodules.contains(path);
    }

    /**
     * Whether a change between two trees is one for every builder. What is new or gone may have lain there untracked, and
     * Windows' clients and BuildKit before 0.8 see no permission to execute.
     */
    public boolean proves(FileChange change) {
        return switch (change.change()) {
            case CONTENT -> !converted.contains(change.path());
            case TYPE, LINK -> true;
            case MODE, ATTRIBUTES, ADDED, REMOVED -> false;
        };
    }
}
