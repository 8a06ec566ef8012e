package dev.misstep.log;

import dev.misstep.build.Interval;
import dev.misstep.build.Mark;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The step that a classic build is at, and what was heard of it. A step that prints may print the builder's own words, so
 * that what ends it counts only once it does not go on.
 */
final class ClassicStep {
    final VertexNotes notes;
    private final BuildListener listener;
    private final @Nullable Instant start;
    /** Whether it prints text of its own, and so perhaps text like the builder's. */
    boolean prints;

    /** Whether nothing was said of it yet. */
    boolean fresh = true;
    /** The container it was last said to run in, or {@code null}. */
    @Nullable
    String container;
    /** Whether the last thing heard of it was its result. */
    boolean result;
    /** How many lines of output that is if it goes on, and if those were not counted yet. */
    private int resultLines;

    private @Nullable Instant resultStamp;
    /** What may have ended the build, if the step does not go on. */
    @Nullable
    String candidateError;

    /** Whether that is told of this very step, so that what follows is no output of its command. */
    boolean failed;
    /** Lines since then, which are output if the step goes on. */
    private int afterError;

    ClassicStep(VertexNotes notes, @Nullable Instant start, BuildListener listener) {
        this.notes = notes;
        this.start = start;
        this.listener = listener;
        this.prints = "RUN".equals(notes.name.instruction());
    }

    boolean isFrom() {
        return "FROM".equals(notes.name.instruction());
    }

    /** Whether it was said to run in that container. */
    boolean ranIn(String id) {
        return id.equals(container);
    }

    /** Whether it has a status. */
    boolean isMarked() {
        return !notes.marks.isEmpty();
    }

    /** Whether it is over, unless it goes on. */
    boolean ended() {
        return isMarked() || result;
    }

    /** Whether nothing more is to be heard of it. */
    boolean settled() {
        return ended() || candidateError != null;
    }

    /** @param lines how many of output that is if the step goes on */
    void result(@Nullable Instant at, int lines) {
        result = true;
        resultLines = lines;
        resultStamp = at;
    }

    /** A line that is no output, below what may be the end. */
    void belowError() {
        afterError++;
    }

    /** The step ended with that message, unless it goes on. */
    void suppose(String error, boolean ofThisStep) {
        if (prints) {
            notes.logLines += (result ? resultLines : 0) + (candidateError == null ? 0 : 1) + afterError;
            result = false;
        }
        candidateError = error;
        failed = ofThisStep;
        afterError = 0;
    }

    /** A line of output: what looked like the step's end was output too. */
    void output(String text) {
        if (prints && result) {
            result = false;
            notes.logLines += resultLines;
        }
        if (prints && candidateError != null) {
            candidateError = null; // of a command within the step
            notes.logLines++;
        }
        notes.logLines++;
        listener.output(notes.id, notes.name, text);
    }

    /**
     * It was followed by another, or by what ends a build: it has ended, even where an excerpt lost its last line. Where it
     * lost all of them, as {@code grep Step} does, it may have been a hit as well.
     */
    void endByNext(@Nullable Instant at) {
        if (!isMarked() && (result || container != null || mayEndSilently())) {
            if (prints && candidateError != null) {
                notes.logLines += 1 + afterError; // the step went on
            }
            end(Mark.DONE, result ? resultStamp : at);
        }
    }

    /** FROM has no hits; an ARG before it, and in the old releases a trigger, print nothing. */
    private boolean mayEndSilently() {
        return isFrom() || !notes.name.step() || notes.id.indexOf('.') >= 0;
    }

    void end(Mark mark, @Nullable Instant at) {
        notes.mark(mark);
        if (start != null && at != null) {
            notes.intervals.add(new Interval(start, at.isBefore(start) ? start : at));
        }
        listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
    }

    /** When its result was told, or {@code null}. */
    @Nullable
    Instant resultStamp() {
        return resultStamp;
    }

    @Nullable
    Instant start() {
        return start;
    }
}
