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
import dev.misstep.log.wrapper.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A build while it is read: the notes on its vertices and what was said of it as a whole. */
final class BuildDraft {
    /** How many diagnostics a build keeps; a hostile log could earn one a line. */
    private static final int MAX_DIAGNOSTICS = 100;

    /** How many vertices a build keeps; the largest seen in the wild has under a tenth of it. */
    static final int MAX_VERTICES = 20_000;

    /** Formats whose names are the Dockerfile's own lines, taken apart by their parsers. */
    private static final Set<Format> NUMBERS_INSTRUCTIONS = EnumSet.of(Format.CLASSIC, Format.BUILDAH, Format.KANIKO);

    // solver/llbsolver/bridge.go and export.go, and Name() in cache/remotecache, of BuildKit 0.3 to 0.31
    private static final List<String> CACHE_WORK = List.of(
            "importing cache manifest from ",
            "exporting cache",
            "exporting content cache",
            "exporting inline cache",
            "exporting to GitHub ",
            "preparing layers for inline cache",
            "preparing build cache for export");

    private static final String EXPORT = "exporting to ";

    /** Less of a name may be that of anything. */
    private static final int CUT_FROM = "importing ".length();

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

    /** Whether a vertex failed of which it is not known which one it is. */
    boolean failedSomewhere;

    /** The target where the source tells it apart from the names of vertices, or {@code null}. */
    @Nullable
    String target;

    /** From beginning to end on the wall, as the source prints it, or {@code null}. */
    @Nullable
    Double printedSeconds;

    /** Digests of which something was told, and which are those of no vertex. */
    final Set<String> strangers = new HashSet<>();

    /** The targets that its display builds; {@code null} where its own vertices tell them all. */
    private @Nullable Set<String> ofDisplay;

    /** Ids of hits that another target's failure may have announced. */
    private final Set<String> doubtfulHits = new HashSet<>();

    /** The line within which the log ends, or {@code null} where it ends with a line. */
    private @Nullable String lastLine;

    final KeyErrors keyErrors = new KeyErrors(this);

    private boolean full;
    private @Nullable Instant firstStamp;
    private @Nullable Instant lastStamp;

    BuildDraft(Format format, long firstLine) {
        this.format = format;
        this.firstLine = firstLine;
        this.exactClock = format == Format.RAWJSON || format == Format.ENGINE || format == Format.DOCKERBUILD;
    }

    /** A CI saw a line of the build then, which counts where the builder tells no times itself. */
    void stamp(@Nullable Instant at) {
        if (!exactClock) {
            ran(at);
        }
    }

    /** The build ran at that moment. */
    void ran(@Nullable Instant at) {
        if (at != null) {
            firstStamp = firstStamp == null || at.isBefore(firstStamp) ? at : firstStamp;
            lastStamp = lastStamp == null || at.isAfter(lastStamp) ? at : lastStamp;
        }
    }

    /** The builder's own times are printed: those of a CI say nothing more. */
    void hasExactClock() {
        exactClock = true;
        firstStamp = null;
        lastStamp = null;
    }

    void diagnose(long line, String message) {
        if (diagnostics.size() < MAX_DIAGNOSTICS) {
            diagnostics.add(new Diagnostic(line, message));
        }
    }

    /** Tells of the build as a whole what may have been told already. */
    void diagnoseOnce(String message) {
        if (diagnostics.stream().noneMatch(told -> told.message().equals(message))) {
            diagnose(0, message);
        }
    }

