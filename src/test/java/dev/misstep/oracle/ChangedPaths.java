package dev.misstep.oracle;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two contexts. */
final class ChangedPaths {
    private ChangedPaths() {}

    /** By path, what may be said of the change. */
    static Map<String, Set<String>> of(Set<String> paths, Tree before, Tree after) {
        Map<String, Set<String>> changes = new TreeMap<>();
        for (String path : paths) {
            Set<String> kinds = kinds(before.get(path), after.get(path));
            if (!kinds.isEmpty()) {
                changes.put(path, kinds);
            }
        }
        return changes;
    }

    /** Whether a directory only came or went with what is in it, so that it need not be named. */
    static boolean implied(String path, Map<String, Set<String>> changes) {
        Set<String> kinds = changes.getOrDefault(path, Set.of());
        return (kinds.contains("added") || kinds.contains("removed"))
                && changes.keySet().stream().anyMatch(other -> other.startsWith(path + "/"));
    }

    private static Set<String> kinds(@Nullable Item before, @Nullable Item after) {
        if (before == null || after == null) {
            return before == null && after == null ? Set.of() : Set.of(before == null ? "added" : "removed");
        }
        if (before.kind() != after.kind()) {
            return Set.of("type");
        }
        Set<String> kinds = new TreeSet<>();
        if (!before.text().equals(after.text())) {
            kinds.add(before.is(Item.Kind.LINK) ? "link" : "content");
        }
        if (before.mode() != after.mode() || !before.attribute().equals(after.attribute())) {
            kinds.add("mode");
        }
        return kinds;
    }
}
