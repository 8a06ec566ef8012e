package dev.misstep.log;

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
    /** Whether a container of it was removed. */
    boolean removed;
    /** The image that it gave, or {@code null}. */
    @Nullable
    String image;
    /** Whether what is told of it may be of another step. */
    boolean doubtful;
    /** Whether its own first line may have been taken for one of the step above. */
    private final boolean belowSurplus;
    /** Number of the line below it that is nearly one of the builder's, or 0. */
    long damagedLine;
    /** Whether all that there is to say of it was said. */
    boolean closed;
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

    ClassicStep(VertexNotes notes, boolean belowSurplus, @Nullable Instant start, BuildListener listener) {
        this.notes = notes;
        this.belowSurplus = belowSurplus;
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

    /** Whether a container tells that it ran. */
    boolean isSeenToRun() {
        return container != null || removed;
    }

    /** Whether it ran, as far as is told: all but a copy, since 17.06, has a container. */
    private boolean isToldToRun() {
        boolean copies = "COPY".equals(notes.name.instruction()) || "ADD".equals(notes.name.instruction());
        boolean asksNothing = isFrom() || !notes.name.step();
        return asksNothing || isSeenToRun() || (copies && result && !belowSurplus && damagedLine == 0);
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

    /** It runs in that container: what looked like its result was output. */
    void runsIn(String id) {
        container = id;
        result &= !prints || isMarked();
    }

    /** @param lines how many of output that is if the step goes on */
    void result(String id, @Nullable Instant at, int lines) {
        image = id;
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

    /** It was followed by another, or by what ends a build: it has ended, even where an excerpt lost its last line. */
    void endByNext(@Nullable Instant at) {
        if (!isMarked()) {
            if (prints && candidateError != null) {
                notes.logLines += 1 + afterError; // the step went on
            }
            endWell(result ? resultStamp : at);
        }
    }

    /** It has ended, and it ran if that is told. */
    void endWell(@Nullable Instant at) {
        boolean ran = isToldToRun();
        result = true;
        if (ran) {
            end(Mark.DONE, at);
        }
    }

    void end(Mark mark, @Nullable Instant at) {
        notes.mark(mark, start, at);
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
