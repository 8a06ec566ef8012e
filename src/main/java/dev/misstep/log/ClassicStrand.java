package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Interval;
import dev.misstep.build.Mark;
import dev.misstep.log.ClassicLine.Kind;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of several classic builds whose lines are mixed: the step it is at, what was surely said of that, and what may have
 * been. A step has one hit or one container at most, and one result; once a step of a stage missed, the cache is asked no
 * more until the next FROM (moby, daemon/builder/dockerfile, imageprobe.go).
 */
final class ClassicStrand {
    private static final int MAX_POSSIBLE = 100;

    final BuildDraft draft;
    private final ClassicStages stages = new ClassicStages();
    private VertexNotes notes;
    private @Nullable Instant start;
    private int number;
    private @Nullable Integer total;
    /** Whether triggers of the base image may be told of below FROM, each as a step is. */
    private boolean triggers;

    private boolean hit;
    private boolean mayHaveHit;
    private @Nullable String container;
    private boolean mayHaveRun;
    /** The image its step gave, or {@code null}. */
    private @Nullable String image;

    private @Nullable Instant imageStamp;
    /** Images that its step may have given. */
    private final List<String> possible = new ArrayList<>();

    private boolean missed;
    /** Whether another build could have had one of its steps: from there on none is certain to be its own. */
    private boolean lost;

    private boolean over;
    private boolean mayBeOver;

    /** A build that was read alone so far. */
    ClassicStrand(
            BuildDraft alone,
            ClassicStep current,
            int number,
            @Nullable Integer total,
            boolean over,
            boolean triggers) {
        draft = new BuildDraft(Format.CLASSIC, alone.firstLine);
        draft.target = alone.target;
        for (VertexNotes known : alone.vertices.values()) {
            VertexNotes copy = draft.vertex(known.id, known.name, known.line);
            copy.logLines = known.logLines;
            copy.marks.addAll(known.marks);
            copy.intervals.addAll(known.intervals);
            boolean ran = copy.marks.stream().anyMatch(mark -> mark.kind() == Mark.Kind.DONE);
            missed = !isFrom(copy) && (missed || ran);
            stages.read(copy);
        }
        this.notes = List.copyOf(draft.vertices.values()).get(draft.vertices.size() - 1);
        this.start = current.start();
        this.number = number;
        this.total = total;
        this.triggers = triggers;
        this.hit = notes.marks.stream().anyMatch(mark -> mark.kind() == Mark.Kind.CACHED);
        this.mayHaveHit = current.damagedLine > 0;
        this.container = current.container;
        this.image = current.result ? "" : null;
        this.imageStamp = current.resultStamp();
        this.over = over;
        this.missed &= !isFrom();
    }

    /** A build that begins with that line. */
    ClassicStrand(ClassicLine said, LogLine line) {
        draft = new BuildDraft(Format.CLASSIC, line.number());
        notes = begin(said, line);
    }

    /** Its next step begins. */
    void next(ClassicLine said, LogLine line) {
        settle(true);
        hit = false;
        mayHaveHit = false;
        container = null;
        mayHaveRun = false;
        image = null;
        imageStamp = null;
        if (!lost) {
            possible.clear();
        }
        mayBeOver = false;
        triggers = false;
        notes = begin(said, line);
        missed &= !isFrom();
    }

    private VertexNotes begin(ClassicLine said, LogLine line) {
        number = said.number();
        total = said.total();
        start = line.stamp();
        draft.stamp(line.stamp());
        VertexNotes begun =
                draft.vertex(Integer.toString(number), ClassicParser.name(said, stages, draft), line.number());
        stages.read(begun);
        String service = lost ? null : ComposeService.labelled(said.text());
        draft.target = service == null ? draft.target : service;
        return begun;
    }

    /** Whether the line may begin its next step. */
    boolean expects(ClassicLine said) {
        return !over && said.follows(number, total);
    }

    /** Whether that may be said of it now. */
    boolean may(ClassicLine said) {
        if (over || lost || triggers) {
            return !over && (!said.is(Kind.BUILT) || gave(said.text()));
        }
        boolean silent = !isFrom() && !notes.name.step(); // an ARG in front of the first FROM
        boolean asked = hit || container != null || image != null;
        return switch (said.kind()) {
            case HIT -> !isFrom() && !silent && !asked && !missed;
            case RUNNING -> !isFrom() && !silent && !asked;
            case RESULT -> !silent && image == null && (!isRun() || asked || mayHaveHit || mayHaveRun);
            case BUILT -> isLast() && gave(said.text());
            case TRIGGERS -> isFrom() && image == null;
            default -> false;
        };
    }

