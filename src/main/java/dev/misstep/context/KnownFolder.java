package dev.misstep.context;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one directory: what lay in it, and of each file and directory the state in which it had the digests
 * it has here.
 *
 * @param names sorted; what nothing could be remembered of is not among them
 * @param states one for each file and directory, {@code null} for all else
 * @param digest of the whole directory, see {@link SnapshotFolder#digest()}; {@code null} unless all that lay there is here
 */
record KnownFolder(
        List<String> names,
        List<SnapshotEntry> entries,
        List<@Nullable State> states,
        @Nullable String digest) {
    KnownFolder {
        if (names.size() != entries.size() || names.size() != states.size()) {
            throw new IllegalArgumentException("not one entry and one state for each name");
        }
    }

    /** Its size, its times in nanoseconds since 1970, and its inode. */
    record State(long size, long modified, long changed, long inode) {
        static State of(FileStamp stamp) {
            return new State(stamp.size(), stamp.modified(), stamp.changed(), stamp.inode());
        }

        boolean isOf(FileStamp stamp) {
            return size == stamp.size()
                    && modified == stamp.modified()
                    && changed == stamp.changed()
                    && inode == stamp.inode();
        }
    }

    /** Whether something of that kind has attributes, or content, that must be read to be known. */
    static boolean hasState(ContextEntry.Kind kind) {
        return kind == ContextEntry.Kind.FILE || kind == ContextEntry.Kind.DIRECTORY;
    }

    /** What was remembered as the builder sees it. */
    SnapshotFolder snapshot() {
        return new SnapshotFolder(names, entries, digest);
    }

    /** Where a name stands, which is likely near a place; negative where it is not. */
    int find(String name, int near) {
        return near < names.size() && names.get(near).equals(name) ? near : Collections.binarySearch(names, name);
    }

    /** Puts one together, name after name. */
    static final class Maker {
        private final List<String> names;
        private final List<SnapshotEntry> entries;
        private final List<@Nullable State> states;

        Maker(int size) {
            names = new ArrayList<>(size);
            entries = new ArrayList<>(size);
            states = new ArrayList<>(size);
        }

        void add(String name, SnapshotEntry entry, @Nullable State state) {
            if (entry.couldNotBeRead() || hasState(entry.kind()) != (state != null)) {
                throw new IllegalArgumentException("it is remembered with its digests and its state: " + name);
            }
            names.add(name);
            entries.add(entry);
            states.add(state);
        }

        KnownFolder made(@Nullable String digest) {
            return new KnownFolder(names, entries, states, digest);
        }
    }
}
