package dev.misstep.explain;

import dev.misstep.build.Sha256;
import dev.misstep.context.SnapshotEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A digest of what a step selects: of a directory that it takes as it is, one line stands for all that is in it. */
final class SelectedContent {
    private final MessageDigest digest = Sha256.begin();

    /** A path alone; in the order of paths. */
    void add(String path, SnapshotEntry entry) {
        add("one", path, entry.identity());
    }

    /** A link in place of which what it leads to is taken; empty for nothing. */
    void addFollowed(String path, String target) {
        add("link", path, target);
    }

    /**
     * A path and all that is below it; in the order of paths.
     *
     * @param entry {@code null} for the whole context
     * @param below see {@link dev.misstep.context.Snapshot#digestBelow}
     */
    void addWhole(String path, @Nullable SnapshotEntry entry, String below) {
        add("all", path, entry == null ? "" : entry.identity());
        add("below", path, below);
    }

    private void add(String what, String path, String identity) {
        // neither a path nor a link's target has a NUL
        String line = what + '\0' + path + '\0' + identity + '\0';
        digest.update(line.getBytes(StandardCharsets.UTF_8));
    }

    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
