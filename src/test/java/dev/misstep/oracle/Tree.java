package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files by path, without a leading slash: a build context, or what a stage has made so far. */
final class Tree {
    private final TreeMap<String, Item> items = new TreeMap<>();

    Tree copy() {
        Tree copy = new Tree();
        copy.items.putAll(items);
        return copy;
    }

    NavigableMap<String, Item> items() {
        return items;
    }

    @Nullable
    Item get(String path) {
        return items.get(path);
    }

    /** Puts an item, and the directories it lies in where they are missing. */
    void put(String path, Item item) {
        directories(parent(path), Item.ROOT);
        items.put(path, item);
    }

    void directories(String path, String owner) {
        if (!path.isEmpty() && items.get(path) == null) {
            directories(parent(path), owner);
            items.put(path, Item.directory().withOwner(owner));
        }
    }

    void remove(String path) {
        items.remove(path);
        below(path).clear();
    }

    NavigableMap<String, Item> below(String path) {
        return path.isEmpty() ? items : items.subMap(path + "/", true, path + "0", false);
    }

    List<String> children(String path) {
        int start = path.isEmpty() ? 0 : path.length() + 1;
        List<String> children = new ArrayList<>();
        for (String each : below(path).keySet()) {
            if (each.indexOf('/', start) < 0) {
                children.add(each);
            }
        }
        return children;
    }

    List<String> paths(Predicate<Item> which) {
        return items.keySet().stream()
                .filter(path -> which.test(items.get(path)))
                .toList();
    }

    /** Where a link ends; links point to neighbours only. {@code null} where nothing is. */
    @Nullable
    String resolve(String path) {
        String at = path;
        for (int i = 0; i < 10; i++) {
            Item item = items.get(at);
            if (item == null || !item.is(Item.Kind.LINK)) {
                return item == null ? null : at;
            }
            String folder = parent(at);
            at = folder.isEmpty() ? item.text() : folder + "/" + item.text();
        }
        return null;
    }

    /** What {@code cat} reads; nothing where there is no file. */
    String read(String path) {
        String end = resolve(path);
        Item item = end == null ? null : items.get(end);
        return item == null || !item.is(Item.Kind.FILE) ? "" : item.text();
    }

    /** All of a path that enters a key, with what is in a directory; not its own name. */
    String signature(String path, boolean owners) {
        StringBuilder text = new StringBuilder();
        Item item = items.get(path);
        if (item != null) { // the root has no header
            text.append(item.header(owners));
        }
        if (path.isEmpty() || (item != null && item.is(Item.Kind.DIRECTORY))) {
            for (String child : children(path)) {
                text.append('[')
                        .append(name(child))
                        .append(' ')
                        .append(signature(child, owners))
                        .append(']');
            }
        }
        return Digest.of(text);
    }

    /** Paths that match a pattern with blanks for its last part only. */
    List<String> glob(String pattern) {
        String folder = parent(pattern);
        Pattern name = Pattern.compile(
                name(pattern).replace(".", "\\.").replace("*", "[^/]*").replace("?", "[^/]"));
        return children(folder).stream()
                .filter(child -> name.matcher(name(child)).matches())
                .toList();
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
