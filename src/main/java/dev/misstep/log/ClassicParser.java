package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import dev.misstep.log.ClassicLine.Kind;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one build of the classic builder (moby, daemon/builder/dockerfile). A step begins with
 * {@code Step 2/4 : RUN make}, is a hit when {@code  ---> Using cache} comes next, and ends with {@code  ---> 5a2c3b4d5e6f}.
 * What a step prints has no prefix and may look like a build itself, so a step's end counts only once the step does not
 * go on.
 */
final class ClassicParser implements DialectParser {
    // "done ---> 5a2c3b4d5e6f": the output has no line end, and the container is kept or, until 17.06, removed later
    private static final Pattern GLUED_RESULT = Pattern.compile(".+ ---> ([0-9a-f]{12})", Pattern.DOTALL);

    private static final NearWords WORDS = new NearWords("---> Using cache", "---> Running in ", "--->");

    private static final Pattern COPY_FAILED = Pattern.compile("(?:COPY|ADD) failed: ");

    private final BuildDraft draft;
    private final BuildListener listener;
    private final ClassicStages stages = new ClassicStages();
    private @Nullable ClassicStep current;
    private int lastNumber = -1;
    private @Nullable Integer total;
    private int triggersLeft;
    private int trigger;
    private boolean over;
    private final ClassicDoubts doubts = new ClassicDoubts();

    ClassicParser(long firstLine, BuildListener listener) {
        this.draft = new BuildDraft(Format.CLASSIC, firstLine);
        this.listener = listener;
    }

    @Override
    public Verdict accept(LogLine line) {
        String text = VertexNotes.limited(line.text());
        ClassicLine said = ClassicLine.parse(text);
        if (said.is(Kind.STEP)) {
            return step(said, line, text);
        }
        ClassicStep step = current;
        if (said.is(Kind.CONTEXT) && (over || (step != null && step.settled()))) {
            return Verdict.NEXT_BUILD;
        }
        if ((over || step == null) && (said.is(Kind.RESULT) || said.is(Kind.HIT))) {
            doubts.add(OddLines.Kind.NO_STEP, line.number(), "this line is of a step, and none is open here");
            return Verdict.TAKEN;
        }
        if (over) {
            return said.is(Kind.BUILT) || said.is(Kind.TAGGED) ? Verdict.TAKEN : Verdict.FOREIGN;
        }
        if (step == null) {
            draft.stamp(line.stamp());
            return beforeSteps(text);
        }
        Verdict verdict = within(step, said, text, line);
        if (verdict == Verdict.TAKEN) {
            draft.stamp(line.stamp());
        }
        return verdict;
    }

    @Override
    public boolean mayResume() {
        return current != null && current.prints && !over;
    }

    @Override
    public boolean resumes(LogLine line, DialectParser later) {
        ClassicStep step = current;
        if (step == null || !mayResume() || !(later instanceof ClassicParser inner)) {
            return false;
        }
        String text = VertexNotes.limited(line.text());
        ClassicLine said = ClassicLine.parse(text);
        if (said.is(Kind.STEP)) {
            return isNext(said) && (inner.over || !inner.isNext(said));
        }
        if (said.is(Kind.REMOVED)) {
            return step.ranIn(said.text()) && !(inner.current != null && inner.current.ranIn(said.text()));
        }
        return tellsOf(text) && !(!inner.over && inner.tellsOf(text));
    }

    @Override
    public BuildDraft draft() {
        ClassicStep step = current;
        if (step != null && !step.isMarked()) {
            String error = step.candidateError;
            if (step.result) {
                step.endWell(step.resultStamp());
            } else if (error != null && ClassicLine.parse(error).is(Kind.CANCEL)) {
                step.end(Mark.CANCELED, null);
                draft.canceled = true;
            } else if (error != null) {
                fail(step, error, null);
                draft.error = error;
            }
        }
        if (step != null) {
            doubts.close(step);
        }
        stages.complete(draft.vertices.values());
        doubts.tell(draft);
        return draft;
    }

    @Override
    public boolean over() {
        return over || (current != null && current.failed);
    }

    /** Whether it is over whatever comes. */
    boolean isOver() {
        return over;
    }

    /** What may still be told of the build: its steps so far, and the one it is at. */
    @Nullable
    ClassicStrand strand() {
        return current == null ? null : new ClassicStrand(draft, current, lastNumber, total, over(), triggersLeft > 0);
    }

