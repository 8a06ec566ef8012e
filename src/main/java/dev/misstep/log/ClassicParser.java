package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Interval;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the classic builder from 2013 to today (moby, daemon/builder/dockerfile). A step begins with
 * {@code Step 2/4 : RUN make}, is a hit when {@code  ---> Using cache} comes next, and ends with {@code  ---> 5a2c3b4d5e6f}.
 * What a step prints has no prefix, so only text that nothing else writes is taken for the builder's.
 */
final class ClassicParser implements DialectParser {
    private static final Pattern STEP = Pattern.compile("Step (\\d{1,5})(?:/(\\d{1,5}))? : (.*)", Pattern.DOTALL);
    private static final Pattern RESULT = Pattern.compile(" ?---> ([0-9a-f]{12,64})");
    private static final Pattern USING_CACHE = Pattern.compile(" ?---> Using cache");
    private static final Pattern RUNNING = Pattern.compile(
            " ?---> (?:Running in|Removed intermediate container|\\[Warning\\]).*"
                    + "|Removing intermediate container [0-9a-f]{12,64}",
            Pattern.DOTALL);
    // "# Executing 2 build triggers", older "# Executing 1 build trigger..."
    private static final Pattern TRIGGERS = Pattern.compile("# Executing (\\d{1,4}) build triggers?(?:\\.\\.\\.)?");
    private static final Pattern SUCCESS = Pattern.compile("Successfully (?:built [0-9a-f]{12,64}|tagged \\S+)");
    // "The command '/bin/sh -c false' returned a non-zero code: 1", in 2015 "INFO[0000] The command [/bin/sh -c false]
    // …"
    private static final Pattern NON_ZERO = Pattern.compile(
            "(?:\\S+\\[\\d+\\] )?(The command (?:'.*'|\\[.*\\]) returned a non-zero code: \\d+)", Pattern.DOTALL);
    // what ends a build in another step than RUN; these have no output of their own
    private static final Pattern OTHER_ERROR = Pattern.compile(
            "(?:COPY|ADD) failed: .*|Error response from daemon: .*|GetFileAttributesEx .*|.*: no such file or directory"
                    + "|(?:lstat|stat) .*|pull access denied for .*|manifest for .* not found.*|.*no space left on device.*"
                    + "|invalid reference format.*|failed to .*|When using COPY with more than one source file.*",
            Pattern.DOTALL);
    private static final Pattern STAGE = Pattern.compile("(?i)FROM\\s+(?:--\\S+\\s+)*(\\S+)(?:\\s+AS\\s+(\\S+))?\\s*");
    private static final Pattern COPY_FROM = Pattern.compile("(?i)(?:COPY|ADD)\\s.*?--from=(\\S+).*", Pattern.DOTALL);

    private final BuildDraft draft;
    private final BuildListener listener;
    private final ClassicStages stages = new ClassicStages();
    private @Nullable VertexNotes current;
    private @Nullable Instant currentStart;
    private @Nullable String candidateError;
    private int lastNumber;
    private int triggersLeft;
    private int trigger;
    private boolean freshStep;
    private boolean over;

    ClassicParser(long firstLine, BuildListener listener) {
        this.draft = new BuildDraft(Format.CLASSIC, firstLine);
        this.listener = listener;
    }

    @Override
    public Verdict accept(LogLine line) {
        String text = line.text();
        Matcher step = STEP.matcher(text);
        if (step.matches()) {
            return step(step, line);
        }
        if (isContextTransfer(text)) {
            if (current != null || over) {
                return over ? Verdict.NEXT_BUILD : output(line);
            }
            draft.stamp(line.stamp());
            return Verdict.TAKEN;
        }
        if (over) {
            return SUCCESS.matcher(text).matches() ? Verdict.TAKEN : Verdict.FOREIGN;
        }
        draft.stamp(line.stamp());
        return current == null ? beforeSteps(text) : within(current, line);
    }

    @Override
    public BuildDraft draft() {
        if (current != null && current.marks.isEmpty() && candidateError != null) {
            end(Mark.failure(candidateError), null);
            draft.error = candidateError;
        }
        stages.name(draft.vertices.values());
        return draft;
    }

    @Override
    public boolean over() {
        return over;
    }

    /** The builder itself said that the build is over: the step that was open ended then. */
    void end(Instant at, @Nullable String error) {
        draft.stamp(at);
        if (current != null && current.marks.isEmpty() && error != null) {
            end(Mark.failure(error), at);
        }
        draft.error = error;
        candidateError = null;
    }

