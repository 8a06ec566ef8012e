package dev.misstep.log;

import dev.misstep.build.Interval;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of docker 18.06 and 18.09, {@code #5      started: 2018-11-05 10:11:12.123456789 +0000 UTC}: a line for each
 * fact of a vertex that changed (BuildKit 0.3 and 0.4, progressui/display.go, triggerVertexEvent). There are no words
 * that end a vertex, but the builder's own times. Whether what {@code completed:} ends was cached or failed is told
 * after it, so that it counts only once something else follows.
 */
final class OldestDisplay {
    /** What is known of one vertex beyond its notes. */
    private static final class Told {
        @Nullable
        Instant started;

        @Nullable
        Instant completed;

        /** Whether its digest was told, which one display does once. */
        boolean named;

        boolean cached;
        String error = "";
        /** Whether the stretch that began last has its mark, which a repetition replaces. */
        boolean marked;
    }

    private final BuildDraft draft;
    private final BiConsumer<VertexNotes, Mark> ends;
    private final Map<String, Told> told = new HashMap<>();
    /** The vertex that has completed, but of which cached or error may still be told. */
    private @Nullable VertexNotes ending;

    private boolean certain;
    /** Whether {@code duration: 0s} was the last that was said. */
    private boolean instant;

    private boolean active;

    /** The line of output read last, which may have an event at its end. */
    private @Nullable String endOfOutput;

    /** @param ends hears how a vertex ended, which has still to be noted */
    OldestDisplay(BuildDraft draft, BiConsumer<VertexNotes, Mark> ends) {
        this.draft = draft;
        this.ends = ends;
    }

    /** Whether this display is one of these, as the first event below a header shows. */
    boolean active() {
        return active;
    }

    /** Whether the text introduces a vertex that was introduced before, as only another display can. */
    boolean isAnother(String id, String rest) {
        Told vertex = active ? told.get(id) : null;
        return vertex != null
                && vertex.named
                && rest.startsWith("  ")
                && rest.stripLeading().startsWith("digest: ");
    }

    /** That line of output was read. */
    void output(String line) {
        endOfOutput = active ? line : null;
    }

    /** Takes what a display like this may print below a header; false where the text is no event. */
    boolean accept(VertexNotes notes, String rest) {
        if (!active) {
            if (!OldestEvent.isEvent(rest)) {
                return false;
            }
            draft.hasExactClock();
        }
        // the next event of the group tells that what stands at the end of its output was one
        String glued = endOfOutput == null ? null : OldestEvent.gluedTo(endOfOutput, notes.id);
        endOfOutput = null;
        if (glued != null && OldestEvent.isEvent(rest)) {
            take(notes, glued);
        }
        if (take(notes, rest)) {
            return true;
        }
        if (rest.startsWith(" ") || OldestEvent.mayBeEvent(rest)) {
            doubt(); // "#5       cach": the file ends within it, or it is damaged
        } else {
            settle();
        }
        return false;
    }

    /**
     * A line without a number was read.
     *
     * @param cut whether the file ends within it
     */
    void unnumbered(String text, boolean cut) {
        if ((cut && !text.isBlank()) || text.startsWith("#") || (active && OldestEvent.mayBeEvent(text))) {
            doubt(); // "#5" of an event that is cut, or what a CI puts before one
        } else {
            settle();
        }
    }

    private boolean take(VertexNotes notes, String rest) {
        VertexNotes before = ending;
        if (notes != ending) {
            settle();
        }
        OldestEvent event = OldestEvent.of(rest);
        if (event == null) {
            return false;
        }
        active = true;
        Told vertex = told.computeIfAbsent(notes.id, id -> new Told());
        if (notes != before && event.isOfEnd()) {
            // nothing but its end stands above it: its number is damaged, or what stood between is
            notes.doubt().ofWords();
            if (before != null) {
                before.doubt().ofWords();
            }
        }
        take(notes, vertex, event);
        return true;
    }

    private void take(VertexNotes notes, Told vertex, OldestEvent event) {
        String value = event.value();
        switch (event.label()) {
            case "name" -> {
                String name = GoText.unquote(value);
                if (name != null) {
                    notes.name = StepName.parse(VertexNotes.limited(name));
                }
            }
            case "started" -> {
                settle();
                vertex.started = GoText.time(value);
                vertex.completed = null;
                vertex.marked = false;
            }
            case "completed" -> {
                settle();
                vertex.completed = GoText.time(value);
                ending = notes;
                certain = false;
            }
            case "duration" -> {
                instant = value.equals("0s");
                certain = notes == ending && vertex.completed != null && event.isDuration();
            }
            case "cached" -> {
                instant = false;
                vertex.cached = value.equals("true");
                certain &= vertex.cached || value.equals("false");
            }
            case "error" -> {
                String error = GoText.unquote(value);
                certain &= error != null; // a message that is cut could be that of a canceled step
                vertex.error = error == null ? "" : error;
            }
            default -> vertex.named = true;
        }
    }

    /** The log is over, perhaps too early: what took no time was found in the cache, but that was not told any more. */
    void close() {
        if (instant) {
            doubt();
        }
        settle();
    }

    /** The line read is none of the events that may follow a vertex' end: what was said stands. */
    void settle() {
        VertexNotes notes = ending;
        ending = null;
        Told vertex = notes == null ? null : told.get(notes.id);
        if (notes == null || vertex == null || !certain) {
            return;
        }
        if (vertex.marked && !notes.marks.isEmpty()) {
            notes.marks.remove(notes.marks.size() - 1);
        }
        vertex.marked = true;
        Instant from = vertex.started;
        Instant to = vertex.completed;
        if (from != null && from.equals(to) && !vertex.cached && vertex.error.isEmpty()) {
            notes.doubt().ofWords(); // to the nanosecond, as nothing that runs
            draft.diagnose(
                    notes.line,
                    "#" + notes.id
                            + " took no time, and no line says that it was cached: one is missing; shown as unfinished");
        }
        if (from != null && to != null && !to.isBefore(from)) {
            notes.intervals.add(new Interval(from, to));
        }
        ends.accept(
                notes, vertex.error.isEmpty() ? (vertex.cached ? Mark.CACHED : Mark.DONE) : Mark.failure(vertex.error));
    }

    /** The line read may be the beginning of an event that is cut: what was said of the vertex' end may not be all. */
    void doubt() {
        ending = null;
    }
}
