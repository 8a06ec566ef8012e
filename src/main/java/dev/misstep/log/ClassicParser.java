package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Interval;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the classic builder from 2013 to today (moby, daemon/builder/dockerfile). A step begins with
 * {@code Step 2/4 : RUN make}, is a hit when {@code  ---> Using cache} comes next, and ends with {@code  ---> 5a2c3b4d5e6f}.
 * What a step prints has no prefix and may look like a build itself, so a step's end counts only once the step does not
 * go on.
 */
final class ClassicParser implements DialectParser {
    // "Step 2/4 : RUN make", until 1.12 "Step 2 : RUN make", in 2014 the trigger "Step onbuild-0 : ADD . /app"
    private static final Pattern STEP =
            Pattern.compile("Step (onbuild-)?(\\d{1,5})(?:/(\\d{1,5}))? : (.*)", Pattern.DOTALL);
    private static final Pattern RESULT = Pattern.compile(" ?---> ([0-9a-f]{12,64})");
    // "done ---> 5a2c3b4d5e6f": the output has no line end, and the container is kept or, until 17.06, removed later
    private static final Pattern GLUED_RESULT = Pattern.compile(".+ ---> [0-9a-f]{12}", Pattern.DOTALL);
    private static final Pattern USING_CACHE = Pattern.compile(" ?---> Using cache");
    private static final Pattern RUNNING = Pattern.compile(
            " ?---> (?:Running in|Removed intermediate container|\\[Warning\\]).*"
                    + "|Removing intermediate container [0-9a-f]{12,64}"
                    + "|Error removing intermediate container [0-9a-f]{12,64}: .*",
            Pattern.DOTALL);
    // "# Executing 2 build triggers", older "# Executing 1 build trigger..."
    private static final Pattern TRIGGERS = Pattern.compile("# Executing (\\d{1,4}) build triggers?(?:\\.\\.\\.)?");
    // said once the last step has its result
    private static final Pattern LEFTOVER =
            Pattern.compile("\\[Warning\\] One or more build-args \\[.*\\] were not consumed", Pattern.DOTALL);
    // said by the builder without a line end until 17.06, then by its client; "context canceled" by the client alone
    private static final Pattern CANCEL = Pattern.compile("(?:[Bb]uild cancelled){1,2}|context canceled");
    private static final Pattern SUCCESS = Pattern.compile("Successfully (?:built [0-9a-f]{12,64}|tagged \\S+)");
    private final BuildDraft draft;
    private final BuildListener listener;
    private final ClassicStages stages = new ClassicStages();
    private @Nullable VertexNotes current;
    private @Nullable Instant currentStart;
    /** Whether the step prints text of its own, and so perhaps text like the builder's. */
    private boolean prints;

    private boolean freshStep;
    /** Whether the last thing heard of the step was its result. */
    private boolean result;
    /** How many lines of output that is if the step goes on, and if those were not counted yet. */
    private int resultLines;

    private @Nullable Instant resultStamp;
    /** What may have ended the build, if the step does not go on. */
    private @Nullable String candidateError;