    /** The log ends within that line: an error in it may be the beginning of one. */
    void endsWithin(String line) {
        lastLine = line;
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
            if (ofDisplay != null && target != null) {
                notes.nameAfter(target, targets);
            }
            if (!NUMBERS_INSTRUCTIONS.contains(format)) {
                notes.name = names.name(notes.name.text(), targets);
            }
        }
        boolean keyError = hasKeyError() && !keyErrors.mayBeOfAnother();
        boolean undecided = lastLine != null && !keyError && keyErrors.mayFollow(lastLine);
        boolean damaged = !keyError && keyErrors.mayBeTold();
        Instant begin = begin();
        List<Vertex> finished = new ArrayList<>();
        for (VertexNotes notes : vertices.values()) {
            boolean doubtful = keyError || doubtfulHits.contains(notes.id);
            if ((undecided || damaged) && StatusRule.afterKeyError(notes.name, notes.status()) == Status.SKIPPED) {
                notes.withhold();
            }
            finished.add(notes.vertex(names.id(notes.id), begin, doubtful, vertices.keySet()));
        }
        Instant end = end();
        Double seconds = printedSeconds;
        if (seconds == null && begin != null && end != null) {
            seconds = Interval.seconds(Duration.between(begin, end));
        }
        Outcome outcome = outcome(finished);
        List<Diagnostic> notes = new ArrayList<>(diagnostics);
        if (undecided) {
            notes.add(
                    new Diagnostic(
                            0,
                            "the log ends within an error: if it is that of a cache key, CACHED is no hit; shown as unfinished"));
        }
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
                begin != null && LogLine.isDated(begin) ? begin : null,
                seconds,
                outcome == Outcome.SUCCEEDED ? null : reason(finished),
                finished,
                notes);
    }

    /** Whether it failed before the cache key of a step was known. */
    boolean hasKeyError() {
        return keyErrors.told();
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
        boolean failed = finished.stream().anyMatch(v -> v.status() == Status.FAILED && !isCacheWork(v.name()));
        if (KeyErrors.isOpen(error, lastLine) && !failed) {
            return Outcome.INCOMPLETE; // "ERROR: failed to solve: Cance"
        }
        if (error != null || failedSomewhere) {
            return Outcome.FAILED;
        }
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
        String text = withoutTarget(name.text());
        return name.index() == null
                && CACHE_WORK.stream().anyMatch(begin -> text.startsWith(begin) || isCut(text, begin));
    }

    /** Whether a vertex writes the result of a build, after which nothing is left but its cache. */
    static boolean isExport(String name) {
        String text = withoutTarget(name);
        return text.startsWith(EXPORT)
                && CACHE_WORK.stream().noneMatch(begin -> text.startsWith(begin) || isCut(text, begin));
    }

    private static String withoutTarget(String name) {
        int end = name.startsWith("[") ? name.indexOf("] ") : -1;
        return end < 0 ? name : name.substring(end + "] ".length());
    }

    /** Whether a text is what a narrow terminal shows of names that begin so, and of no other's. */
    private static boolean isCut(String text, String begin) {
        return text.length() >= CUT_FROM && begin.startsWith(text) && !EXPORT.startsWith(text);
    }

    /** The targets built, as far as names tell them. */
    Set<String> targets() {
        if (ofDisplay != null) {
            return ofDisplay;
        }
        Set<String> targets = new TreeSet<>();
        for (VertexNotes notes : vertices.values()) {
            String target = notes.name.index() == null ? TargetName.certain(notes.name.text()) : null;
            if (target != null) {
                targets.add(target);
                targets.addAll(notes.formerTargets());
            }
        }
        return targets;
    }

    /** Whether its names are BuildKit's, so that they may tell targets. */
    boolean namesTargets() {
        return !NUMBERS_INSTRUCTIONS.contains(format);
    }

    /** The beginning of the draft of one of the targets, which has no vertices yet. It starts when the display does. */
    BuildDraft ofTarget(String one, long line, Set<String> all) {
        BuildDraft part = new BuildDraft(format, line);
        part.exactClock = exactClock;
        part.diagnostics.addAll(diagnostics);
        part.target = one;
        part.keyErrors.inherit(keyErrors);
        part.ofDisplay = all;
        part.firstStamp = begin();
        return part;
    }

    /** Takes a vertex of the display that this target was built in. */
    void share(VertexNotes notes, BuildDraft display) {
        vertices.put(notes.id, notes);
        Instant last = notes.marks.isEmpty() ? display.lastStamp : notes.lastEnd();
        if (last != null) {
            lastStamp = lastStamp == null || last.isAfter(lastStamp) ? last : lastStamp;
        }
    }

    /** Whether a last word repeats what one of its vertices failed with: that on a canceled build does not. */
    boolean failedWith(String lastWord) {
        return vertices.values().stream()
                .map(VertexNotes::error)
                .anyMatch(told -> told != null && lastWord.contains(told));
    }

    /** Whether its result was written. */
    boolean hasWrittenResult() {
        return vertices.values().stream()
                .anyMatch(notes -> isExport(notes.name.text()) && notes.status() == Status.EXECUTED);
    }

    /** Whether its hits were hits or skipped cannot be told. */
    void doubtHits() {
        for (VertexNotes notes : vertices.values()) {
            if (notes.status().isHit()) {
                notes.withhold();
                diagnose(notes.line, "whether " + notes.name.text() + " was a hit or skipped cannot be told");
            }
        }
    }

    /** The builder may have announced that hit for another target, whose step's key it could not compute. */
    void doubtHit(String id) {
        doubtfulHits.add(id);
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
