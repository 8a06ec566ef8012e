package dev.misstep.log;

import dev.misstep.build.Mark;
import org.jspecify.annotations.Nullable;

/**
 * What lines of a classic build cannot be right, and which steps have no status for it. The builder says little of a step,
 * and says it in order; once a step of a stage missed, it asks the cache no more until the next FROM (moby,
 * daemon/builder/dockerfile, imageprobe.go).
 */
final class ClassicDoubts {
    private final OddLines odd = new OddLines();
    private final SupposedRuns supposed = new SupposedRuns();

    /** Whether more was said of the step above than can be: the last of it may be of the step below. */
    private boolean surplus;

    void add(OddLines.Kind kind, long line, String message) {
        odd.add(kind, line, message);
    }

    /** That line cannot be of the step, or not there. */
    private void misplaced(ClassicStep step, long line, String message) {
        odd.add(OddLines.Kind.SAID_TWICE, line, message);
        step.doubtful = true;
        surplus = true;
    }

    /** That step cannot come below the one before: one of their numbers is wrong, or lines are missing. */
    void outOfOrder(ClassicStep before, int last, int number, long line) {
        before.doubtful = true;
        odd.add(OddLines.Kind.STEP_OUT_OF_ORDER, line, "step " + number + " cannot follow step " + last);
    }

    /** That line is no end of that step, which has a result and another command than the line tells of. */
    void ofAnother(ClassicStep step) {
        step.doubtful = true;
        odd.add(
                OddLines.Kind.NOT_TOLD,
                step.notes.line,
                "the end of step " + step.notes.id + " tells of another command");
    }

    /** The next step begins within that line, or above it. */
    void endIsMissing(ClassicStep step, long line) {
        misplaced(step, line, "this line is of the step below step " + step.notes.id + ", whose header is missing");
    }

    /** That container runs: of a step that has a result or a hit, it is another's. */
    void running(ClassicStep step, long line) {
        boolean over = step.isMarked() || (step.result && !step.prints);
        if (over) {
            misplaced(step, line, "step " + step.notes.id + " is over, and a container runs below it");
        }
    }

    /** That image is the step's result: it has one. */
    void result(ClassicStep step, String image, long line) {
        boolean again = step.result && (step.isMarked() || !step.prints);
        if (again && !image.equals(step.image)) {
            misplaced(step, line, "step " + step.notes.id + " has a result already");
        } else if (again && !step.isFrom()) {
            odd.add(OddLines.Kind.SAID_TWICE, line, "step " + step.notes.id + " has a result already");
        }
    }

    /** The cache has the step, which has a result or runs. */
    void hitTooLate(ClassicStep step, long line) {
        misplaced(step, line, "step " + step.notes.id + " is found in the cache too late");
    }

    /** A step begins: whether it has to be told more of than that it has a result. */
    boolean beginBelowSurplus() {
        boolean before = surplus;
        surplus = false;
        return before;
    }

    /** Steps are missing between the one before and the one that begins; until 1.6 the first had the number 0. */
    void missingBefore(@Nullable ClassicStep before, int last, ClassicLine said, long line) {
        int number = said.number();
        int next = before != null ? last + 1 : said.total() == null ? Math.min(number, 1) : 1;
        if (before == null && number > next) {
            odd.add(
                    OddLines.Kind.STEP_OUT_OF_ORDER,
                    line,
                    "the beginning of this build is missing: it begins with step " + number);
        } else if (number > next) {
            missing(before, next, number - 1, line);
        }
    }

    /** Steps are missing below that one: what is told of it may be of one of them. */
    void missing(@Nullable ClassicStep before, int from, int to, long line) {
        String missing = from == to ? "step " + from + " is missing" : "steps " + from + " to " + to + " are missing";
        odd.add(OddLines.Kind.STEP_OUT_OF_ORDER, line, missing);
        if (before != null) {
            before.doubtful = true;
        }
    }

    /** Nothing more is heard of the step. */
    void close(ClassicStep step) {
        VertexNotes notes = step.notes;
        if (step.closed) {
            return;
        }
        step.closed = true;
        Mark.Kind told = notes.marks.isEmpty() ? null : notes.marks.get(0).kind();
        if (step.isFrom()) {
            supposed.clear();
            return;
        }
        if (told == Mark.Kind.CACHED) {
            supposed.refuteBy(notes, odd);
        }
        boolean certain = told == Mark.Kind.ERROR || told == Mark.Kind.CANCELED;
        if (step.doubtful && !certain) {
            notes.withhold();
        } else if (step.ended() && told == null && notes.name.step()) {
            odd.add(
                    OddLines.Kind.NOT_TOLD,
                    step.damagedLine > 0 ? step.damagedLine : notes.line,
                    step.damagedLine > 0
                            ? "this line is damaged: whether step " + notes.id + " ran is not told"
                            : "whether step " + notes.id + " ran or was found in the cache is not told");
        } else if (told == Mark.Kind.DONE && !step.isSeenToRun()) {
            supposed.add(notes);
        }
    }

    void tell(BuildDraft draft) {
        odd.tell(draft);
    }
}
