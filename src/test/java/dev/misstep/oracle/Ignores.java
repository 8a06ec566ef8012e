package dev.misstep.oracle;

import java.util.List;
import java.util.TreeSet;

/** What an ignore file leaves of a context. Knows the few kinds of pattern that the projects have. */
final class Ignores {
    private Ignores() {}

    /** The tree without what is ignored; directories of something re-included stay. */
    static Tree apply(Tree tree, List<String> patterns) {
        Tree left = new Tree();
        TreeSet<String> kept = new TreeSet<>();
        for (String path : tree.items().keySet()) {
            if (!ignored(path, patterns)) {
                for (String at = path; !at.isEmpty(); at = Tree.parent(at)) {
                    kept.add(at);
                }
            }
        }
        kept.forEach(path -> left.items().put(path, tree.items().get(path)));
        return left;
    }

    static boolean ignored(String path, List<String> patterns) {
        boolean ignored = false;
        for (String line : patterns) {
            boolean negated = line.startsWith("!");
            String pattern = negated ? line.substring(1) : line;
            if (!line.startsWith("#") && matches(path, pattern)) {
                ignored = !negated;
            }
        }
        return ignored;
    }

    private static boolean matches(String path, String pattern) {
        for (String at = path; !at.isEmpty(); at = Tree.parent(at)) {
            boolean here;
            if (pattern.startsWith("**/*.")) {
                here = at.endsWith(pattern.substring(4));
            } else if (pattern.startsWith("*.")) {
                here = !at.contains("/") && at.endsWith(pattern.substring(1));
            } else {
                here = at.equals(pattern);
            }
            if (here) {
                return true;
            }
        }
        return false;
    }
}
