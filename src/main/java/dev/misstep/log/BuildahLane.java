package dev.misstep.log;

import dev.misstep.build.Mark;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One stage of a buildah build, which may be built beside others: the instruction it is at, and what became of that. */
final class BuildahLane {
    /** What was heard of an instruction. */
    enum Result {
        /** Nothing: it runs, or it is over in a build without layers. */
        NONE,
        /** The cache had it. */
        HIT,
        /** A remote cache had it. */
        PULLED,
        /** It ran and gave an image. */
        RAN,
        /** It is over, and which of several results is its own cannot be told. */
        UNKNOWN
    }

    /** The number of its stage from 0. */
    int index;

    final ClassicStages stages;
    BuildahLine step;
    VertexNotes notes;
    /** The step before in this stage's lines, or {@code null}. */
    @Nullable
    VertexNotes above;

    private @Nullable Instant start;

    /** A command may print what looks like a result: it holds once the step does not go on. */
    Result result = Result.NONE;

    private @Nullable Instant resultStamp;

    /** Whether a step of this stage was missed: buildah asks the cache no more then. */
    boolean missed;

    /** Whether nothing was printed since the step began that a command could have printed. */
    boolean fresh = true;

    /** Whether its step is over and it cannot be told how. */
    boolean lost;

    /** Whether what is told of its step may be of another one. */
    boolean doubtful;

    /** Number of the line below its step that is nearly one of buildah's, or 0. */
    long damagedLine;

    /** Whether the cache was said to have its step below one of its stage that ran. */
    boolean hitBelowMiss;

    final SupposedRuns supposed = new SupposedRuns();

    /** Whether the last image was printed in full, as until 1.5. */
    boolean fullImage;

    BuildahLane(ClassicStages stages, int index, BuildahLine step, VertexNotes notes, @Nullable Instant start) {
        this.stages = stages;
        this.index = index;
        this.step = step;
        this.notes = notes;
        this.start = start;
    }

    void begin(BuildahLine next, VertexNotes nextNotes, @Nullable Instant at) {
        step = next;
        above = notes;
        notes = nextNotes;
        start = at;
        result = Result.NONE;
        resultStamp = null;
        fresh = true;
        lost = false;
        doubtful = false;
        damagedLine = 0;
        hitBelowMiss = false;
    }

    boolean isFrom() {
        return "FROM".equals(notes.name.instruction());
    }

    /** Whether its step prints text of its own, and so perhaps text like the builder's. */
    boolean prints() {
        return "RUN".equals(notes.name.instruction());
    }

    /** Whether nothing more is to be heard of its step. */
    boolean isOver() {
        return lost || !notes.marks.isEmpty();
    }

    /** Whether its step has no result yet. */
    boolean isOpen() {
        return !isOver() && result == Result.NONE;
    }

    /** Whether a cache had its step. */
    boolean isHit() {
        return result == Result.HIT || result == Result.PULLED;
    }

    /** Whether its step is the last of its stage. */
    boolean isLast() {
        return step.total() != null && step.number() >= step.total();
    }

    void heard(Result heard, @Nullable Instant at) {
        result = heard;
        resultStamp = at;
    }

    /** The step goes on, so that what looked like its result was output. */
    void takeBack() {
        notes.logLines++;
        result = Result.NONE;
        resultStamp = null;
    }

    /**
     * The step is over.
     *
     * @param at when that was seen; its result may have been stamped before
     */
    void finish(@Nullable Instant at) {
        switch (result) {
            case UNKNOWN -> lost = true;
            case HIT, PULLED -> {
                notes.fetched = result == Result.PULLED;
                end(Mark.CACHED, resultStamp);
            }
            case RAN -> end(Mark.DONE, resultStamp);
            case NONE -> end(Mark.DONE, at);
        }
        missed |= !isFrom() && (result == Result.RAN || result == Result.NONE);
    }

    /** Whether its step, which is over, cannot be told to be what was heard of it: a hit prints nothing. */
    boolean isDoubtful() {
        return !isFrom() && (doubtful || (damagedLine > 0 && notes.logLines == 0));
    }

    /** Its step's end was output: it failed. */
    void failAfterAll(String message, @Nullable Instant at) {
        notes.withhold();
        fail(message, at);
    }

    void fail(String message, @Nullable Instant at) {
        end(Mark.failure(message), at);
    }

    private void end(Mark mark, @Nullable Instant at) {
        notes.mark(mark, start, at);
    }
}