    /** Whether that is told of this very step, so that what follows is no output of its command. */
    private boolean failed;
    /** Lines since then, which are output if the step goes on. */
    private int afterError;

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
        Matcher step = step(text);
        if (step != null) {
            return step(step, line, text);
        }
        if (isContextTransfer(text) && (over || settled())) {
            return Verdict.NEXT_BUILD;
        }
        if (over || current == null) {
            if (isOfStep(text)) {
                odd.add(OddLines.Kind.NO_STEP, line.number(), "this line is of a step, and none is open here");
                return Verdict.TAKEN;
            }
        }
        if (over) {
            return SUCCESS.matcher(text).matches() ? Verdict.TAKEN : Verdict.FOREIGN;
        }
        VertexNotes notes = current;
        if (notes == null) {
            draft.stamp(line.stamp());
            return beforeSteps(text);
        }
        Verdict verdict = within(notes, text, line);
        if (verdict == Verdict.TAKEN) {
            draft.stamp(line.stamp());
        }
        return verdict;
    }

    @Override
    public boolean mayResume() {
        return current != null && prints && !over;
    }

    @Override
    public boolean resumes(LogLine line, DialectParser later) {
        VertexNotes notes = current;
        if (notes == null || !mayResume() || !(later instanceof ClassicParser inner)) {
            return false;
        }
        String text = VertexNotes.limited(line.text());
        Matcher step = step(text);
        if (step != null) {
            return isNext(step) && (inner.over || !inner.isNext(step));
        }
        return ClassicError.tellsOf(notes, text)
                && !(inner.current != null && ClassicError.tellsOf(inner.current, text));
    }

    @Override
    public BuildDraft draft() {
        if (current != null && current.marks.isEmpty()) {
            if (result) {
                end(Mark.DONE, resultStamp);
            } else if (candidateError != null && isCancel(candidateError)) {
                end(Mark.CANCELED, null);
                draft.canceled = true;
            } else if (candidateError != null) {
                end(Mark.failure(candidateError), null);
                draft.error = candidateError;
            }
        }
        stages.complete(draft.vertices.values());
        odd.tell(draft);
        return draft;
    }

    @Override
    public boolean over() {
        return over || failed;
    }

    /** The builder itself said that the build is over: the step that was open ended then. */
    void end(@Nullable Instant at, @Nullable String error) {
        draft.stamp(at);
        if (current != null && current.marks.isEmpty() && error != null) {
            end(Mark.failure(error), at);
        }
        draft.error = error;
        candidateError = null;
    }

    private static boolean isOfStep(String text) {
        char c = text.isEmpty() ? 0 : text.charAt(0);
        return (c == ' ' || c == '-')
                && (RESULT.matcher(text).matches() || USING_CACHE.matcher(text).matches());
    }

    private static @Nullable Matcher step(String text) {
        Matcher matcher = text.startsWith("Step ") ? STEP.matcher(text) : null;
        return matcher != null && matcher.matches() ? matcher : null;
    }

    private static int number(Matcher step) {
        return Integer.parseInt(step.group(2));
    }

    private static @Nullable Integer total(Matcher step) {
        return step.group(3) == null ? null : Integer.valueOf(step.group(3));
    }

    private boolean isNext(Matcher step) {
        return number(step) == lastNumber + 1 && Objects.equals(total(step), total);
    }

    private boolean ended() {
        return current != null && (!current.marks.isEmpty() || result);
    }

    /** Whether nothing more is to be heard of the step. */
    private boolean settled() {
        return ended() || candidateError != null;
    }

    private Verdict step(Matcher step, LogLine line, String text) {
        int number = number(step);
        // until 1.13 each trigger of a base image is a step of a file of one line
        boolean triggered = triggersLeft > 0 && (number <= 1 || step.group(1) != null);
        if (!triggered && current != null) {
            boolean goesOn = number > lastNumber && Objects.equals(total(step), total);
            if (over || (!goesOn && (number <= 1 || settled()))) {
                return Verdict.NEXT_BUILD;
            }
            if (!goesOn) {
                draft.stamp(line.stamp());
                if (!prints) {
                    odd.add(
                            OddLines.Kind.STEP_OUT_OF_ORDER,
                            line.number(),
                            "step " + number + " cannot follow step " + lastNumber);
                }
                return within(current, text, line); // a build's output, printed by a step of this one
            }
        }
        draft.stamp(line.stamp());
        endPrevious(line.stamp());
        String id = Integer.toString(number);
        if (triggered) {
            triggersLeft--;
            id = lastNumber + "." + ++trigger;
        } else {
            missingBefore(number, total(step), line.number());
            lastNumber = number;
            total = total(step);
            trigger = 0;
            triggersLeft = 0;
        }
        begin(id, step.group(4).strip(), number, total(step), line);
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

    private void begin(String id, String command, int number, @Nullable Integer total, LogLine line) {
        boolean global = isArgument(command) && stages.isEmpty() && number == draft.vertices.size() + 1;
        StepName name = global
                ? StepName.ofGlobalArgument(command, number, total)
                : StepName.ofInstruction(command, null, number, total);
        VertexNotes notes = draft.vertex(id, name, line.number());
        stages.read(notes);
        current = notes;
        currentStart = line.stamp();
        prints = "RUN".equals(notes.name.instruction());
        freshStep = true;
        result = false;
        resultStamp = null;
        candidateError = null;
        failed = false;
        afterError = 0;
        listener.started(id, notes.name);
    }

    private Verdict beforeSteps(String text) {
        if (text.startsWith("Error response from daemon: ")) {
            draft.error = text.substring("Error response from daemon: ".length());
            over = true;
            return Verdict.TAKEN;
        }
        return Verdict.FOREIGN;
    }

    private Verdict within(VertexNotes notes, String text, LogLine line) {
        Instant stamp = line.stamp();
        boolean first = freshStep;
        if (!text.isBlank()) {
            freshStep = false;
        }
        char c = text.isEmpty() ? 0 : text.charAt(0);
        if ((c == ' ' || c == '-') && RESULT.matcher(text).matches()) {
            if (result && !prints && !"FROM".equals(notes.name.instruction())) {
                odd.add(OddLines.Kind.SAID_TWICE, line.number(), "step " + notes.id + " has a result already");
            }
            result = true;
            resultLines = 1;
            resultStamp = stamp;
            // since 17.06 the triggers are over with FROM; before, each is a step with or without a result of its own
            triggersLeft = "FROM".equals(notes.name.instruction()) ? 0 : triggersLeft;
            return Verdict.TAKEN;
        }
        if (USING_CACHE.matcher(text).matches() && (first || "FROM".equals(notes.name.instruction()))) {
            if (first) {
                end(Mark.CACHED, stamp);
            }
            return Verdict.TAKEN; // below FROM it is said of a trigger
        }
        if (c == '#' && "FROM".equals(notes.name.instruction())) {
            Matcher triggers = TRIGGERS.matcher(text);
            if (triggers.matches()) {
                triggersLeft = Integer.parseInt(triggers.group(1));
                prints = true;
                return Verdict.TAKEN;
            }
        }
        if (!prints && (c == ' ' || c == '-') && USING_CACHE.matcher(text).matches()) {
            if (!ended()) {
                end(Mark.CACHED, stamp); // below a note or a download, which come before the cache is asked
                return Verdict.TAKEN;
            }
            odd.add(OddLines.Kind.SAID_TWICE, line.number(), "step " + notes.id + " is found in the cache too late");
            return Verdict.TAKEN;
        }
        if ((c == ' ' || c == '-' || c == 'R' || c == 'E')
                && RUNNING.matcher(text).matches()) {
            return Verdict.TAKEN;
        }
        boolean last = total == null || lastNumber >= total;
        if (c == 'S' && last && ended() && SUCCESS.matcher(text).matches()) {
            endPrevious(resultStamp);
            draft.succeeded = true;
            over = true;
            return Verdict.TAKEN;
        }
        if (isCancel(text) && ended()) {
            endPrevious(resultStamp); // between two steps
            draft.canceled = true;
            over = true;
            return Verdict.TAKEN;
        }
        if (c == 'O' && last && ended() && ClassicError.isAfterSteps(text)) {
            endPrevious(resultStamp);
            draft.error = text;
            over = true;
            return Verdict.TAKEN;
        }
        if (c == '[' && result && LEFTOVER.matcher(text).matches()) {
            return Verdict.TAKEN;
        }
        return output(notes, text, stamp);
    }

    private Verdict output(VertexNotes notes, String text, @Nullable Instant stamp) {
        if (!notes.marks.isEmpty() || text.isEmpty()) {
            return Verdict.TAKEN; // between a step's end and the next one only blank lines and warnings are printed
        }
        String command = prints ? ClassicError.ofCommand(notes, text) : null;
        boolean told = command != null && ClassicError.tellsOf(notes, command);
        if (failed && !told) {
            afterError++;
            return Verdict.FOREIGN;
        }
        if (command != null || isCancel(text)) {
            // a command may print this of a build of its own: the last one counts
            suppose(notes, command != null ? command : text, told || !prints);
            return Verdict.TAKEN;
        }
        String other = result || (prints && notes.logLines > 0) ? null : ClassicError.ofStep(text, prints);
        if (other != null) {
            suppose(notes, other, true);
            return Verdict.TAKEN;
        }
        if (prints && result) {
            result = false; // the step goes on, so what looked like its result was output
            notes.logLines += resultLines;
        }
        if (prints && candidateError != null) {
            candidateError = null; // of a command within the step
            notes.logLines++;
        }
        notes.logLines++;
        listener.output(notes.id, notes.name, text);
        if (prints && text.contains(" ---> ") && GLUED_RESULT.matcher(text).matches()) {
            result = true;
            resultLines = 0;
            resultStamp = stamp;
        }
        return Verdict.TAKEN;
    }

    private void suppose(VertexNotes notes, String error, boolean ofThisStep) {
        if (prints) {
            notes.logLines += (result ? resultLines : 0) + (candidateError == null ? 0 : 1) + afterError;
            result = false;
        }
        candidateError = error;
        failed = ofThisStep;
        afterError = 0;
    }

    private static boolean isArgument(String command) {
        return command.regionMatches(true, 0, "ARG ", 0, 4);
    }

    private static boolean isCancel(String text) {
        return CANCEL.matcher(text).matches();
    }

    /** A step that was followed by another has ended, even where an excerpt lost its last line. */
    private void endPrevious(@Nullable Instant stamp) {
        if (current != null && current.marks.isEmpty()) {
            if (prints && candidateError != null) {
                current.logLines += 1 + afterError; // the step went on
            }
            end(Mark.DONE, result ? resultStamp : stamp);
        }
    }

    private void end(Mark mark, @Nullable Instant stamp) {
        VertexNotes notes = current;
        if (notes == null) {
            return;
        }
        notes.mark(mark);
        if (currentStart != null && stamp != null) {
            notes.intervals.add(new Interval(currentStart, stamp.isBefore(currentStart) ? currentStart : stamp));
        }
        listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
    }

    private static boolean isContextTransfer(String text) {
        return text.startsWith("Sending build context to Docker daemon") || text.startsWith("Uploading context ");
    }
}
