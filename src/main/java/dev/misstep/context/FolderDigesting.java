package dev.misstep.context;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One directory on its way into a snapshot. Where nothing in it is another than it was remembered, what is remembered is taken
 * as it is. Stretches of it may be worked on by several threads; the last of them puts it together.
 */
final class FolderDigesting {
    /** So many entries are taken at a time: few, for one of them may be large. */
    private static final int STRETCH = 32;

    private final BuildContext context;
    private final WalkedFolder folder;
    private final FileDigests digests;
    private final Overlay overlay;
    private final ExtendedAttributes attributes;
    private final SnapshotEntry[] entries;
    private final KnownFolder.@Nullable State[] states;
    /** What the disk has; another than the entry only where something is seen in its place. */
    private final @Nullable SnapshotEntry[] own;

    private final @Nullable ContextProblem[] problems;
    private final AtomicInteger open;
    private @Nullable SnapshotFolder made;

    FolderDigesting(
            BuildContext context,
            WalkedFolder folder,
            FileDigests digests,
            Overlay overlay,
            ExtendedAttributes attributes) {
        this.context = context;
        this.folder = folder;
        this.digests = digests;
        this.overlay = overlay;
        this.attributes = attributes;
        int size = folder.names().size();
        this.entries = new SnapshotEntry[size];
        this.states = new KnownFolder.State[size];
        this.own = new SnapshotEntry[size];
        this.problems = new ContextProblem[size];
        this.open = new AtomicInteger(stretches());
    }

    /** Into how many pieces the work can be divided: one at least. */
    int stretches() {
        return Math.max(1, (folder.names().size() + STRETCH - 1) / STRETCH);
    }

    /** Does one piece of the work. */
    void run(int stretch) {
        KnownFolder known = digests.known(folder.path());
        int end = Math.min((stretch + 1) * STRETCH, entries.length);
        int near = stretch * STRETCH;
        for (int i = stretch * STRETCH; i < end; i++) {
            int at = known == null ? -1 : known.find(folder.names().get(i), near);
            near = at < 0 ? near : at + 1;
            try {
                look(i, known, at);
            } catch (IOException e) {
                ContextEntry entry = entry(i);
                entries[i] = new SnapshotEntry(entry.kind(), entry.mode(), entry.size(), null, null);
                problems[i] = new ContextProblem(entry.path(), ContextProblem.Kind.UNREADABLE, IoSentence.of(e));
            }
        }
        if (open.decrementAndGet() == 0) {
            made = made(known);
        }
    }

    private ContextEntry entry(int index) {
        return context.entries().get(folder.places().get(index));
    }

    /** @param at where the known folder has it, or negative */
    private void look(int index, @Nullable KnownFolder known, int at) throws IOException {
        ContextEntry entry = entry(index);
        SnapshotEntry before = known == null || at < 0 ? null : known.entries().get(at);
        KnownFolder.State state =
                known == null || at < 0 ? null : known.states().get(at);
        if (entry.kind() != ContextEntry.Kind.FILE) {
            lookAtOther(index, entry, before, state);
            return;
        }
        FileStamp stamp = context.stamps().get(folder.places().get(index));
        if (before != null && isStill(before, state, entry, stamp)) {
            states[index] = state;
            own[index] = before.mode() == entry.mode()
                    ? before
                    : new SnapshotEntry(
                            entry.kind(), entry.mode(), before.size(), before.sha256(), null, before.attributes());
        }
        byte @Nullable [] replaced = overlay.contentOf(entry.path()).orElse(null);
        if (replaced != null) {
            String digest = FileDigests.sha256(replaced);
            String attached = attributes.digest(context.file(entry));
            entries[index] = new SnapshotEntry(entry.kind(), entry.mode(), replaced.length, digest, null, attached);
        } else if (own[index] != null) {
            entries[index] = own[index];
        } else {
            FileDigests.Reading read = digests.read(context.file(entry), stamp, attributes);
            FileDigests.Digested content = read.content();
            entries[index] = new SnapshotEntry(
                    entry.kind(), entry.mode(), content.size(), content.sha256(), null, read.attributes());
            if (read.lasting()) {
                own[index] = entries[index];
                states[index] = KnownFolder.State.of(stamp);
            }
        }
    }

    private static boolean isStill(
            SnapshotEntry before, KnownFolder.@Nullable State state, ContextEntry entry, FileStamp stamp) {
        return before.kind() == entry.kind() && state != null && state.isOf(stamp);
    }

    private void lookAtOther(
            int index, ContextEntry entry, @Nullable SnapshotEntry before, KnownFolder.@Nullable State state) {
        FileStamp stamp = context.stamps().get(folder.places().get(index));
        KnownFolder.State now = KnownFolder.hasState(entry.kind()) ? KnownFolder.State.of(stamp) : null;
        String attached = null;
        boolean lasting = true;
        if (before != null && isStill(before, state, entry, stamp)) {
            attached = before.attributes();
        } else if (now != null) {
            FileDigests.AttributesReading read = digests.readAttributes(context.file(entry), stamp, attributes);
            attached = read.attributes();
            lasting = read.lasting();
        }
        SnapshotEntry found = new SnapshotEntry(entry.kind(), entry.mode(), 0, null, entry.linkTarget(), attached);
        if (before != null && before.equals(found)) { // in whatever state that was
            entries[index] = before;
            own[index] = before;
            states[index] = state;
            return;
        }
        entries[index] = found;
        if (lasting) {
            own[index] = found;
            states[index] = now;
        }
    }

    private SnapshotFolder made(@Nullable KnownFolder known) {
        boolean asOnDisk = areSame(Arrays.asList(entries), own);
        boolean asKnown = known != null && known.digest() != null && isAsKnown(known);
        if (known != null && asKnown && asOnDisk) {
            digests.remember(folder.path(), known);
            return known.snapshot();
        }
        SnapshotFolder fresh = new SnapshotFolder(folder.names(), Arrays.asList(entries));
        String digest = fresh.digest(); // here, where all processors are at it
        if (known != null && asKnown) {
            digests.remember(folder.path(), known);
            return fresh;
        }
        KnownFolder.Maker remembered = new KnownFolder.Maker(entries.length);
        for (int i = 0; i < entries.length; i++) {
            SnapshotEntry one = own[i];
            if (one != null) {
                remembered.add(folder.names().get(i), one, states[i]);
            }
        }
        digests.remember(folder.path(), remembered.made(asOnDisk ? digest : null));
        return fresh;
    }

    private boolean isAsKnown(KnownFolder before) {
        return before.names().equals(folder.names()) && areSame(before.entries(), own);
    }

    /** Whether they are not merely equal: what is remembered is taken over as it is. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean areSame(List<SnapshotEntry> some, @Nullable SnapshotEntry[] others) {
        if (some.size() != others.length) {
            return false;
        }
        for (int i = 0; i < others.length; i++) {
            if (some.get(i) != others[i]) {
                return false;
            }
        }
        return true;
    }

    /** What came of it, when all stretches have been run. */
    SnapshotFolder result() {
        return Objects.requireNonNull(made, "not all of it was looked at");
    }

    /** Tells of each file that could not be read, with its place among all entries. */
    void tell(@Nullable ContextProblem[] byPlace) {
        for (int i = 0; i < problems.length; i++) {
            if (problems[i] != null) {
                byPlace[folder.places().get(i)] = problems[i];
            }
        }
    }
}
