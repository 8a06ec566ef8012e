package dev.misstep.build;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commit of git that lay in the working tree when a build began, as far as its log says so.
 *
 * @param hash in lower-case hex, whole or its beginning
 * @param line the line of the source that names it, from 1; 0 where the source has no lines
 * @param merge whether it is one that a CI made of a pull request and its base, which no branch has
 */
public record SourceCommit(String hash, long line, boolean merge) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{7,64}");

    public SourceCommit {
        if (!HASH.matcher(hash).matches() || line < 0) {
            throw new IllegalArgumentException("not a commit: " + hash);
        }
    }

    /**
     * What buildx tells a builder of the working tree ({@code vcs:revision}); {@code null} where that is nothing, or where
     * files in it were changed and not committed ({@code 1a2b…-dirty}).
     */
    public static @Nullable SourceCommit ofRecord(@Nullable String revision) {
        return revision != null && HASH.matcher(revision).matches() ? new SourceCommit(revision, 0, false) : null;
    }
}
