package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Format;
import dev.misstep.build.Interval;
import dev.misstep.build.Mark;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.StatusRule;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A build while it is read: the notes on its vertices and what was said of it as a whole. */
final class BuildDraft {
    /** How many diagnostics a build keeps; a hostile log could earn one a line. */
    private static final int MAX_DIAGNOSTICS = 100;

    /** How many vertices a build keeps; the largest seen in the wild has under a tenth of it. */
    static final int MAX_VERTICES = 20_000;

    // "[web internal] load build definition", "[web auth] library/node:pull token", "[web] exporting to image"
    private static final Pattern OF_TARGET =
            Pattern.compile("^\\[([^\\s\\]/]+)(?: (?:internal|auth|context \\S+))?\\] .*");
    private static final Set<String> NO_TARGETS = Set.of("internal", "auth", "context", "policy");

    /** Formats whose names are the Dockerfile's own lines, taken apart by their parsers. */
    private static final Set<Format> NUMBERS_INSTRUCTIONS = EnumSet.of(Format.CLASSIC, Format.BUILDAH, Format.KANIKO);

    final Format format;
    final long firstLine;
    /** Whether its times are the builder's own, not those at which a CI saw lines. */
    boolean exactClock;

    final Map<String, VertexNotes> vertices = new LinkedHashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    /** What the builder said of the whole build at its end, or {@code null}. */
    @Nullable
    String error;
    /** Whether the builder said that it was over and well. */
    boolean succeeded;

    /** Whether something was said that is said only when a build is over. */
    boolean ended;

    boolean canceled;

    /** The target where the source tells it apart from the names of vertices, or {@code null}. */
    @Nullable
    String target;

    /** From beginning to end on the wall, as the source prints it, or {@code null}. */
    @Nullable
    Double printedSeconds;

    /** Whether its lines tell the builder's own times. */
    private boolean ownTimes;

    private boolean full;
    private @Nullable Instant firstStamp;
    private @Nullable Instant lastStamp;

    BuildDraft(Format format, long firstLine) {
        this.format = format;
        this.firstLine = firstLine;
        this.exactClock = format == Format.RAWJSON || format == Format.ENGINE || format == Format.DOCKERBUILD;
    }

    void stamp(@Nullable Instant at) {
        if (at != null && !ownTimes) {
            firstStamp = firstStamp == null || at.isBefore(firstStamp) ? at : firstStamp;
            lastStamp = lastStamp == null || at.isAfter(lastStamp) ? at : lastStamp;
        }
    }

    /** The builder's own times are printed: those of a CI say nothing more. */
    void hasExactClock() {
        exactClock = true;
        ownTimes = true;
        firstStamp = null;
        lastStamp = null;
    }

    void diagnose(long line, String message) {
        if (diagnostics.size() < MAX_DIAGNOSTICS) {
            diagnostics.add(new Diagnostic(line, message));
        }
    }

    /** Notes on a vertex that is named for the first time. Beyond {@link #MAX_VERTICES} they are not kept. */
    VertexNotes vertex(String id, StepName name, long line) {
        VertexNotes notes = new VertexNotes(id, name, line);
        if (vertices.size() < MAX_VERTICES) {
            vertices.put(id, notes);
        } else {
            tooMany(line);
        }
        return notes;
    }

    void tooMany(long line) {
        if (!full) {
            full = true;
            diagnose(line, "only the first " + MAX_VERTICES + " vertices of this build were read");
        }
    }

    /** The build as it is known now. */
    Build build(String source, int ordinal, String wrapper, Clock clock) {
        return build(source, ordinal, wrapper, clock, new NamePool());
    }

