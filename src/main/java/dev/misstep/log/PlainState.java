package dev.misstep.log;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a display has printed so far, as far as that says which line it can print next: one of several builds whose lines
 * stand mixed in one log. The rules are those of printVtx in BuildKit's progressui/printer.go: a display has at most one
 * group open, and opens another only once that one has ended or was left with {@code #7 ...} (0.3 to 0.31); the digest
 * stands directly below each header (0.7 and 0.8, docker 20.10); numbers are given as groups are first printed and leave
 * no gaps (from 0.10). Immutable.
 */
@SuppressWarnings({"ReferenceEquality", "EnumOrdinal"
}) // a vertex that is the same one has not changed; keys are not kept
final class PlainState {
    /** Whether the digest is printed below each header; as long as that is open, the next line of a group tells. */
    enum Digests {
        PRINTED,
        LEFT_OUT,
        UNKNOWN
    }

    /** Which of the builds it is. */
    final int slot;
    /** The number of the open group, or 0. */
    final int open;

    final Map<Integer, PlainVertex> seen;
    /** Whether numbers leave no gaps. */
    final boolean sequential;

    final Digests digests;
    /** Whether nothing was printed below the header of the open group yet. */
    final boolean afterHeader;

    private @Nullable String future;

    private PlainState(
            int slot,
            int open,
            Map<Integer, PlainVertex> seen,
            boolean sequential,
            Digests digests,
            boolean afterHeader) {
        this.slot = slot;
        this.open = open;
        this.seen = seen;
        this.sequential = sequential;
        this.digests = digests;
        this.afterHeader = afterHeader;
    }

    static PlainState begun(int slot, boolean sequential) {
        return of(slot, 0, Map.of(), sequential, sequential ? Digests.LEFT_OUT : Digests.UNKNOWN);
    }

    static PlainState of(int slot, int open, Map<Integer, PlainVertex> seen, boolean sequential, Digests digests) {
        return new PlainState(slot, open, seen, sequential, digests, false);
    }

    /** A display that has printed what was read of these vertices, of which that one's group is open. */
    static PlainState of(
            int slot, @Nullable VertexNotes open, Collection<VertexNotes> read, boolean sequential, Digests digests) {
        TreeMap<Integer, PlainVertex> seen = new TreeMap<>();
        read.forEach(notes -> seen.put(Integer.valueOf(notes.id), PlainVertex.of(notes)));
        return of(slot, open == null ? 0 : Integer.parseInt(open.id), seen, sequential, digests);
    }

    /** The same with nothing printed below its header. */
    PlainState belowHeader() {
        return new PlainState(slot, open, seen, sequential, digests, open != 0);
    }

    int next() {
        return seen.isEmpty() ? 1 : ((TreeMap<Integer, PlainVertex>) seen).lastKey() + 1;
    }

    /** Whether all that ended did so in this build. */
    boolean isCertain() {
        return seen.values().stream().noneMatch(PlainVertex::statusDoubtful);
    }

    /** Whether a line {@code #id name} can be a header here. */
    boolean canOpen(int id, String name) {
        if (open != 0) {
            return false;
        }
        PlainVertex known = seen.get(id);
        if (known != null && known.canReopen(name) && !(PlainEvent.readsDefinition(name) && hasSteps())) {
            return true;
        }
        boolean free =
                known == null ? !sequential || id == next() : known.doubt().absent();
        return free && fits(name) && !(name.startsWith("exporting to ") && stopped());
    }

    /** Whether an event or a word of that group can be printed next, other than its digest. */
    boolean mayGoOn(int id) {
        return open == id && !(afterHeader && digests == Digests.PRINTED);
    }

    /** Whether the digest can be printed next. */
    boolean canTell(int id, String digest) {
        PlainVertex known = seen.get(id);
        return open == id && afterHeader && digests != Digests.LEFT_OUT && (known == null || known.canHave(digest));
    }

    /** Whether a bare digest can be progress of the open group: one directly below a header is the vertex' own. */
    boolean canFetch() {
        return digests == Digests.LEFT_OUT && !afterHeader;
    }

    /** Whether a step failed or was canceled, so that there is no result to write. */
    private boolean stopped() {
        return seen.values().stream().anyMatch(PlainVertex::stopped);
    }

    private boolean hasSteps() {
        return seen.values().stream()
                .anyMatch(vertex -> vertex.place() != null && !vertex.doubt().named());
    }

    /** Whether a Dockerfile with the steps seen can have that one too: a stage has one length, and one text at a place. */
    private boolean fits(String name) {
        PlainVertex.Place place = PlainVertex.Place.of(name);
        if (place == null) {
            return true;
        }
        for (PlainVertex vertex : seen.values()) {
            PlainVertex.Place known = vertex.place();
            if (known != null && !vertex.doubt().named() && known.stage().equals(place.stage())) {
                boolean samePlace = known.index().equals(place.index());
                if (!known.total().equals(place.total()) || (samePlace && !CutName.same(vertex.name(), name))) {
                    return false;
                }
            }
        }
        return true;
    }

    PlainState opened(int id, String name) {
        PlainVertex known = seen.get(id);
        PlainVertex now = known == null ? new PlainVertex(name) : known.reopened(name);
        Map<Integer, PlainVertex> more = now == known ? seen : plus(id, now);
        return new PlainState(slot, id, more, sequential, digests, true);
    }

    /** @param mark its letter; empty for {@code ...} */
    PlainState closed(String mark, String time) {
        PlainVertex known = seen.get(open);
        Map<Integer, PlainVertex> more = mark.isEmpty() || known == null ? seen : plus(open, known.ended(mark, time));
        return new PlainState(slot, 0, more, sequential, known(Digests.LEFT_OUT), false);
    }

    /** The digest of the open group was printed. */
    PlainState told(String digest) {
        PlainVertex known = seen.get(open);
        Map<Integer, PlainVertex> more = known == null ? seen : plus(open, known.withDigest(digest));
        return new PlainState(slot, open, more, sequential, Digests.PRINTED, false);
    }

    /** An event of the open group was printed; the vertex as it is after that. */
    PlainState goneOn(PlainVertex vertex) {
        boolean same = seen.get(open) == vertex;
        return same && !afterHeader
                ? this
                : new PlainState(
                        slot, open, same ? seen : plus(open, vertex), sequential, known(Digests.LEFT_OUT), false);
    }

    /** What is known of the open group, where it may as well be another build's that the line read is of. */
    PlainState with(PlainVertex vertex) {
        return vertex == seen.get(open)
                ? this
                : new PlainState(slot, open, plus(open, vertex), sequential, digests, afterHeader);
    }

    private Digests known(Digests now) {
        return afterHeader && digests == Digests.UNKNOWN ? now : digests;
    }

    private Map<Integer, PlainVertex> plus(int id, PlainVertex vertex) {
        Map<Integer, PlainVertex> more = new TreeMap<>(seen);
        more.put(id, vertex);
        return more;
    }

    /** All that decides which lines it can print next. */
    String future() {
        if (future == null) {
            StringBuilder key = new StringBuilder(shape()).append(stopped() ? 'f' : ';');
            seen.forEach((id, vertex) -> vertex.writeFuture(key.append(id)));
            future = key.toString();
        }
        return future;
    }

    /** What decides it, whatever the names are. */
    String shape() {
        return open + (sequential ? "s" + next() : "g") + digests.ordinal() + (afterHeader ? '<' : ';');
    }

    /** The same, with what is not told in this other way marked as doubtful. */
    PlainState or(PlainState other) {
        Map<Integer, PlainVertex> merged = new TreeMap<>();
        seen.forEach((id, vertex) -> merged.put(id, vertex.or(other.seen.get(id))));
        other.seen.forEach((id, vertex) -> {
            if (!seen.containsKey(id)) {
                merged.put(id, vertex.or(null));
            }
        });
        return new PlainState(slot, open, merged, sequential, digests, afterHeader);
    }

    /** How much of it is told in the other too, above all what can follow. */
    int likenessOfFuture(PlainState other) {
        int same = future().equals(other.future()) ? 1 << 20 : shape().equals(other.shape()) ? 1 << 16 : 0;
        return same + likeness(other);
    }

    /** How much of it is told in the other too. */
    int likeness(PlainState other) {
        int same = 0;
        for (Map.Entry<Integer, PlainVertex> vertex : seen.entrySet()) {
            PlainVertex there = other.seen.get(vertex.getKey());
            if (there != null && there.name().equals(vertex.getValue().name())) {
                same += there.marks().equals(vertex.getValue().marks()) ? 2 : 1;
            }
        }
        return same;
    }
}
