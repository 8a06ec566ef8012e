package dev.misstep.log;

import dev.misstep.build.Mark;
import dev.misstep.build.Status;
import dev.misstep.build.StatusRule;
import dev.misstep.build.StepName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the frames have told of one vertex so far. */
final class TtyVertex {
    /** Whether a vertex has ended. The display has a word for some ends only. */
    enum Ended {
        YES,
        NO,
        UNKNOWN
    }

    /** How many ends are kept; the first ones and the last tell the status. */
    private static final int MAX_ENDS = 20;

    // "importing cache manifest from example.org/x", "[web] importing ca"
    private static final Pattern ASKS = Pattern.compile("^(?:\\[[^\\]]{1,200}\\] )?importing c");

    // names that tell what is not of a Dockerfile; any other that has no index is damaged
    private static final Pattern OVERHEAD = Pattern.compile(
            "\\[(?:[^\\]]{1,200} )?(?:internal|auth)\\b|\\[auth\\]|(?:\\[[^\\]]{1,200}\\] )?(?:exporting |importing |resolve |resolving |docker-image://"
                    + "|FROM |preparing |merging |pushing |set context |https?://|git://|local://|oci-layout://)");

    /** How many names of targets are kept. */
    private static final int MAX_TARGETS = 100;

    /** By how much a running row's seconds and the header's may differ in what they grew: both are rounded. */
    private static final double ROUNDING = 0.25;

    /** Where it was first seen, from 1. */
    final long line;

    TtyName name;
    Ended ended = Ended.UNKNOWN;
    final TtyTransfers transfers = new TtyTransfers();
    /** Whether its last row was too narrow for rows of transfers below it. */
    private boolean transfersMayHide;
    /** The most lines of output shown at once, or quoted after a failure. There may have been more. */
    int lines;

    /** The number of the last frame it stands in, and in how many it does. */
    int frame;

    int frames;
    /** Where its last row stands. */
    long row;
    /** Whether its last row is damaged, or it has none where all have. */
    boolean damaged;

    @Nullable
    Double seconds;

    private final Set<String> formerTargets = new LinkedHashSet<>();
    private final List<Mark.Kind> ends = new ArrayList<>();
    private double seenAt;

    TtyVertex(TtyRow row) {
        this.line = row.line;
        this.name = row.name;
    }

    /** A row calls it that: by another part of its name, or after another of the targets that share it. */
    void names(TtyName shown) {
        if (name.fits(shown)) {
            name = name.fuller(shown);
            return;
        }
        String before = TargetName.possible(name.text());
        if (before != null && formerTargets.size() < MAX_TARGETS) {
            formerTargets.add(before);
        }
        name = shown;
    }

    /** Takes its row of another frame. Whether it has ended is decided with the whole frame known. */
    void shows(TtyRow row, TtyFrame frame, boolean whole, boolean coloursTell) {
        TtyHeader header = frame.header;
        Ended before = ended;
        Double secondsBefore = seconds;
        frames++;
        damaged = row.damaged;
        this.row = row.line;
        if (damaged) {
            return; // how it stands is told by another frame, or not at all
        }
        // below a row that runs there may be a part of another, whose own row gave way: wrapHeight
        boolean own = whole || row.word != null || (coloursTell && row.coloured);
        if (own) {
            transfers.of(row);
        } else {
            transfers.near(row);
        }
        // what is fetched takes time, and as much as its parts do
        boolean still = before == Ended.YES && row.seconds != null && row.seconds.equals(secondsBefore);
        if (row.fetched && transfers.gained() && (still || row.partTookLonger)) {
            transfers.doubt();
        }
        transfersMayHide = frame.mayHideTransfers(row);
        lines = Math.max(lines, row.windowLines);
        seconds = row.seconds == null ? seconds : row.seconds;
        if (row.word != null) {
            ended = Ended.YES;
        } else if (row.windowLines > 0) {
            ended = Ended.NO;
        } else if (coloursTell) {
            ended = row.coloured ? Ended.YES : Ended.NO;
        } else if (before == Ended.YES && row.seconds != null && row.seconds.equals(secondsBefore)) {
            ended = Ended.YES;
        } else {
            ended = stoodStill(secondsBefore, header) ? Ended.YES : Ended.UNKNOWN;
        }
        seenAt = header == null ? 0 : header.seconds();
        if (ended == Ended.YES) {
            end(row.word == null ? Mark.Kind.DONE : row.word);
        }
    }

    /** A frame leaves it out, or does not tell which row is its: most often because it has ended. */
    void isHidden() {
        ended = ended == Ended.NO ? Ended.UNKNOWN : ended;
    }

