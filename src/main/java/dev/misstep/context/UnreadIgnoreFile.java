package dev.misstep.context;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An ignore file that lies where no builder looks, or is passed over for another.
 *
 * @param file where it lies
 * @param why one sentence's end: {@code is not read: …}
 */
public record UnreadIgnoreFile(Path file, String why) {
    /**
     * All of a build, in the order of their paths.
     *
     * @param tree the context as the builder is given it; one that a rule leaves out is not told of
     * @param dockerfile which may lie outside of the context
     * @param classic whether the classic builder builds
     */
    public static List<UnreadIgnoreFile> of(BuildContext tree, Path dockerfile, boolean classic) {
        Path context = tree.root();
        Path own = context.resolve(IgnoreFileChoice.NAME);
        Path named = dockerfile.resolveSibling(dockerfile.getFileName() + IgnoreFileChoice.NAME);
        List<UnreadIgnoreFile> unread = new ArrayList<>();
        boolean hasNamed = Files.isRegularFile(named);
        if (hasNamed && classic) {
            unread.add(new UnreadIgnoreFile(
                    named, "is not read: the classic builder knows " + own + " only; move its lines there"));
        } else if (hasNamed && Files.isRegularFile(own)) {
            unread.add(new UnreadIgnoreFile(
                    own,
                    "is not read: " + named.getFileName()
                            + " beside the Dockerfile takes its place; keep one of them"));
        }
        Path beside =
                Objects.requireNonNullElse(dockerfile.getParent(), context).resolve(IgnoreFileChoice.NAME);
        if (!beside.equals(own) && !beside.startsWith(context) && Files.isRegularFile(beside)) {
            unread.add(new UnreadIgnoreFile(beside, moved(own)));
        }
        for (ContextEntry entry : tree.entries()) {
            if (entry.kind() == ContextEntry.Kind.FILE && entry.path().endsWith("/" + IgnoreFileChoice.NAME)) {
                unread.add(new UnreadIgnoreFile(context.resolve(entry.path()), moved(own)));
            }
        }
        return List.copyOf(unread);
    }

    private static String moved(Path own) {
        return "is not read: builders look for one at the top of the context only; move its lines to " + own;
    }
}