    /** That is said of it, and of no other. */
    void hear(ClassicLine said, LogLine line) {
        draft.stamp(line.stamp());
        switch (said.kind()) {
            case HIT -> hit |= !triggers;
            case RUNNING -> container = said.text();
            case RESULT -> {
                mayHear(said);
                image = said.text();
                imageStamp = line.stamp();
            }
            case BUILT -> succeed();
            case TRIGGERS -> triggers = true;
            default -> {}
        }
    }

    /** That is said of it or of another. */
    void mayHear(ClassicLine said) {
        mayHaveHit |= said.is(Kind.HIT);
        mayHaveRun |= said.is(Kind.RUNNING);
        if (said.is(Kind.RESULT) && possible.size() < MAX_POSSIBLE) {
            possible.add(said.text());
        }
        mayBeOver |= said.is(Kind.BUILT);
        triggers |= said.is(Kind.TRIGGERS);
    }

    /** A line is damaged that may have told that the cache has its step. */
    void mayHaveHit() {
        mayHaveHit = true;
    }

    /** It is over and well. */
    void succeed() {
        settle(true);
        draft.succeeded = !lost;
        over = true;
    }

    /** It ended with that error, in the step it is at. */
    void fail(String error, LogLine line) {
        if (!lost && notes.marks.isEmpty()) {
            notes.mark(Mark.failure(error));
            draft.error = error;
            draft.stamp(line.stamp());
        }
        over = true;
    }

    void mayHaveFailed() {
        mayBeOver = true;
    }

    /** Another build could have had its next step. */
    void lose() {
        if (hit && notes.marks.isEmpty()) {
            end(Mark.CACHED);
        }
        lost = true;
    }

    /** Marks its step, where that is certain; {@code ended} tells that it is over. */
    private void settle(boolean ended) {
        if (lost || !notes.marks.isEmpty() || !(ended || hit || image != null)) {
            return;
        }
        boolean asksNothing = isFrom() || !notes.name.step();
        if (hit) {
            end(Mark.CACHED);
        } else if (asksNothing || container != null || !mayHaveHit) {
            end(Mark.DONE);
            missed |= !asksNothing;
        }
    }

    private void end(Mark mark) {
        notes.mark(mark);
        Instant from = start;
        Instant at = imageStamp;
        if (from != null && at != null) {
            notes.intervals.add(new Interval(from, at.isBefore(from) ? from : at));
        }
    }

    /** What is known of the build once the log is over. */
    BuildDraft draft(boolean certain) {
        settle(false);
        stages.complete(draft.vertices.values());
        if (!certain) {
            draft.vertices.values().forEach(VertexNotes::withhold);
            draft.succeeded = false;
            draft.error = null;
        }
        return draft;
    }

    /** What a message tells of its step's end, or {@code null}. */
    @Nullable
    String errorIn(String text) {
        if (over || hit || image != null) {
            return null;
        }
        boolean prints = isRun() || triggers;
        String command = prints ? ClassicError.ofCommand(notes, text) : null;
        if (command != null) {
            return ClassicError.tellsOf(notes, command) ? command : null;
        }
        return container == null ? ClassicError.ofStep(text, prints) : null;
    }

    /** Whether its step runs, or ran, in that container. */
    boolean ranIn(String id) {
        return !over && id.equals(container);
    }

    /** Whether a message names the command of its step. */
    boolean tellsOf(String text) {
        return isRun() && ClassicError.ofCommand(notes, text) != null;
    }

    /** Whether a command of its step prints now. */
    boolean prints() {
        return !over && (triggers || (isRun() && container != null));
    }

    /** Whether a command of its step may print now. */
    boolean mayPrint() {
        return prints() || (!over && (lost || (isRun() && mayHaveRun)));
    }

    /** Whether nothing was heard of it but that it begins: a line of prose may look so. */
    boolean isBare() {
        return draft.vertices.size() == 1 && image == null;
    }

    /** The line of its first step. */
    long firstLine() {
        return draft.vertices.values().iterator().next().line;
    }

    boolean isOver() {
        return over;
    }

    boolean mayBeOver() {
        return over || mayBeOver;
    }

    /** Whether that may be the image that its step gave; ids are cut to twelve digits, or are not. */
    private boolean gave(String id) {
        String given = image;
        return (given != null && !lost)
                ? id.startsWith(given) || given.startsWith(id)
                : possible.size() == MAX_POSSIBLE
                        || possible.stream().anyMatch(one -> id.startsWith(one) || one.startsWith(id));
    }

    private boolean isLast() {
        return total == null || number >= total;
    }

    private boolean isRun() {
        return "RUN".equals(notes.name.instruction());
    }

    private boolean isFrom() {
        return isFrom(notes);
    }

    private static boolean isFrom(VertexNotes notes) {
        return "FROM".equals(notes.name.instruction());
    }
}
