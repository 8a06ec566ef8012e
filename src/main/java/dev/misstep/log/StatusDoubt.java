package dev.misstep.log;

import dev.misstep.build.Mark;
import dev.misstep.build.Status;
import dev.misstep.build.StatusRule;
import dev.misstep.build.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What of a vertex' log is damaged, so that more or less may have been said of it than was read. A status is told if it is the
 * same whatever that was.
 */
final class StatusDoubt {
    /** Places beyond this tell nothing new: the first words decide. */
    private static final int MAX_LOST = 5;

    /** Whether any word may be another vertex'. */
    private boolean words;
    /** Whether there may be a line of output more, or none. */
    private boolean output;
    /** Whether it is not known whether it fetched layers. */
    private boolean transfers;
    /** Before which marks one may be missing. */
    private final TreeSet<Integer> lost = new TreeSet<>();

    void ofWords() {
        words = true;
    }

    void ofOutput() {
        output = true;
    }

    void ofTransfers() {
        transfers = true;
    }

    /** A word that ended a stretch of work may be missing, before the mark of that number. */
    void lostWord(int place) {
        if (lost.size() < MAX_LOST) {
            lost.add(place);
        }
    }

    /** Whether the status may be another than what was read tells. */
    boolean concerns(Status told, StepName name, List<Mark> marks, boolean fetched, int logLines) {
        if (told == Status.UNFINISHED) {
            return false;
        }
        if (words) {
            return true;
        }
        List<List<Mark>> possible = new ArrayList<>(List.of(marks));
        for (int place : lost) {
            for (Mark word : List.of(Mark.CACHED, Mark.DONE)) {
                List<Mark> more = new ArrayList<>(marks);
                more.add(Math.min(place, marks.size()), word);
                possible.add(more);
            }
        }
        return possible.stream().anyMatch(all -> isOther(told, name, all, fetched, logLines));
    }

    private boolean isOther(Status told, StepName name, List<Mark> marks, boolean fetched, int logLines) {
        boolean[] fetches = transfers && name.step() ? new boolean[] {true, false} : new boolean[] {fetched};
        int[] lines = output && name.step() ? new int[] {logLines, logLines + 1, 0} : new int[] {logLines};
        for (boolean fetch : fetches) {
            for (int count : lines) {
                if (StatusRule.of(name, marks, fetch, count) != told) {
                    return true;
                }
            }
        }
        return false;
    }
}
