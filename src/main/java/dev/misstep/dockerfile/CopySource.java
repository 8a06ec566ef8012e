package dev.misstep.dockerfile;

import dev.misstep.build.CleanPath;
import dev.misstep.build.PathGlob;
import dev.misstep.build.PathPatterns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One source of a COPY. */
final class CopySource {
    private final String text;
    private final @Nullable PathGlob glob;
    private final @Nullable PathPatterns include;
    private final @Nullable PathPatterns exclude;

    private CopySource(
            String text, @Nullable PathGlob glob, @Nullable PathPatterns include, @Nullable PathPatterns exclude) {
        this.text = text;
        this.glob = glob;
        this.include = include;
        this.exclude = exclude;
    }

    /** A path that has no wildcards, whatever it looks like. */
    static CopySource literal(String path) {
        return new CopySource(path, null, null, null);
    }

    static CopySource of(String source, @Nullable PathPatterns exclude) {
        return filtered(source, null, exclude);
    }

    static CopySource filtered(String source, @Nullable PathPatterns include, @Nullable PathPatterns exclude) {
        String path = CleanPath.belowRoot(source);
        return new CopySource(path, PathGlob.isWild(path) ? PathGlob.of(path) : null, include, exclude);
    }

    /** Whether it takes the same from whatever there is. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CopySource source
                && text.equals(source.text)
                && (glob == null) == (source.glob == null)
                && Objects.equals(include, source.include)
                && Objects.equals(exclude, source.exclude);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Whether names alone decide what it takes, as long as there are no links. */
    boolean isByName() {
        return !filters();
    }

    /** The path below the context; empty for all of it. */
    String text() {
        return text;
    }

    boolean selects(String path) {
        if (glob == null) {
            return isWithin(text, path) && passes(below(text, path));
        }
        String matched = matchedPart(path);
        return matched != null && passes(below(matched, path));
    }

    /** Adds what it selects of a context, and what is not there though the builder insists on it. */
    void collect(ContextTree tree, SelectedPaths taken) {
        String fixed = glob == null ? text : fixedPart();
        LinkWalk walk = new LinkWalk(tree);
        String base = glob == null && filters() ? walk.resolveParent(fixed) : walk.resolve(fixed);
        walk.passed().forEach(taken::add);
        if (base == null) {
            taken.addMissing(fixed);
        } else if (glob != null) {
            addMatches(tree, fixed, base, taken);
        } else if (tree.linkTarget(base) != null) {
            addLink(tree, base, taken);
        } else {
            addTree(tree, base, taken);
            if (base.isEmpty() && filters()) {
                followTopLinks(tree, taken);
            }
        }
    }

    /** Links in front of the first wildcard have been followed; so is a link that a wildcard matches. */
    private void addMatches(ContextTree tree, String fixed, String base, SelectedPaths taken) {
        for (String path : tree.paths()) {
            if (!isWithin(base, path) || path.equals(base)) {
                continue;
            }
            String asWritten = join(fixed, below(base, path));
            String matched = matchedPart(asWritten);
            if (matched == null) {
                continue;
            }
            if (matched.equals(asWritten) && tree.linkTarget(path) != null) {
                addLink(tree, path, taken);
            } else {
                addWithParents(path, join(base, below(fixed, matched)), below(matched, asWritten), taken);
            }
        }
    }

    /**
     * With a filter on the whole context the builder hashes what the links at its top lead to, though it copies the links
     * (includedPaths: the root has no header record that would make it their parent).
     */
    private void followTopLinks(ContextTree tree, SelectedPaths taken) {
        for (String path : tree.paths()) {
            if (!path.contains("/") && tree.linkTarget(path) != null && passes(path)) {
                follow(tree, path, taken);
            }
        }
    }

    /** A link that is itself what was asked for: all that it leads to counts, whatever is filtered out. */
    private void addLink(ContextTree tree, String link, SelectedPaths taken) {
        if (passes("")) {
            follow(tree, link, taken);
        }
    }

    private static void follow(ContextTree tree, String link, SelectedPaths taken) {
        LinkWalk walk = new LinkWalk(tree);
        String target = walk.resolve(link);
        walk.passed().forEach(taken::add);
        if (target == null) {
            taken.addMissing(link);
        } else {
            literal(target).addTree(tree, target, taken);
        }
    }

