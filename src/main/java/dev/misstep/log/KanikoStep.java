package dev.misstep.log;

import dev.misstep.build.Mark;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The step that a kaniko build is at, and what was heard of it. */
final class KanikoStep {
    /** All others change only a config, and are over when they are printed (kaniko, pkg/commands, MetadataOnly). */
    private static final Set<String> MAKES_FILES = Set.of("RUN", "COPY", "ADD", "WORKDIR");

    private static final String COMMAND_FAILS = "failed to execute command";

    /** What is said of the step printed last, since 0.17; before, the words are missing. */
    private static final Set<String> STEP_FAILS = Set.of(COMMAND_FAILS, "failed to take snapshot", "failed to save");

    final VertexNotes notes;
    private final @Nullable Instant start;
    private @Nullable Instant endStamp;
    /** Whether it was announced as a hit. */
    final boolean hitAhead;

    private boolean extracting;
    /** Whether the command of a RUN was started and prints. */
    boolean running;
    /** Whether that was so. */
    private boolean ran;
    /** Whether a command was started that cannot be its own. */
    private boolean anothersRun;

    private @Nullable String shell;
    private @Nullable String command;
    /** Whether it was told to have done its work. */
    private boolean ended;
    /** Whether a layer was told to be found that may be its own, or that of another. */
    private boolean doubtful;

    KanikoStep(VertexNotes notes, boolean hitAhead, boolean doubtful, @Nullable Instant start) {
        this.notes = notes;
        this.hitAhead = hitAhead;
        this.doubtful = doubtful;
        this.start = start;
        this.endStamp = start;
        this.ended = isOfConfig();
    }

    boolean isRun() {
        return "RUN".equals(notes.name.instruction());
    }

    private boolean isOfConfig() {
        String instruction = notes.name.instruction();
        return instruction != null && !MAKES_FILES.contains(instruction);
    }

    /** Whether nothing was heard of it but that it was announced as a hit and is begun. */
    boolean isSilentHit() {
        return hitAhead && !extracting && !doubtful && !ended;
    }

    /** Whether more is known of it than that it is begun, so that it is over where the log is. */
    boolean isHeardOf() {
        return ended || extracting;
    }

    /** Whether its layer was told to be found, or a command ran in the stage. */
    boolean needsFiles() {
        return extracting || ran || anothersRun;
    }

    /** Whether its status rests on what was announced alone, or on nothing. */
    boolean isBare() {
        return !extracting && !ran && !ended;
    }

    boolean isHit() {
        return extracting || (hitAhead && !ran);
    }

    /** @param what the rest of {@code Running: [/bin/sh -c make]}, {@code Cmd: /bin/sh}, {@code Args: [-c make]} */
    void runs(String what) {
        boolean its = !ended && isRun();
        running |= its && !hitAhead;
        ran |= running;
        doubtful |= its && hitAhead;
        if (what.startsWith("/")) {
            anothersRun |= !its || what.equals(shell) || what.equals(command); // each is said once
            command = what.endsWith("]") ? what : command;
            shell = what.endsWith("]") ? shell : what;
        }
    }

    /** The image is pushed: its command, if it had one, was told to have ended. */
    void pushes() {
        doubtful |= running;
    }

    /**
     * A layer is found.
     *
     * @param asked whether hits of the stage were announced
     * @return whether it can be its own
     */
    boolean extracts(boolean asked) {
        boolean its = !ran && !ended && !extracting && (hitAhead || !asked);
        extracting |= its;
        return its;
    }

    /** A layer is found which may be its own. */
    void mayExtract() {
        doubtful |= !ended && !extracting;
    }

    void snapshot(@Nullable Instant at) {
        doubtful |= hitAhead && !extracting; // of a hit none is taken
        if (running || !isRun()) {
            ended = true;
            running = false;
            endStamp = at;
        }
    }

    /**
     * It is over.
     *
     * @return whether its status is told
     */
    boolean finish(boolean localCache, @Nullable Instant at) {
        boolean hit = isHit();
        if (hit) {
            notes.fetched = extracting && !localCache;
        }
        mark(hit ? Mark.CACHED : Mark.DONE, ended && !hit && endStamp != null ? endStamp : at);
        boolean doubted = (doubtful && (hit || !ended)) || anothersRun;
        boolean untold = !extracting && (doubted || (!hit && isRun() && !ran));
        if (untold) {
            notes.withhold();
        }
        return !untold;
    }

    /** Whether an error that ends the build is not of this step, which is over, but of what comes next. */
    boolean isOverBefore(String error) {
        // the files of the next step are looked at before it is printed
        boolean between = ended && STEP_FAILS.stream().noneMatch(error::contains);
        boolean anothers = ended && !isOfConfig() && error.contains(COMMAND_FAILS);
        anothersRun |= anothers;
        return between || anothersRun;
    }

    void mark(Mark mark, @Nullable Instant at) {
        notes.mark(mark, start, at);
    }
}
