package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import dev.misstep.log.ClassicLine.Kind;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.Objects;
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
    private static final Pattern GLUED_RESULT = Pattern.compile(".+ ---> [0-9a-f]{12}", Pattern.DOTALL);

    private final BuildDraft draft;
    private final BuildListener listener;
    private final ClassicStages stages = new ClassicStages();
    private @Nullable ClassicStep current;
    private int lastNumber = -1;
    private @Nullable Integer total;
    private int triggersLeft;
    private int trigger;
    private boolean over;
    private final OddLines odd = new OddLines();

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
            odd.add(OddLines.Kind.NO_STEP, line.number(), "this line is of a step, and none is open here");
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
                step.end(Mark.DONE, step.resultStamp());
            } else if (error != null && ClassicLine.parse(error).is(Kind.CANCEL)) {
                step.end(Mark.CANCELED, null);
                draft.canceled = true;
            } else if (error != null) {
                step.end(Mark.failure(error), null);
                draft.error = error;
            }
        }
        stages.complete(draft.vertices.values());
        odd.tell(draft);
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
            step.end(Mark.failure(error), at);
        }
        if (step != null) {
            step.candidateError = null;
        }
        draft.error = error;
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
            if (over || (!goesOn && (number <= 1 || before.settled()))) {
                return Verdict.NEXT_BUILD;
            }
            if (!goesOn) {
                draft.stamp(line.stamp());
                if (!before.prints) {
                    odd.add(
                            OddLines.Kind.STEP_OUT_OF_ORDER,
                            line.number(),
                            "step " + number + " cannot follow step " + lastNumber);
                }
                return within(before, said, text, line); // a build's output, printed by a step of this one
            }
        }
        draft.stamp(line.stamp());
        if (before != null) {
            before.endByNext(line.stamp());
            if (!before.isMarked()) {
                odd.add(OddLines.Kind.NOTHING_SAID, line.number(), "nothing is said of step " + before.notes.id);
            }
        }
        String id = Integer.toString(number);
        if (triggered) {
            triggersLeft--;
            id = lastNumber + "." + ++trigger;
        } else {
            missingBefore(number, said.total(), line.number());
            lastNumber = number;
            total = said.total();
            trigger = 0;
            triggersLeft = 0;
        }
        begin(id, said, line);
        return Verdict.TAKEN;
    }

    /** Until 1.6 the first step had the number 0. */
    private void missingBefore(int number, @Nullable Integer steps, long line) {
        int next = current != null ? lastNumber + 1 : steps == null ? Math.min(number, 1) : 1;
        if (current == null && number > next) {
            odd.add(
                    OddLines.Kind.STEP_OUT_OF_ORDER,
                    line,
                    "the beginning of this build is missing: it begins with step " + number);
        } else if (number > next) {
            String missing = number == next + 1
                    ? "step " + next + " is missing"
                    : "steps " + next + " to " + (number - 1) + " are missing";
            odd.add(OddLines.Kind.STEP_OUT_OF_ORDER, line, missing);
        }
    }

    private void begin(String id, ClassicLine said, LogLine line) {
        StepName name = name(said, stages, draft);
        VertexNotes notes = draft.vertex(id, name, line.number());
        stages.read(notes);
        current = new ClassicStep(notes, line.stamp(), listener);
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
                if (step.result && !step.prints && !step.isFrom()) {
                    String message = "step " + step.notes.id + " has a result already";
                    odd.add(OddLines.Kind.SAID_TWICE, line.number(), message);
                }
                step.result(stamp, 1);
                // since 17.06 the triggers are over with FROM; before, each is a step with or without a result of its
                // own
                triggersLeft = step.isFrom() ? 0 : triggersLeft;
                return Verdict.TAKEN;
            }
            case HIT -> {
                if (first || step.isFrom() || !step.prints || step.container == null) {
                    hit(step, first, line);
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
            case RUNNING, REMOVED, NOTE -> {
                step.container = said.is(Kind.RUNNING) ? said.text() : step.container;
                return Verdict.TAKEN;
            }
            case BUILT, TAGGED -> {
                boolean its = said.is(Kind.BUILT) || total != null; // it tags no image in the releases without totals
                if (its && last && step.ended()) {
                    endWith(step);
                    draft.succeeded = true;
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
        return output(step, said, text, stamp);
    }

    /** Below a note or a download, which come before the cache is asked, it is a hit too; below FROM one of a trigger. */
    private void hit(ClassicStep step, boolean first, LogLine line) {
        if (first || (!step.isFrom() && !step.ended())) {
            step.notes.logLines = 0; // what came before was another's
            step.end(Mark.CACHED, line.stamp());
        } else if (!step.isFrom()) {
            String message = "step " + step.notes.id + " is found in the cache too late";
            odd.add(OddLines.Kind.SAID_TWICE, line.number(), message);
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
        if (step.prints && text.contains(" ---> ") && GLUED_RESULT.matcher(text).matches()) {
            step.result(stamp, 0);
        }
        return Verdict.TAKEN;
    }
}
