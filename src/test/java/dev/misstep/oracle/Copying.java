package dev.misstep.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a COPY makes of what it selects. */
final class Copying {
    private Copying() {}

    static Item changed(Item item, Line.Copy line) {
        String chown = line.flags().get("chown");
        String chmod = line.flags().get("chmod");
        Item owned = chown == null ? item : item.withOwner(chown);
        return chmod == null || item.is(Item.Kind.LINK) ? owned : owned.withMode(Integer.parseInt(chmod, 8));
    }

    /** @param owner whom the builder gives all to, or {@code null} where owners are kept */
    static void into(
            Tree result,
            Tree tree,
            String path,
            Selection selection,
            String dest,
            Line.Copy line,
            List<String> excludes,
            @Nullable String owner) {
        result.directories(dest, line.flags().getOrDefault("chown", Item.ROOT));
        boolean single = !path.contains("*") && !path.contains("?");
        for (String match : selection.matches()) {
            Item item = tree.get(match);
            if (item != null && !item.is(Item.Kind.DIRECTORY)) {
                if (line.word().equals("ADD") && Archive.is(item.text())) {
                    if (!line.flags().isEmpty()) {
                        throw new Invalid("whether they are for what is in an archive is not modelled");
                    }
                    put(result, dest + "/" + Archive.NAME, Item.file(Archive.content(item.text())));
                    continue;
                }
                String name = single ? Tree.name(path) : Tree.name(match);
                put(result, dest + "/" + name, changed(owned(item, owner), line));
                continue;
            }
            int cut = match.isEmpty() ? 0 : match.length() + 1;
            tree.below(match).forEach((each, inner) -> {
                if (!Ignores.ignored(each, excludes)) {
                    put(result, dest + "/" + each.substring(cut), changed(owned(inner, owner), line));
                }
            });
        }
    }

    /** "cannot copy to non-directory": two sources of one COPY may have the same name. */
    private static void put(Tree result, String path, Item item) {
        Item there = result.get(path);
        if (there != null && there.is(Item.Kind.DIRECTORY) != item.is(Item.Kind.DIRECTORY)) {
            throw new Invalid("a file where a directory is, or the other way round");
        }
        result.put(path, item);
    }

    private static Item owned(Item item, @Nullable String owner) {
        return owner == null ? item : item.withOwner(owner);
    }
}
