package dev.misstep.explain;

import dev.misstep.context.ContextEntry;
import dev.misstep.context.SnapshotEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A digest of what a step selects, taken path by path: as one text it would be the largest thing in memory. */
final class SelectedContent {
    private final MessageDigest digest;

    SelectedContent() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** In the order of paths; {@code false} for what is not there or could not be read. */
    boolean add(String path, @Nullable SnapshotEntry entry) {
        if (entry == null || (entry.sha256() == null && entry.kind() == ContextEntry.Kind.FILE)) {
            return false;
        }
        // neither a path nor a link's target has a NUL
        String line = path + '\0' + entry.identity() + '\0';
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        return true;
    }

    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
