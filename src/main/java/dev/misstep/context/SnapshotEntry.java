package dev.misstep.context;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a builder hashes of one path: no times, no owner (BuildKit, cache/contenthash; its client resets owners to 0).
 *
 * @param mode permission bits with setuid, setgid and sticky; not looked at for links
 * @param size in bytes
 * @param sha256 of a file's content, or of what stands for it in one kind of snapshot, 64 hex digits; {@code null} for all
 *     but files, and for a file that could not be read
 * @param linkTarget or {@code null} for all but links
 * @param attributes a digest of the extended attributes, 64 hex digits; {@code null} where there are none, or none that count
 */
public record SnapshotEntry(
        ContextEntry.Kind kind,
        int mode,
        long size,
        @Nullable String sha256,
        @Nullable String linkTarget,
        @Nullable String attributes) {
    public SnapshotEntry {
        if (sha256 != null && (kind != ContextEntry.Kind.FILE || !HexDigest.is(sha256))) {
            throw new IllegalArgumentException("not the digest of a file: " + sha256);
        }
        if (attributes != null && !HexDigest.is(attributes)) {
            throw new IllegalArgumentException("not the digest of attributes: " + attributes);
        }
    }

    /** One without extended attributes. */
    public SnapshotEntry(
            ContextEntry.Kind kind, int mode, long size, @Nullable String sha256, @Nullable String linkTarget) {
        this(kind, mode, size, sha256, linkTarget, null);
    }

    /** The same with other extended attributes. */
    public SnapshotEntry withAttributes(@Nullable String others) {
        return Objects.equals(attributes, others)
                ? this
                : new SnapshotEntry(kind, mode, size, sha256, linkTarget, others);
    }

    /** All that a builder hashes of it, in one word: equal for entries between which nothing happened. */
    public String identity() {
        StringBuilder text = new StringBuilder();
        appendIdentity(text);
        return text.toString();
    }

    void appendIdentity(StringBuilder text) {
        text.append(kind).append(' ');
        if (kind != ContextEntry.Kind.SYMLINK) {
            text.append(Integer.toOctalString(mode));
        }
        text.append(' ').append(kind == ContextEntry.Kind.FILE ? sha256 : linkTarget);
        if (attributes != null) {
            text.append(' ').append(attributes);
        }
    }

    /** Whether it is a file that could not be read, so that of its content nothing is known. */
    public boolean couldNotBeRead() {
        return kind == ContextEntry.Kind.FILE && sha256 == null;
    }

    /** What happened between an earlier state and this one; empty where nothing the builder sees did. */
    Optional<Change> since(SnapshotEntry earlier) {
        if (this == earlier) { // as are most
            return Optional.empty();
        }
        if (kind != earlier.kind) {
            return Optional.of(Change.TYPE);
        }
        if (kind == ContextEntry.Kind.SYMLINK) {
            return Objects.equals(linkTarget, earlier.linkTarget) ? Optional.empty() : Optional.of(Change.LINK);
        }
        // A file that could not be read has no digest: then only its size can tell.
        boolean known = sha256 != null && earlier.sha256 != null;
        if (size != earlier.size || (known && !Objects.equals(sha256, earlier.sha256))) {
            return Optional.of(Change.CONTENT);
        }
        if (mode != earlier.mode) {
            return Optional.of(Change.MODE);
        }
        return Objects.equals(attributes, earlier.attributes) ? Optional.empty() : Optional.of(Change.ATTRIBUTES);
    }
}
