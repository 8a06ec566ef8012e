package dev.misstep.context;

/**
 * A path that differs between two snapshots.
 *
 * @param path relative to the context, with {@code /}, as the user wrote it
 */
public record FileChange(String path, Change change) {
    public FileChange {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a change without a path");
        }
    }
}
