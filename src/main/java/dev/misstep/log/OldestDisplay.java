package dev.misstep.log;

import dev.misstep.build.Interval;
import dev.misstep.build.LikeText;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The events of docker 18.06 and 18.09, {@code #5      started: 2018-11-05 10:11:12.123456789 +0000 UTC}: a line for each
 * fact of a vertex that changed (BuildKit 0.3 and 0.4, progressui/display.go, triggerVertexEvent). There are no words
 * that end a vertex, but the builder's own times. Whether what {@code completed:} ends was cached or failed is told
 * after it, so that it counts only once something else follows.
 */
final class OldestDisplay {
    private static final Pattern EVENT =
            Pattern.compile(" {0,13}(digest|name|started|completed|duration|cached|error): (.*)", Pattern.DOTALL);
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    // "40ms", "4.414748094s", "301.27µs", "1m2.5s"
    private static final Pattern DURATION =
            Pattern.compile("(?:\\d{1,5}h)?(?:\\d{1,2}m)?\\d{1,9}(?:\\.\\d{1,9})?[mnµ]?s");

    /** An event at the end of a line of output that has no end itself: {@code #5 0.123 no end#5    completed: 2018-…}. */
    static final Pattern GLUED =
            Pattern.compile(".*#(\\d{1,6}) ( {2,10}(?:completed|started|cached|error): [^#]{4,60000})", Pattern.DOTALL);

    /** What is said of an end below it. */
    private static final Set<String> AFTER_END = Set.of("cached", "error");

    /** No longer line is looked at for damage. */
    private static final int MAX_DAMAGED = 4_000;

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

    private final BiConsumer<VertexNotes, Mark> ends;
    private final Map<String, Told> told = new HashMap<>();
    /** The vertex that has completed, but of which cached or error may still be told. */
    private @Nullable VertexNotes ending;

    private boolean certain;
    /** Whether {@code duration: 0s} was the last that was said. */
    private boolean instant;

    private boolean active;

    /** @param ends hears how a vertex ended, which has still to be noted */
    OldestDisplay(BiConsumer<VertexNotes, Mark> ends) {
        this.ends = ends;
    }

    /** Whether this display is one of these, as the first event below a header shows. */
    boolean active() {
        return active;
    }

    /** Whether the text has the form of an event. */
    static boolean isEvent(String rest) {
        Matcher event = EVENT.matcher(rest);
        return event.matches()
                && switch (event.group(1)) {
                    case "digest" -> DIGEST.matcher(event.group(2)).matches();
                    case "name", "error" -> event.group(2).startsWith("\"");
                    case "started", "completed" -> GoText.time(event.group(2)) != null;
                    case "duration" -> DURATION.matcher(event.group(2)).matches();
                    default -> event.group(2).equals("true") || event.group(2).equals("false");
                };
    }

    /** Whether the text introduces a vertex that was introduced before, as only another display can. */
    boolean isAnother(String id, String rest) {
        Told vertex = active ? told.get(id) : null;
        return vertex != null
                && vertex.named
                && rest.startsWith("  ")
                && rest.stripLeading().startsWith("digest: ");
    }

    /** Whether a line may be an event of how a vertex ended, and is damaged. */
    static boolean mayBeEvent(String text) {
        return text.length() < MAX_DAMAGED
                && (LikeText.holds(text, "     cached: true") || LikeText.holds(text, "      error: \""));
    }

    /** Takes an event of that vertex; false where the text is none. */
    boolean accept(VertexNotes notes, String rest) {
        VertexNotes before = ending;
        if (notes != ending) {
            settle();
        }
        Matcher event = EVENT.matcher(rest);
        if (!event.matches()) {
            return false;
        }
        active = true;
        Told vertex = told.computeIfAbsent(notes.id, id -> new Told());
        if (notes != before
                && AFTER_END.contains(event.group(1))
                && !event.group(2).equals("false")) {
            // nothing but its end stands above it: its number is damaged, or what stood between is
            notes.doubt().ofWords();
            if (before != null) {
                before.doubt().ofWords();
            }
        }
        event(notes, vertex, event.group(1), event.group(2));
        return true;
    }

    private void event(VertexNotes notes, Told vertex, String label, String value) {
        switch (label) {
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
                certain = notes == ending
                        && vertex.completed != null
                        && DURATION.matcher(value).matches();
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