    /** It turned out to have ended, without a word for how. */
    void end() {
        if (damaged) {
            return;
        }
        ended = Ended.YES;
        end(Mark.Kind.DONE);
    }

    /** A failure's block names it, which was not seen to fail: the display's last frame is missing. */
    void fails() {
        if (!damaged && lastEnd() != Mark.Kind.ERROR) {
            ended = Ended.YES;
            end(Mark.Kind.ERROR);
        }
    }

    /** How its last row says it ended; {@code null} where it runs or that is not known. */
    Mark.@Nullable Kind lastEnd() {
        return ended == Ended.YES && !ends.isEmpty() ? ends.get(ends.size() - 1) : null;
    }

    /** Whether it ended once and began again. */
    boolean reopened() {
        return ended != Ended.YES && !ends.isEmpty();
    }

    /**
     * Whether it may be that its cache key could not be computed, which takes no time and prints nothing: only what reads
     * files of other vertices has a key that depends on them (dockerfile2llb/convert.go, solver/llbsolver/ops).
     */
    boolean mayLackKey() {
        if ((lastEnd() != Mark.Kind.ERROR && !damaged) || lines > 0 || (seconds != null && seconds > 0)) {
            return false;
        }
        StepName step = stepName();
        String instruction = step.instruction();
        boolean runs = "RUN".equals(instruction);
        boolean mounts = runs && (step.command().contains(" --mount") || name.hidesFlags(step));
        boolean other = step.index() == null
                ? !OVERHEAD.matcher(name.text()).lookingAt()
                : !runs && !"WORKDIR".equals(instruction);
        return name.hidesBracket() || mounts || other;
    }

    /**
     * Whether what it ended with means one thing for a step and another for what is none, or the rows that tell a download
     * from a run had no place.
     *
     * @param imports whether the build asks other caches, whose hits are downloaded
     */
    boolean isUnclear(boolean imports) {
        List<Mark> marks = marks("");
        Set<Status> statuses = EnumSet.noneOf(Status.class);
        for (StepName possible : name.possible()) {
            statuses.add(StatusRule.of(possible, marks, transfers.certain(), lines));
            if (transfers.possible() || (imports && transfersMayHide && lastEnd() == Mark.Kind.DONE)) {
                statuses.add(StatusRule.of(possible, marks, true, lines));
            }
        }
        return statuses.size() > 1;
    }

    /** Whether it may copy into a layer of its own, which waits for no step above. */
    boolean mayLink() {
        StepName step = stepName();
        return name.hidesBracket()
                || step.command().contains(" --link")
                || (!"RUN".equals(step.instruction()) && name.hidesFlags(step));
    }

    /** Whether it is the question for another cache, whose hits are downloaded when they are needed. */
    boolean asksOtherCaches() {
        return ASKS.matcher(name.text()).find();
    }

    StepName stepName() {
        return StepName.parse(VertexNotes.limited(name.text()));
    }

    /**
     * Writes down what is known of it.
     *
     * @param error what is known of why it failed, or empty
     */
    void tell(VertexNotes notes, String error) {
        marks(error).forEach(notes::mark);
        formerTargets.forEach(notes::formerlyOf);
        notes.fetched = transfers.certain();
        notes.logLines = lines;
        notes.printedSeconds = seconds;
    }

    private List<Mark> marks(String error) {
        List<Mark> marks = new ArrayList<>();
        for (Mark.Kind kind : ends) {
            if (kind == Mark.Kind.DONE && ended != Ended.YES) {
                continue; // a base image that is pulled after it was resolved, or a lazy layer
            }
            marks.add(
                    switch (kind) {
                        case DONE -> Mark.DONE;
                        case CACHED -> Mark.CACHED;
                        case CANCELED -> Mark.CANCELED;
                        case ERROR -> new Mark(Mark.Kind.ERROR, error);
                    });
        }
        return marks;
    }

    private void end(Mark.Kind kind) {
        if (ends.isEmpty() || ends.get(ends.size() - 1) != kind) {
            if (ends.size() == MAX_ENDS) {
                ends.remove(MAX_ENDS - 1);
            }
            ends.add(kind);
        }
    }

    /** Whether its seconds grew by less than the display's clock did, as those of what runs cannot. */
    private boolean stoodStill(@Nullable Double before, @Nullable TtyHeader header) {
        if (before == null || seconds == null || header == null || seenAt == 0) {
            return false;
        }
        return seconds >= before && seconds - before < header.seconds() - seenAt - ROUNDING;
    }
}
