package dev.misstep.context;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lies straight in one directory of a snapshot, and a digest of it that is taken once. */
final class SnapshotFolder {
    private static final String NONE = "";

    private final String[] names;
    private final SnapshotEntry[] entries;
    /** {@code null} until somebody asks, {@link #NONE} where there is none. */
    private volatile @Nullable String digest;

    private final @Nullable String below;

    /** {@code null} until somebody asks. */
    private volatile @Nullable Boolean links;

    /**
     * Entries by their names.
     *
     * @param names sorted, none of them twice
     */
    SnapshotFolder(List<String> names, List<SnapshotEntry> entries) {
        this(names, entries, null);
    }

    /** @param digest what {@link #digest()} told of the same before, or {@code null} */
    SnapshotFolder(List<String> names, List<SnapshotEntry> entries, @Nullable String digest) {
        this(names, entries, digest, null);
    }

    /** Of what somebody else has digested, see {@link Snapshot.Folder}. */
    SnapshotFolder(Snapshot.Folder folder) {
        this(
                List.copyOf(folder.entries().keySet()),
                List.copyOf(folder.entries().values()),
                null,
                folder.digestBelow());
    }

    private SnapshotFolder(
            List<String> names, List<SnapshotEntry> entries, @Nullable String digest, @Nullable String below) {
        if (names.size() != entries.size()) {
            throw new IllegalArgumentException("not one entry for each name");
        }
        this.names = names.toArray(new String[0]);
        this.entries = entries.toArray(new SnapshotEntry[0]);
        this.digest = digest;
        this.below = below;
    }

    /** What stands for all that is below it, if whoever made it told that. */
    @Nullable
    String below() {
        return below;
    }

    int size() {
        return names.length;
    }

    String name(int index) {
        return names[index];
    }

    SnapshotEntry entry(int index) {
        return entries[index];
    }

    @Nullable
    SnapshotEntry entry(String name) {
        int index = Arrays.binarySearch(names, name);
        return index < 0 ? null : entries[index];
    }

    /** Whether one of its entries is a link. */
    boolean hasLinks() {
        Boolean known = links;
        if (known == null) {
            boolean found = false;
            for (SnapshotEntry entry : entries) {
                found |= entry.linkTarget() != null;
            }
            known = found;
            links = known;
        }
        return known;
    }

    /**
     * Equal for directories that hold the same to the builder: every name, and what it hashes of each. What lies further down
     * is not in it. {@code null} where a file could not be read.
     */
    @Nullable
    String digest() {
        String known = digest;
        if (known == null) {
            known = computed();
            digest = known;
        }
        return known.isEmpty() ? null : known;
    }

    private String computed() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if (entries[i].couldNotBeRead()) {
                return NONE;
            }
            // neither a name nor a link's target has a NUL
            text.append(names[i]).append('\0');
            entries[i].appendIdentity(text);
            text.append('\0');
        }
        return FileDigests.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether both are known to hold the same; {@code false} tells nothing. */
    boolean isKnownAs(SnapshotFolder other) {
        String own = digest;
        return this == other || (own != null && !own.isEmpty() && own.equals(other.digest));
    }
}