    /** Whether a message names the command of the step it is at. */
    boolean tellsOf(String message) {
        return current != null && current.prints && ClassicError.tellsOf(current.notes, message);
    }

    /** The line of its first step, or 0. */
    long firstLine() {
        return draft.vertices.isEmpty() ? 0 : draft.vertices.values().iterator().next().line;
    }

    /** Names the service that is built, where a line above the build does. */
    void announce(@Nullable String service) {
        draft.target = service;
    }

    /** The builder itself said that the build is over: the step that was open ended then. */
    void end(@Nullable Instant at, @Nullable String error) {
        draft.stamp(at);
        ClassicStep step = current;
        if (step != null && !step.isMarked() && error != null) {
            fail(step, error, at);
        }
        if (step != null) {
            step.candidateError = null;
        }
        draft.error = error;
    }

    /** A command that failed is named: where that is another step's, its header is missing. */
    private void fail(ClassicStep step, String error, @Nullable Instant at) {
        boolean ofCommand = ClassicError.ofCommand(step.notes, error) != null;
        if (step.result && !ofCommand) {
            step.endWell(step.resultStamp());
        } else if (ofCommand ? step.prints && ClassicError.tellsOf(step.notes, error) : !step.doubtful) {
            step.end(Mark.failure(error), at);
        } else if (ofCommand) {
            doubts.ofAnother(step);
        }
    }

    private boolean isNext(ClassicLine said) {
        return said.number() == lastNumber + 1 && Objects.equals(said.total(), total);
    }

    private Verdict step(ClassicLine said, LogLine line, String text) {
        ClassicStep before = current;
        int number = said.number();
        // until 1.13 each trigger of a base image is a step of a file of one line
        boolean triggered = triggersLeft > 0 && (number <= 1 || said.onbuild());
        if (!triggered && before != null) {
            boolean goesOn = number > lastNumber && Objects.equals(said.total(), total);
            boolean counted =
                    !goesOn && !over && number > 1 && (before.settled() || Objects.equals(said.total(), total));
            if (counted) {
                doubts.outOfOrder(before, lastNumber, number, line.number());
            }
            if (over || (!goesOn && (number <= 1 || before.settled()))) {
                return Verdict.NEXT_BUILD;
            }
            if (!goesOn) {
                draft.stamp(line.stamp());
                if (!counted && !before.prints) {
                    doubts.outOfOrder(before, lastNumber, number, line.number());
                }
                return within(before, said, text, line); // a build's output, printed by a step of this one
            }
        }
        draft.stamp(line.stamp());
        if (!triggered) {
            doubts.missingBefore(before, lastNumber, said, line.number());
        }
        if (before != null) {
            before.endByNext(line.stamp());
            doubts.close(before);
        }
        String id = Integer.toString(number);
        if (triggered) {
            triggersLeft--;
            id = lastNumber + "." + ++trigger;
        } else {
            lastNumber = number;
            total = said.total();
            trigger = 0;
            triggersLeft = 0;
        }
        begin(id, said, line);
        return Verdict.TAKEN;
    }

    private void begin(String id, ClassicLine said, LogLine line) {
        StepName name = name(said, stages, draft);
        VertexNotes notes = draft.vertex(id, name, line.number());
        stages.read(notes);
        ClassicStep step = new ClassicStep(notes, doubts.beginBelowSurplus(), line.stamp(), listener);
        step.damagedLine = said.text().contains(" ---> ") ? line.number() : 0; // its line end is lost
        current = step;
        String service = ComposeService.labelled(said.text());
        draft.target = service == null ? draft.target : service;
        listener.started(id, notes.name);
    }

    /** What a step is called that begins with that line, the next one of a build. */
    static StepName name(ClassicLine said, ClassicStages stages, BuildDraft draft) {
        String command = said.text();
        boolean global = command.regionMatches(true, 0, "ARG ", 0, 4)
                && stages.isEmpty()
                && said.number() == draft.vertices.size() + 1;
        return global
                ? StepName.ofGlobalArgument(command, said.number(), said.total())
                : StepName.ofInstruction(command, null, said.number(), said.total());
    }

    private Verdict beforeSteps(String text) {
        if (text.startsWith("Error response from daemon: ")) {
            draft.error = text.substring("Error response from daemon: ".length());
            over = true;
            return Verdict.TAKEN;
        }
        return Verdict.FOREIGN;
    }

