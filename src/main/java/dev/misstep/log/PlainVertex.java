package dev.misstep.log;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A vertex of a display that writes into one log with others: what was told of it, and how much of that is certain.
 *
 * @param digest what docker 20.10 prints below its header, or {@code null} where that is not known
 * @param marks a letter for each terminal word: D, C, X (canceled), E
 * @param times what the terminal lines told, seconds included; {@code ?} where they could be another build's
 * @param fetched whether layers were fetched under it
 * @param shared whether output of its number could be another build's
 * @param doubt what of it is otherwise in ways that were merged with this one
 */
record PlainVertex(
        String name,
        @Nullable Place place,
        @Nullable String digest,
        String marks,
        String times,
        boolean fetched,
        boolean shared,
        Doubt doubt) {
    // "[web linux/amd64 builder  2/12] RUN make": what stands before the number, the number, how many
    private static final Pattern STEP =
            Pattern.compile("\\[(?:([^\\]]{0,500}?) )? {0,6}(\\d{1,6})/(\\d{1,6})\\] .*", Pattern.DOTALL);
    private static final int MAX_MARKS = 20;

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
     * What may be otherwise.
     *
     * @param marks whether its marks could be another build's
     * @param absent whether its number may not have been printed yet
     * @param goesOn whether it may begin again although it seems to be over
     * @param names others that its number may have
     */
    record Doubt(boolean marks, boolean absent, boolean goesOn, Set<String> names) {
        static final Doubt NONE = new Doubt(false, false, false, Set.of());

        boolean named() {
            return absent || !names.isEmpty();
        }
    }

    PlainVertex(String name) {
        this(name, Place.of(name), null, "", "", false, false, Doubt.NONE);
    }

    /** A vertex as far as it was read. */
    static PlainVertex of(VertexNotes notes) {
        StringBuilder marks = new StringBuilder();
        notes.marks.forEach(mark -> marks.append(
                switch (mark.kind()) {
                    case DONE -> 'D';
                    case CACHED -> 'C';
                    case CANCELED -> 'X';
                    case ERROR -> 'E';
                }));
        return new PlainVertex(notes.name.text())
                .ended(marks.toString(), "")
                .withFetched(notes.fetched)
                .withDigest(notes.digest);
    }

    /** Whether nothing can begin again under this name: a step runs once. */
    boolean closed() {
        return !marks.isEmpty() && !marks.endsWith("C") && place != null && !name.contains("] FROM ");
    }

    boolean statusDoubtful() {
        return doubt.marks() || (fetched && shared);
    }

    /**
     * Whether it was found in the cache and ran, as a step whose result is downloaded: among several builds it is
     * rather one's hit and another's run.
     */
    boolean hitAndRun() {
        return place != null && marks.contains("C") && (marks.contains("D") || fetched);
    }

    /** Whether the step it surely is has ended so that nothing more is built. */
    boolean stopped() {
        return place != null && !doubt.marks() && !doubt.named() && (marks.contains("E") || marks.contains("X"));
    }

    /** Whether a header of its number with that name can be its own, printed once more. */
    boolean canReopen(String other) {
        return (isNamed(other) && (!closed() || doubt.goesOn()))
                || doubt.names().stream().anyMatch(known -> CutName.same(known, other));
    }

    /** What several targets share is named now after one, now after another. */
    private boolean isNamed(String other) {
        if (CutName.same(name, other)) {
            return true;
        }
        boolean flips = name.startsWith("[")
                && other.startsWith("[")
                && name.substring(name.indexOf(']') + 1).equals(other.substring(other.indexOf(']') + 1));
        Place there = flips ? Place.of(other) : null;
        return flips
                && (place == null
                        ? there == null
                        : there != null
                                && place.index().equals(there.index())
                                && place.total().equals(there.total()));
    }

    /** Whether a digest printed below its header can be its own. */
    boolean canHave(String other) {
        return digest == null || digest.equals(other);
    }

    /** The same where another way to give the lines to builds has given that; {@code null} where it has not its number. */
    PlainVertex or(@Nullable PlainVertex other) {
        if (other == null) {
            Doubt all = new Doubt(true, true, doubt.goesOn(), doubt.names());
            return new PlainVertex(name, place, null, marks, times, fetched, shared, all);
        }
        boolean sameName = name.equals(other.name);
        boolean goesOn = doubt.goesOn() || other.doubt.goesOn() || (sameName && closed() != other.closed());
        Set<String> names = doubt.names();
        if (!sameName || !other.doubt.names().isEmpty()) {
            names = new TreeSet<>(names);
            names.addAll(other.doubt.names());
            names.add(other.name);
            names.remove(name);
        }
        Doubt all = new Doubt(
                doubt.marks() || other.doubt.marks() || !marks.equals(other.marks) || !sameName,
                doubt.absent() || other.doubt.absent(),
                goesOn || other.doubt.names().contains(name),
                names);
        return new PlainVertex(
                name,
                place,
                Objects.equals(digest, other.digest) ? digest : null,
                marks,
                times.equals(other.times) ? times : "?",
                fetched || other.fetched,
                shared || other.shared || fetched != other.fetched,
                all);
    }

    /** It begins again under a name that it can have. */
    PlainVertex reopened(String as) {
        return isNamed(as) ? this : or(new PlainVertex(as));
    }

    PlainVertex ended(String mark, String time) {
        boolean kept = marks.length() < MAX_MARKS;
        return new PlainVertex(
                name,
                place,
                digest,
                kept ? marks + mark : marks,
                times.equals("?") ? times : time,
                fetched,
                shared,
                doubt);
    }

    PlainVertex withDigest(@Nullable String told) {
        return Objects.equals(told, digest)
                ? this
                : new PlainVertex(name, place, told, marks, times, fetched, shared, doubt);
    }

    PlainVertex withShared() {
        return shared ? this : new PlainVertex(name, place, digest, marks, times, fetched, true, doubt);
    }

    PlainVertex withFetched(boolean was) {
        return fetched || !was ? this : new PlainVertex(name, place, digest, marks, times, true, shared, doubt);
    }

    /** All of it that decides which lines can be printed next. */
    void writeFuture(StringBuilder key) {
        key.append(closed() ? '!' : marks.isEmpty() ? '-' : '+').append(name);
        if (digest != null) {
            key.append('\t').append(digest);
        }
        if (doubt.named() || doubt.goesOn()) {
            key.append('\t').append(doubt.absent()).append(doubt.goesOn()).append(doubt.names());
        }
        key.append('\n');
    }
}
