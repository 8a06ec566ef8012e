package dev.misstep.log;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a display has printed so far, as far as that says which line it can print next: one of several builds whose lines
 * stand mixed in one log. A display has at most one group open; it opens another only once that one is closed; from
 * buildx 0.11 on its numbers leave no gaps (BuildKit, progressui/printer.go). Immutable.
 */
final class PlainState {
    // "[web linux/amd64 builder  2/12] RUN make": what stands before the number, the number, how many
    private static final Pattern STEP =
            Pattern.compile("\\[(?:([^\\]]{0,500}?) )? {0,6}(\\d{1,6})/(\\d{1,6})\\] .*", Pattern.DOTALL);
    private static final Pattern READS_DEFINITION = Pattern.compile(
            "\\[(?:\\S+ )?internal\\] load (?:build definition from |\\.dockerignore|remote build context|git source |local bake definitions).*");

    /** Where in a Dockerfile a step stands: its stage as printed, its number there, how many that stage has. */
    record Place(String stage, String index, String total) {
        static @Nullable Place of(String name) {
            Matcher step = name.startsWith("[") ? STEP.matcher(name) : null;
            return step == null || !step.matches()
                    ? null
                    : new Place(Objects.requireNonNullElse(step.group(1), ""), step.group(2), step.group(3));
        }
    }

    /**
     * A vertex.
     *
     * @param marks a letter for each terminal word: D, C, X (canceled), E
     * @param times what the terminal lines told, seconds included
     * @param fetched whether layers were fetched under it
     * @param shared whether output of its number could be another build's
     * @param doubtful whether its marks could be another build's
     */
    record Seen(
            String name,
            @Nullable Place place,
            String marks,
            String times,
            boolean fetched,
            boolean shared,
            boolean doubtful) {
        Seen(String name) {
            this(name, Place.of(name), "", "", false, false, false);
        }

        /** Whether nothing can begin again under this name: a step runs once. */
        boolean closed() {
            return !marks.isEmpty()
                    && !marks.endsWith("C")
                    && STEP.matcher(name).matches()
                    && !name.contains("] FROM ");
        }

        boolean statusDoubtful() {
            return doubtful || (fetched && shared);
        }

        /**
         * Whether it was found in the cache and ran, as a step whose result is downloaded: among several builds it is
         * rather one's hit and another's run.
         */
        boolean hitAndRun() {
            return place != null && marks.contains("C") && (marks.contains("D") || fetched);
        }

        /** The same, where another way to give the lines to builds has given this. */
        Seen or(Seen other) {
            boolean same = marks.equals(other.marks) && name.equals(other.name);
            return new Seen(
                    name,
                    place,
                    marks,
                    times.equals(other.times) ? times : "?",
                    fetched || other.fetched,
                    shared || other.shared || fetched != other.fetched,
                    doubtful || other.doubtful || !same);
        }

        Seen ended(String mark, String time) {
            boolean kept = marks.length() < 20;
            return new Seen(
                    name,
                    place,
                    kept ? marks + mark : marks,
                    times.equals("?") ? times : time,
                    fetched,
                    shared,
                    doubtful);
        }

        Seen withShared() {
            return shared ? this : new Seen(name, place, marks, times, fetched, true, doubtful);
        }

        Seen withFetched(boolean was) {
            return fetched || !was ? this : new Seen(name, place, marks, times, true, shared, doubtful);
        }
    }

    /** Which of the builds it is. */
    final int slot;
    /** The number of the open group, or 0. */
    final int open;

    final Map<Integer, Seen> seen;
    /** Whether numbers leave no gaps. */
    final boolean sequential;

    private @Nullable String future;

    private PlainState(int slot, int open, Map<Integer, Seen> seen, boolean sequential) {
        this.slot = slot;
        this.open = open;
        this.seen = seen;
        this.sequential = sequential;
    }

    static PlainState begun(int slot, boolean sequential) {
        return new PlainState(slot, 0, Map.of(), sequential);
    }

    /** The same as a display of before buildx 0.11, whose numbers may leave gaps. */
    PlainState withGaps() {
        return new PlainState(slot, open, seen, false);
    }

    static PlainState of(int slot, int open, Map<Integer, Seen> seen, boolean sequential) {
        return new PlainState(slot, open, seen, sequential);
    }