    private void addTree(ContextTree tree, String base, SelectedPaths taken) {
        if (!filters()) {
            taken.addWhole(base);
            return;
        }
        SortedSet<String> all = tree.paths();
        if (!base.isEmpty() && all.contains(base)) {
            addWithParents(base, base, "", taken);
        }
        // "0" is what follows "/"
        SortedSet<String> inside = base.isEmpty() ? all : all.subSet(base + "/", base + "0");
        inside.forEach(path -> addWithParents(path, base, below(base, path), taken));
    }

    /** A directory that is filtered out still counts as soon as something in it does not. */
    private void addWithParents(String path, String base, String below, SelectedPaths taken) {
        if (!passes(below)) {
            return;
        }
        taken.add(path);
        if (!filters()) {
            return;
        }
        String parent = path;
        while (parent.contains("/") && !parent.equals(base)) {
            parent = parent.substring(0, parent.lastIndexOf('/'));
            if (!parent.isEmpty() && isWithin(base, parent)) {
                taken.add(parent);
            }
        }
    }

    /**
     * What it takes as the builder hashes it; {@code null} where something is not there, or a filter decides what of it counts.
     */
    @Nullable
    List<CopiedTree> trees(ContextTree tree) {
        String fixed = glob == null ? text : fixedPart();
        String base = filters() ? null : new LinkWalk(tree).resolve(fixed);
        if (base == null) {
            return null;
        }
        if (glob == null) {
            return List.of(new CopiedTree("", base));
        }
        List<CopiedTree> trees = new ArrayList<>();
        for (String path : candidates(tree, base, fixed)) {
            String asWritten = isWithin(base, path) && !path.equals(base) ? join(fixed, below(base, path)) : null;
            if (asWritten != null && asWritten.equals(matchedPart(asWritten))) {
                String end = new LinkWalk(tree).resolve(path);
                if (end == null) {
                    return null;
                }
                trees.add(new CopiedTree(asWritten.substring(asWritten.lastIndexOf('/') + 1), end));
            }
        }
        return trees;
    }

    /** What may match, sorted: all that lies as deep as the wildcards reach, of which a class alone matches a slash. */
    private Collection<String> candidates(ContextTree tree, String base, String fixed) {
        if (text.contains("[")) {
            return tree.paths();
        }
        int levels = text.split("/", -1).length - (fixed.isEmpty() ? 0 : fixed.split("/", -1).length);
        Collection<String> reached = List.of(base);
        for (int level = 0; level < levels; level++) {
            TreeSet<String> deeper = new TreeSet<>();
            for (String directory : reached) {
                tree.namesIn(directory).forEach(name -> deeper.add(join(directory, name)));
            }
            reached = deeper;
        }
        return reached;
    }

    private boolean filters() {
        return include != null || exclude != null;
    }

    /** Below the matched part, which for itself is the empty text, so that {@code *} takes it. */
    private boolean passes(String below) {
        boolean included = include == null || include.match(below).matched();
        boolean excluded = exclude != null && exclude.match(below).matched();
        return included && !excluded;
    }

    /** The shortest leading part of a path that the wildcards match: all below it belongs to it. */
    private @Nullable String matchedPart(String path) {
        if (glob == null) {
            return null;
        }
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            if (glob.matches(path.substring(0, end))) {
                return path.substring(0, end);
            }
        }
        return glob.matches(path) ? path : null;
    }

    private String fixedPart() {
        StringBuilder fixed = new StringBuilder();
        for (String part : text.split("/", -1)) {
            if (PathGlob.isWild(part)) {
                break;
            }
            fixed.append(fixed.length() == 0 ? "" : "/").append(part);
        }
        return fixed.toString();
    }

    private static boolean isWithin(String base, String path) {
        return base.isEmpty() || path.equals(base) || path.startsWith(base + "/");
    }

    private static String below(String base, String path) {
        if (base.isEmpty()) {
            return path;
        }
        return path.equals(base) ? "" : path.substring(base.length() + 1);
    }

    private static String join(String base, String below) {
        return base.isEmpty() || below.isEmpty() ? base + below : base + "/" + below;
    }
}
