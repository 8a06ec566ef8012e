package dev.misstep.dockerfile;

import dev.misstep.build.CleanPath;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Follows links within a context, which none of them can leave (cache/contenthash/checksum.go, getFollowLinks). */
final class LinkWalk {
    private static final int MOST_LINKS = 255;

    private final ContextTree tree;
    private final SortedSet<String> passed = new TreeSet<>();

    LinkWalk(ContextTree tree) {
        this.tree = tree;
    }

    /** Where a path leads to, empty for the context itself; {@code null} where it leads to nothing. */
    @Nullable
    String resolve(String path) {
        String done = "";
        String rest = path;
        int links = 0;
        while (!rest.isEmpty()) {
            int slash = rest.indexOf('/');
            String part = slash < 0 ? rest : rest.substring(0, slash);
            rest = slash < 0 ? "" : rest.substring(slash + 1);
            String next = CleanPath.belowRoot(done + "/" + part);
            String target = tree.linkTarget(next);
            if (target == null) {
                done = next;
                continue;
            }
            passed.add(next);
            if (++links > MOST_LINKS) {
                return null;
            }
            rest = target + "/" + rest;
            done = target.startsWith("/") ? "" : done;
        }
        return done.isEmpty() || tree.contains(done) ? done : null;
    }

    /** The same for a path whose last part, should it be a link, is not followed. */
    @Nullable
    String resolveParent(String path) {
        int slash = path.lastIndexOf('/');
        String parent = resolve(slash < 0 ? "" : path.substring(0, slash));
        if (parent == null) {
            return null;
        }
        String itself = CleanPath.belowRoot(parent + "/" + path.substring(slash + 1));
        return itself.isEmpty() || tree.contains(itself) ? itself : null;
    }

    /** The links that were followed. */
    SortedSet<String> passed() {
        return passed;
    }
}