    private Verdict step(Matcher step, LogLine line) {
        int number = Integer.parseInt(step.group(1));
        boolean triggered = triggersLeft > 0 && number <= trigger + 1;
        if (!triggered && (over || number <= lastNumber)) {
            return Verdict.NEXT_BUILD;
        }
        draft.stamp(line.stamp());
        endPrevious(line.stamp());
        String command = step.group(3).strip();
        String id = Integer.toString(number);
        if (triggered) {
            triggersLeft--;
            trigger = number;
            id = lastNumber + "." + number;
            command = "ONBUILD " + command;
        } else {
            lastNumber = number;
            trigger = 0;
        }
        Integer total = step.group(2) == null ? null : Integer.valueOf(step.group(2));
        begin(id, command, number, total, line);
        return Verdict.TAKEN;
    }

    private void begin(String id, String command, int number, @Nullable Integer total, LogLine line) {
        boolean global = isArgument(command) && stages.isEmpty() && number == draft.vertices.size() + 1;
        StepName name = global
                ? StepName.ofGlobalArgument(command, number, total)
                : StepName.ofInstruction(command, null, number, total);
        VertexNotes notes = new VertexNotes(id, name, line.number());
        draft.vertices.put(id, notes);
        Matcher from = STAGE.matcher(command);
        Matcher copy = COPY_FROM.matcher(command);
        if (from.matches()) {
            stages.begin(notes, from.group(1), from.group(2));
        } else {
            stages.add(notes, copy.matches() ? copy.group(1) : null);
        }
        current = notes;
        currentStart = line.stamp();
        freshStep = true;
        candidateError = null;
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

    private Verdict within(VertexNotes notes, LogLine line) {
        String text = line.text();
        boolean first = freshStep;
        if (!text.isBlank()) {
            freshStep = false;
        }
        if (RESULT.matcher(text).matches()) {
            if (notes.marks.isEmpty()) {
                end(Mark.DONE, line.stamp());
            }
            return Verdict.TAKEN;
        }
        if (first && USING_CACHE.matcher(text).matches()) {
            end(Mark.CACHED, line.stamp());
            return Verdict.TAKEN;
        }
        Matcher triggers = TRIGGERS.matcher(text);
        if (triggers.matches() && "FROM".equals(notes.name.instruction())) {
            triggersLeft = Integer.parseInt(triggers.group(1));
            return Verdict.TAKEN;
        }
        if (RUNNING.matcher(text).matches()) {
            return Verdict.TAKEN;
        }
        if (SUCCESS.matcher(text).matches() && !notes.marks.isEmpty()) {
            draft.succeeded = true;
            over = true;
            return Verdict.TAKEN;
        }
        if (text.equals("Build cancelled") && notes.marks.isEmpty()) {
            end(Mark.CANCELED, line.stamp());
            draft.canceled = true;
            over = true;
            return Verdict.TAKEN;
        }
        return output(line);
    }

    private Verdict output(LogLine line) {
        VertexNotes notes = current;
        String text = line.text();
        if (notes == null || !notes.marks.isEmpty()) {
            return Verdict.TAKEN; // between a step's end and the next one only blank lines and warnings are printed
        }
        Matcher nonZero = NON_ZERO.matcher(text);
        boolean run = isRun(notes);
        if (nonZero.matches() && run) {
            candidateError =
                    nonZero.group(1); // a command may print the same of a build of its own: the last one counts
        } else if (!run && candidateError == null && OTHER_ERROR.matcher(text).matches()) {
            candidateError = text;
        } else if (!text.isEmpty()) {
            notes.logLines++;
            listener.output(notes.id, notes.name, text);
        }
        return Verdict.TAKEN;
    }

    private static boolean isArgument(String command) {
        return command.regionMatches(true, 0, "ARG ", 0, 4);
    }

    private static boolean isRun(VertexNotes notes) {
        return notes.name.text().toUpperCase(Locale.ROOT).matches("(?:ONBUILD )?RUN\\b[\\s\\S]*");
    }

    /** A step that was followed by another has ended, even where an excerpt lost its last line. */
    private void endPrevious(@Nullable Instant stamp) {
        if (current != null && current.marks.isEmpty()) {
            end(Mark.DONE, stamp);
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