    int next() {
        return seen.isEmpty() ? 1 : ((TreeMap<Integer, Seen>) seen).lastKey() + 1;
    }

    /** Whether all that ended did so in this build. */
    boolean isCertain() {
        return seen.values().stream().noneMatch(Seen::statusDoubtful);
    }

    /** Whether a line {@code #id name} can be a header here. */
    boolean canOpen(int id, String name) {
        if (open != 0) {
            return false;
        }
        Seen known = seen.get(id);
        if (known != null) {
            boolean reads = READS_DEFINITION.matcher(name).matches();
            return sameVertex(known, name) && !known.closed() && !(reads && hasSteps());
        }
        return (!sequential || id == next()) && fits(name) && !(name.startsWith("exporting to ") && stopped());
    }

    /** Whether a step failed or was canceled, so that there is no result to write. */
    private boolean stopped() {
        return seen.values().stream()
                .anyMatch(vertex -> vertex.place() != null
                        && (vertex.marks().contains("E") || vertex.marks().contains("X")));
    }

    private static boolean sameVertex(Seen one, String other) {
        if (CutName.same(one.name(), other)) {
            return true;
        }
        boolean flips = one.name().startsWith("[")
                && other.startsWith("[")
                && one.name().substring(one.name().indexOf(']') + 1).equals(other.substring(other.indexOf(']') + 1));
        Place here = one.place();
        Place there = flips ? Place.of(other) : null;
        return flips
                && (here == null
                        ? there == null
                        : there != null
                                && here.index().equals(there.index())
                                && here.total().equals(there.total()));
    }

    private boolean hasSteps() {
        return seen.values().stream().anyMatch(vertex -> vertex.place() != null);
    }

    /** Whether a Dockerfile with the steps seen can have that one too: a stage has one length, and one text at a place. */
    private boolean fits(String name) {
        Place place = Place.of(name);
        if (place == null) {
            return true;
        }
        for (Seen vertex : seen.values()) {
            Place known = vertex.place();
            if (known != null && known.stage().equals(place.stage())) {
                boolean samePlace = known.index().equals(place.index());
                if (!known.total().equals(place.total()) || (samePlace && !CutName.same(vertex.name(), name))) {
                    return false;
                }
            }
        }
        return true;
    }

    PlainState opened(int id, String name) {
        Seen known = seen.get(id);
        Map<Integer, Seen> more = seen;
        if (known == null) {
            more = new TreeMap<>(seen);
            more.put(id, new Seen(name));
        }
        return new PlainState(slot, id, more, sequential);
    }

    /** @param mark its letter; empty for {@code ...} */
    PlainState closed(String mark, String time) {
        Map<Integer, Seen> more = seen;
        Seen known = seen.get(open);
        if (!mark.isEmpty() && known != null) {
            more = new TreeMap<>(seen);
            more.put(open, known.ended(mark, time));
        }
        return new PlainState(slot, 0, more, sequential);
    }

    PlainState with(int id, Seen vertex) {
        Map<Integer, Seen> more = new TreeMap<>(seen);
        more.put(id, vertex);
        return new PlainState(slot, open, more, sequential);
    }

    /** All that decides which lines it can print next. */
    String future() {
        if (future == null) {
            future = written();
        }
        return future;
    }

    private String written() {
        StringBuilder key =
                new StringBuilder().append(open).append(sequential ? 's' : 'g').append(stopped() ? 'f' : ';');
        seen.forEach((id, vertex) -> key.append(id)
                .append(vertex.closed() ? '!' : vertex.marks().isEmpty() ? '-' : '+')
                .append(vertex.name())
                .append('\n'));
        return key.toString();
    }

    /** The same, with what is not told in this other way marked as doubtful. */
    PlainState or(PlainState other) {
        Map<Integer, Seen> merged = new TreeMap<>();
        seen.forEach((id, vertex) -> {
            @Nullable Seen there = other.seen.get(id);
            merged.put(id, vertex.or(there == null ? new Seen("") : there));
        });
        return new PlainState(slot, open, merged, sequential);
    }

    /** How much of it is told in the other too. */
    int likeness(PlainState other) {
        int same = 0;
        for (Map.Entry<Integer, Seen> vertex : seen.entrySet()) {
            Seen there = other.seen.get(vertex.getKey());
            same += there != null && there.name().equals(vertex.getValue().name()) ? 1 : 0;
        }
        return same;
    }
}
