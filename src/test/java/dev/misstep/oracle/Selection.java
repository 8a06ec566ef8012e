package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one source of a COPY or a mount takes from a tree.
 *
 * @param matches the paths copied, links followed; one unless there is a wildcard
 * @param signature the content as it enters the key
 * @param files all that is selected, by path
 */
record Selection(List<String> matches, String signature, NavigableMap<String, Item> files) {
    static Selection of(Tree tree, String source, List<String> excludes, boolean owners) {
        String path = source.equals(".") ? "" : source;
        NavigableMap<String, Item> files = new TreeMap<>();
        List<String> matches = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        if (path.contains("*") || path.contains("?")) {
            for (String match : tree.glob(path)) {
                if (Ignores.ignored(match, excludes)) {
                    continue;
                }
                if (tree.resolve(match) == null) {
                    throw new Invalid("a link to nothing");
                }
                matches.add(match);
                collect(tree, match, excludes, files);
                text.append(Tree.name(match))
                        .append(' ')
                        .append(listed(tree, match, excludes, owners))
                        .append('\n');
            }
            if (matches.isEmpty()) {
                throw new Invalid("nothing matches " + source);
            }
            return new Selection(matches, Digest.of(text), files);
        }
        String end = path.isEmpty() ? "" : tree.resolve(path);
        if (end == null) {
            throw new Invalid("nothing at " + source);
        }
        if (!end.equals(path)) {
            Item link = tree.get(path);
            if (link != null) {
                files.put(path, link);
            }
        }
        matches.add(end);
        collect(tree, end, excludes, files);
        return new Selection(matches, listed(tree, end, excludes, owners), files);
    }

    private static String listed(Tree tree, String path, List<String> excludes, boolean owners) {
        if (excludes.isEmpty()) {
            return tree.signature(path, owners);
        }
        StringBuilder text = new StringBuilder();
        Item own = tree.get(path);
        if (own != null) {
            text.append(own.header(owners));
        }
        tree.below(path).forEach((each, item) -> {
            if (!Ignores.ignored(each, excludes)) {
                text.append(each.substring(path.length()))
                        .append(item.header(owners))
                        .append('\n');
            }
        });
        return Digest.of(text);
    }

    private static void collect(Tree tree, String path, List<String> excludes, NavigableMap<String, Item> files) {
        Item own = tree.get(path);
        if (own != null) {
            files.put(path, own);
        }
        if (own == null || own.is(Item.Kind.DIRECTORY)) {
            tree.below(path).forEach((each, item) -> {
                if (!Ignores.ignored(each, excludes)) {
                    files.put(each, item);
                }
            });
        }
    }
}