    /** The build as it is known now, one of several that share names. */
    Build build(String source, int ordinal, String wrapper, Clock clock, NamePool names) {
        Set<String> targets = targets();
        for (VertexNotes notes : vertices.values()) {
            if (!NUMBERS_INSTRUCTIONS.contains(format)) {
                notes.name = names.name(notes.name.text(), targets);
            }
        }
        boolean keyError = hasKeyError();
        Instant begin = begin();
        List<Vertex> finished = new ArrayList<>();
        for (VertexNotes notes : vertices.values()) {
            finished.add(notes.vertex(names.id(notes.id), begin, keyError));
        }
        Instant end = end();
        Double seconds = printedSeconds;
        if (seconds == null && begin != null && end != null) {
            seconds = Interval.seconds(Duration.between(begin, end));
        }
        Outcome outcome = outcome(finished);
        List<Diagnostic> notes = new ArrayList<>(diagnostics);
        if (outcome == Outcome.INCOMPLETE) {
            notes.add(new Diagnostic(0, "the log ends before the build does"));
        }
        return new Build(
                Integer.toString(ordinal),
                source,
                ordinal,
                firstLine,
                format,
                wrapper,
                begin == null ? Clock.NONE : clock,
                target == null && targets.size() == 1 ? targets.iterator().next() : target,
                outcome,
                begin,
                seconds,
                outcome == Outcome.SUCCEEDED ? null : reason(finished),
                finished,
                notes);
    }

    /** Whether it failed before the cache key of a step was known. */
    boolean hasKeyError() {
        return isKeyError(error) || vertices.values().stream().anyMatch(notes -> isKeyError(notes.error()));
    }

    private static boolean isKeyError(@Nullable String message) {
        return message != null && StatusRule.isKeyError(message);
    }

    private @Nullable String reason(List<Vertex> finished) {
        if (error != null) {
            return error;
        }
        for (Vertex vertex : finished) {
            if (vertex.status() == Status.FAILED && !isCacheWork(vertex.name())) {
                return vertex.error();
            }
        }
        return null;
    }

    private Outcome outcome(List<Vertex> finished) {
        if (canceled || (error != null && Mark.failure(error).kind() == Mark.Kind.CANCELED)) {
            return Outcome.CANCELED;
        }
        if (error != null) {
            return Outcome.FAILED;
        }
        boolean failed = finished.stream().anyMatch(v -> v.status() == Status.FAILED && !isCacheWork(v.name()));
        if (succeeded && !failed) {
            return Outcome.SUCCEEDED;
        }
        if (failed) {
            return Outcome.FAILED;
        }
        if (finished.stream().anyMatch(vertex -> vertex.status() == Status.UNFINISHED)) {
            return Outcome.INCOMPLETE;
        }
        if (finished.stream().anyMatch(vertex -> vertex.status() == Status.CANCELED)) {
            return Outcome.CANCELED;
        }
        boolean exported = finished.stream().anyMatch(v -> isExport(v.name().text()) && v.status() == Status.EXECUTED);
        return exported || ended ? Outcome.SUCCEEDED : Outcome.INCOMPLETE;
    }

    /** Reading or writing a cache may fail without the build failing. */
    static boolean isCacheWork(StepName name) {
        String text = name.text();
        return text.contains("importing cache manifest from ")
                || text.contains("exporting cache")
                || text.contains(" Cache");
    }

    /** Whether a vertex writes the result of a build, after which nothing is left but its cache. */
    static boolean isExport(String name) {
        return name.contains("exporting to ") && !name.contains("Cache") && !name.contains("cache");
    }

    private Set<String> targets() {
        Set<String> targets = new TreeSet<>();
        for (VertexNotes notes : vertices.values()) {
            Matcher matcher = OF_TARGET.matcher(notes.name.text());
            boolean plainBracket = notes.name.index() != null;
            if (!plainBracket && matcher.matches() && !NO_TARGETS.contains(matcher.group(1))) {
                targets.add(matcher.group(1));
            }
        }
        return targets;
    }

    private @Nullable Instant begin() {
        Instant begin = firstStamp;
        for (VertexNotes notes : vertices.values()) {
            for (Interval interval : notes.intervals) {
                begin = begin == null || interval.start().isBefore(begin) ? interval.start() : begin;
            }
        }
        return begin;
    }

    private @Nullable Instant end() {
        Instant end = lastStamp;
        for (VertexNotes notes : vertices.values()) {
            for (Interval interval : notes.intervals) {
                end = end == null || interval.end().isAfter(end) ? interval.end() : end;
            }
        }
        return end;
    }
}
