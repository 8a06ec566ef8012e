package dev.misstep.build;

import java.util.ArrayList;
import java.util.List;

/** The shortest form of a path with {@code /}, without looking at a disk: Go's {@code path.Clean}. */
public final class CleanPath {
    private CleanPath() {}

    /** The path without {@code //}, {@code .}, inner {@code ..} and a last {@code /}; {@code .} for an empty one. */
    public static String of(String path) {
        boolean rooted = path.startsWith("/");
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            boolean up = part.equals("..");
            boolean last = parts.isEmpty() || parts.get(parts.size() - 1).equals("..");
            if (up && !last) {
                parts.remove(parts.size() - 1);
            } else if (up ? !rooted : !part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        String joined = String.join("/", parts);
        return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
    }

    /** The path as seen from a root that nothing can leave, without a first {@code /}; empty for the root itself. */
    public static String belowRoot(String path) {
        return of("/" + path).substring(1);
    }
}
