package dev.misstep.engine.session;

import dev.misstep.build.CleanPath;
import dev.misstep.build.PathGlob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Paths as instructions name them, made into patterns: each with all that the links on its way lead to, for the builder needs
 * the links and what they mean (tonistiigi/fsutil, followlinks.go).
 */
final class FollowedPaths {
    private final SyncedTree tree;
    private final TreeSet<String> resolved = new TreeSet<>();

    private FollowedPaths(SyncedTree tree) {
        this.tree = tree;
    }

    /** The patterns, sorted; empty if all is asked for. */
    static List<String> of(SyncedTree tree, List<String> paths) throws IOException {
        FollowedPaths followed = new FollowedPaths(tree);
        for (String path : paths) {
            followed.follow(path);
        }
        return withoutBelow(new ArrayList<>(followed.resolved));
    }

    /** Without what lies below another, as long as they are sorted; empty if one is the tree itself. */
    static List<String> withoutBelow(List<String> sorted) {
        List<String> kept = new ArrayList<>();
        String last = "";
        for (String path : sorted) {
            if (path.equals(".")) {
                return List.of();
            }
            if (!path.startsWith(last + "/")) {
                kept.add(path);
                last = path;
            }
        }
        return kept;
    }

    private void follow(String path) throws IOException {
        String rest = CleanPath.belowRoot(path);
        if (rest.isEmpty()) {
            resolved.add(".");
            return;
        }
        String current = "";
        while (true) {
            int slash = rest.indexOf('/');
            String part = slash < 0 ? rest : rest.substring(0, slash);
            rest = slash < 0 ? "" : rest.substring(slash + 1);
            current = current.isEmpty() ? part : current + "/" + part;
            List<String> targets = targets(current, true);
            if ((rest.isEmpty() || targets != null) && !resolved.add(current)) {
                return;
            }
            if (targets != null) {
                for (String target : targets) {
                    follow(target + "/" + rest);
                }
                return;
            }
            if (rest.isEmpty()) {
                return;
            }
        }
    }

    /** Where a path leads if it is a link, or the links a wildcard matches; {@code null} if it is neither. */
    private @Nullable List<String> targets(String path, boolean wildcards) throws IOException {
        int slash = path.lastIndexOf('/');
        String parent = slash < 0 ? "" : path.substring(0, slash);
        String name = path.substring(slash + 1);
        if (wildcards && PathGlob.isWild(name)) {
            return linksMatching(parent, name);
        }
        FileStat.Found found = tree.find(path);
        if (found == null || !found.stat().isLink()) {
            return null;
        }
        String link = found.stat().link();
        return List.of(link.startsWith("/") ? link : parent + "/" + link);
    }

    private @Nullable List<String> linksMatching(String parent, String pattern) throws IOException {
        FileStat.Found directory = parent.isEmpty() ? null : tree.find(parent);
        if (!parent.isEmpty() && (directory == null || !directory.stat().isDirectory())) {
            return null;
        }
        PathGlob glob;
        try {
            glob = PathGlob.of(pattern);
        } catch (IllegalArgumentException e) {
            return null; // it matches nothing; the instruction itself will be refused
        }
        List<String> targets = new ArrayList<>();
        for (FileStat.Found found : tree.list(parent)) {
            String path = found.stat().path();
            if (glob.matches(path.substring(path.lastIndexOf('/') + 1))) {
                List<String> led = targets(path, false);
                targets.addAll(led == null ? List.of() : led);
            }
        }
        return targets.isEmpty() ? null : targets;
    }
}