    private Verdict within(ClassicStep step, ClassicLine said, String text, LogLine line) {
        Instant stamp = line.stamp();
        boolean first = step.fresh;
        step.fresh &= text.isBlank();
        boolean last = total == null || lastNumber >= total;
        switch (said.kind()) {
            case RESULT -> {
                doubts.result(step, said.text(), line.number());
                step.result(said.text(), stamp, 1);
                // since 17.06 the triggers are over with FROM; before, each is a step with or without a result of its
                // own
                triggersLeft = step.isFrom() ? 0 : triggersLeft;
                return Verdict.TAKEN;
            }
            case HIT -> {
                if (first || step.isFrom() || !step.prints || step.container == null) {
                    hit(step, line);
                    return Verdict.TAKEN;
                }
            }
            case TRIGGERS -> {
                if (step.isFrom()) {
                    triggersLeft = said.number();
                    step.prints = true;
                    return Verdict.TAKEN;
                }
            }
            case RUNNING -> {
                doubts.running(step, line.number());
                step.runsIn(said.text());
                return Verdict.TAKEN;
            }
            case REMOVED, NOTE -> {
                step.removed |= said.is(Kind.REMOVED);
                return Verdict.TAKEN;
            }
            case BUILT, TAGGED -> {
                boolean its = said.is(Kind.BUILT) || total != null; // it tags no image in the releases without totals
                if (its && last && step.ended()) {
                    endWith(step);
                    draft.succeeded = true;
                    return Verdict.TAKEN;
                }
                if (its && total != null && !last && (step.isMarked() || (step.result && !step.prints))) {
                    doubts.missing(step, lastNumber + 1, total, line.number());
                    return Verdict.TAKEN;
                }
            }
            case CANCEL -> {
                if (step.ended()) {
                    endWith(step); // between two steps
                    draft.canceled = true;
                    return Verdict.TAKEN;
                }
            }
            case LEFTOVER -> {
                if (step.result) {
                    return Verdict.TAKEN;
                }
            }
            default -> {
                if (last && step.ended() && ClassicError.isAfterSteps(text)) {
                    endWith(step);
                    draft.error = text;
                    return Verdict.TAKEN;
                }
            }
        }
        if (!step.ended() && !step.isSeenToRun() && WORDS.begin(text)) {
            step.damagedLine = line.number();
        }
        boolean nextStep = total != null
                && text.contains("Step ")
                && text.contains("Step " + (lastNumber + 1) + "/" + total + " : ");
        boolean late = step.result && !step.prints && COPY_FAILED.matcher(text).lookingAt();
        if (nextStep || late) {
            doubts.endIsMissing(step, line.number());
        }
        return output(step, said, text, stamp);
    }

    /** Below a note or a download, which come before the cache is asked, it is a hit too; below FROM one of a trigger. */
    private void hit(ClassicStep step, LogLine line) {
        if (step.isFrom() ? step.result && !step.prints : step.result || (!step.isMarked() && step.isSeenToRun())) {
            doubts.hitTooLate(step, line.number());
        } else if (!step.isFrom() && !step.isMarked()) {
            step.notes.logLines = 0; // what came before was another's
            step.end(Mark.CACHED, line.stamp());
        }
    }

    private void endWith(ClassicStep step) {
        step.endByNext(step.resultStamp());
        over = true;
    }

    private static Verdict output(ClassicStep step, ClassicLine said, String text, @Nullable Instant stamp) {
        VertexNotes notes = step.notes;
        if (step.isMarked() || text.isEmpty()) {
            return Verdict.TAKEN; // between a step's end and the next one only blank lines and warnings are printed
        }
        String command = step.prints ? ClassicError.ofCommand(notes, text) : null;
        boolean told = command != null && ClassicError.tellsOf(notes, command);
        if (step.failed && !told) {
            step.belowError();
            return Verdict.FOREIGN;
        }
        if (command != null || said.is(Kind.CANCEL)) {
            // a command may print this of a build of its own: the last one counts
            step.suppose(command != null ? command : text, told || !step.prints);
            return Verdict.TAKEN;
        }
        boolean mayFail = !step.result && !(step.prints && notes.logLines > 0);
        String other = mayFail ? ClassicError.ofStep(text, step.prints) : null;
        if (other != null) {
            step.suppose(other, true);
            return Verdict.TAKEN;
        }
        step.output(text);
        Matcher glued = step.prints && text.contains(" ---> ") ? GLUED_RESULT.matcher(text) : null;
        if (glued != null && glued.matches()) {
            step.result(glued.group(1), stamp, 0);
        }
        return Verdict.TAKEN;
    }
}
