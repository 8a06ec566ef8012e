package dev.misstep.log;

import dev.misstep.log.ClassicLine.Kind;
import dev.misstep.log.wrapper.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The lines from where a classic build began before another one was over. They may be of builds one after the other, of a
 * build within a RUN, or of several at the same time: that is so once a line comes that only an earlier one can have
 * written, while a later one is not over or the earlier one's RUN does not print. A step's number and total tell whose it
 * is; what is said below it is given to a build only if no other can have said it.
 */
final class ClassicMix {
    /** How many builds that did not end are remembered. */
    private static final int MAX_STRANDS = 100;

    private static final String HIT = "---> Using cache";
    private static final NearWords DAMAGED_HIT = new NearWords(HIT);

    private final List<ClassicStrand> strands = new ArrayList<>();
    /** The build that the lines are of if they are not mixed. */
    private ClassicStrand top;

    private boolean proven;
    /** Whether a build is among them whose beginning is missing: it may have said anything. */
    private boolean uncertain;
    /** Builds of which one said that it is over, and how many of them did. */
    private List<ClassicStrand> ending = List.of();

    private int ends;

    /** @param first the build that was not over */
    ClassicMix(ClassicStrand first) {
        strands.add(first);
        top = first;
    }

    /** Takes a line; returns whether it is a build's. */
    boolean accept(LogLine line) {
        String text = VertexNotes.limited(line.text());
        ClassicLine said = ClassicLine.parse(text);
        switch (said.kind()) {
            case STEP -> {
                step(said, line);
                if (text.contains(HIT)) { // its line end is lost
                    strands.forEach(ClassicStrand::mayHaveHit);
                }
            }
            case HIT, RUNNING, RESULT, BUILT, TRIGGERS -> tell(said, line);
            case REMOVED -> removed(said.text());
            case NOTE, TAGGED, LEFTOVER -> {}
            default -> {
                if (DAMAGED_HIT.begin(text) || text.contains(HIT)) {
                    strands.forEach(ClassicStrand::mayHaveHit);
                }
                return error(text, line, false) || strands.stream().anyMatch(ClassicStrand::mayPrint);
            }
        }
        return true;
    }

    private void removed(String container) {
        for (int i = strands.size() - 1; i >= 0; i--) {
            if (strands.get(i).ranIn(container)) {
                resume(strands.get(i));
                return;
            }
        }
    }

    private void step(ClassicLine said, LogLine line) {
        List<ClassicStrand> owners = strandsThat(strand -> strand.expects(said));
        if (owners.isEmpty()) {
            begin(said, line);
            return;
        }
        ClassicStrand owner = owners.contains(top) ? top : owners.get(owners.size() - 1);
        resume(owner);
        proven |= owner.mayBeOver(); // so that another one was
        ending = ending.contains(owner) ? List.of() : ending;
        if (owners.size() > 1) {
            owners.forEach(ClassicStrand::lose);
        }
        owner.next(said, line);
    }

    private List<ClassicStrand> strandsThat(Predicate<ClassicStrand> own) {
        return strands.stream().filter(own).toList();
    }

    private void begin(ClassicLine said, LogLine line) {
        boolean trigger =
                said.onbuild() || (said.number() <= 1 && !InstructionWords.beginsStage(said.text())); // until 1.12
        boolean nextBuild = said.beginsBuild() && !trigger;
        if (!nextBuild && strands.stream().anyMatch(ClassicStrand::mayPrint)) {
            return; // output, or else its build will go on with a step that is not the next one
        }
        uncertain |= !nextBuild;
        if (!trigger) {
            top = new ClassicStrand(said, line);
            strands.add(top);
            uncertain |= strands.size() > MAX_STRANDS;
            if (strands.size() > MAX_STRANDS) {
                strands.remove(0);
            }
        }
    }

    private void tell(ClassicLine said, LogLine line) {
        List<ClassicStrand> owners = strandsThat(strand -> strand.may(said));
        if (owners.isEmpty()) {
            uncertain |= strands.stream().noneMatch(ClassicStrand::mayPrint);
            if (said.is(Kind.BUILT)) {
                top.mayHear(said); // the end of an excerpt, printed by a RUN
            }
            return;
        }
        proven |= owners.stream().allMatch(ClassicStrand::mayBeOver);
        if (owners.size() == 1) {
            resume(owners.get(0));
            owners.get(0).hear(said, line);
            return;
        }
        if (!owners.contains(top)) {
            proven = true;
        }
        owners.forEach(owner -> owner.mayHear(said));
        if (said.is(Kind.BUILT)) {
            ends = owners.equals(ending) ? ends + 1 : 1;
            ending = owners;
            if (ends == owners.size()) {
                owners.forEach(ClassicStrand::succeed);
                ending = List.of();
            }
        }
    }

    /** A line is of that build: where it is not the one that the lines were of, it printed what came in between, or it did not. */
    private void resume(ClassicStrand owner) {
        if (owner == top) {
            return;
        }
        List<ClassicStrand> later = strands.subList(strands.indexOf(owner) + 1, strands.size());
        proven |= !owner.prints() || !later.stream().allMatch(strand -> strand.mayBeOver() || strand.isBare());
        top = owner;
    }

    /** The engine says that one of the builds failed. */
    void fail(String error, LogLine line) {
        error(error, line, true);
    }

    private boolean error(String text, LogLine line, boolean ofABuild) {
        List<ClassicStrand> owners = new ArrayList<>();
        String message = null;
        for (ClassicStrand strand : strands) {
            String told = strand.errorIn(text);
            if (told != null) {
                owners.add(strand);
                message = told;
            }
        }
        if (owners.isEmpty() && ofABuild) {
            message = text;
            strands.stream().filter(strand -> !strand.isOver()).forEach(owners::add);
        }
        if (message == null) {
            return false;
        }
        ClassicStrand owner = owners.get(0);
        boolean certain = ofABuild || owner.tellsOf(text) || strands.stream().noneMatch(ClassicStrand::mayPrint);
        if (owners.size() == 1 && certain) {
            resume(owner);
            owner.fail(message, line);
        } else {
            owners.forEach(ClassicStrand::mayHaveFailed);
        }
        return true;
    }

    /** Whether several builds write at the same time. */
    boolean isProven() {
        return proven;
    }

    /** The line that the build begins on that lines are of now if they are not mixed; if they are of another, they are. */
    long reading() {
        return top.firstLine();
    }

    void prove() {
        proven = true;
    }

    /** Whether all of them are over, so that what comes is another one's. */
    boolean isOver() {
        return strands.stream().allMatch(ClassicStrand::isOver);
    }

    /** Whether all of them may be over. */
    boolean mayBeOver() {
        return strands.stream().allMatch(ClassicStrand::mayBeOver);
    }

    /** The build that began last. */
    BuildDraft last() {
        return strands.get(strands.size() - 1).draft;
    }

    /** The builds, in the order they begin. */
    List<BuildDraft> drafts() {
        List<BuildDraft> drafts = new ArrayList<>();
        for (ClassicStrand strand : strands) {
            BuildDraft draft = strand.draft(!uncertain);
            draft.diagnoseOnce("builds of the classic builder write into this log at the same time: a step has a status"
                    + " where no other build can have written what is said of it");
            drafts.add(draft);
        }
        return drafts;
    }
}
