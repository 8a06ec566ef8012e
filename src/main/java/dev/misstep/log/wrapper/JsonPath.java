package dev.misstep.log.wrapper;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a JSON record: {@code jsonPayload.message}. Paths form a tree that grows with the keys seen,
 * so that no text is made of them while a log is read.
 */
final class JsonPath {
    /** Element of an array. */
    static final String ELEMENT = "[]";

    /** Keys of one object that are told apart. */
    private static final int MAX_CHILDREN = 100;

    /** Keys of all objects that are told apart. */
    private static final int MAX_PATHS = 2_000;

    /** Longest key that is known. */
    private static final int MAX_KEY = 200;

    final String key;
    private final String path;
    private final int depth;
    /** How many paths there are, of one tree. */
    private final int[] count;

    private final List<JsonPath> children = new ArrayList<>();

    /** What the reader of the records takes from here; its own words. */
    int use;

    private JsonPath(String key, String path, int depth, int[] count) {
        this.key = key;
        this.path = path;
        this.depth = depth;
        this.count = count;
    }

    /** The path of a record itself. */
    static JsonPath root() {
        return new JsonPath("", "", 0, new int[1]);
    }

    /** The path of a key's value; {@code null} where there are so many that they are no fields. */
    @Nullable
    JsonPath child(String text, int from, int to, Uses uses) {
        int length = to - from;
        for (JsonPath child : children) {
            if (child.key.length() == length && text.startsWith(child.key, from)) {
                return child;
            }
        }
        if (children.size() == MAX_CHILDREN || length > MAX_KEY || count[0] == MAX_PATHS) {
            return null;
        }
        String name = text.substring(from, to);
        String whole = path.isEmpty() ? name : path + "." + name;
        JsonPath child = new JsonPath(name, whole, depth + 1, count);
        count[0]++;
        child.use = uses.of(child);
        children.add(child);
        return child;
    }

    /** Says what is taken from a path that is seen for the first time. */
    interface Uses {
        int of(JsonPath path);
    }

    int depth() {
        return depth;
    }

    @Override
    public String toString() {
        return path;
    }
}
