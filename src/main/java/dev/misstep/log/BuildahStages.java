package dev.misstep.log;

import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The stages of a buildah build, of which several may be built side by side: which step each is at, and which comes next. */
final class BuildahStages {
    /** How many stages of one build are told apart. */
    static final int MAX_LANES = 200;

    private static final String BESIDE_OTHERS =
            "stages were built side by side: whether this step ran or came from the cache is not told";

    /** A step's line without its end: {@code STEP 2/4: COPY a /a--> Using cache 5a2c…}. */
    private static final Pattern JOINED =
            Pattern.compile(".*--> (?:Using cache |Cache pulled from |[0-9a-f]{10,64}\\z).*", Pattern.DOTALL);

    private final BuildDraft draft;
    private final BuildListener listener;
    private final Map<String, BuildahLane> lanes = new LinkedHashMap<>();
    private final Map<String, ClassicStages> stagesOf = new LinkedHashMap<>();
    private final OddLines odd = new OddLines();
    final BuildahAccount account;
    /** Number of the line that may be of the step that begins next, or 0. */
    private long surplusLine;

    BuildahStages(BuildDraft draft, BuildListener listener) {
        this.draft = draft;
        this.listener = listener;
        this.account = new BuildahAccount(draft);
    }

    /** The stage that the line names, or {@code null} where it did not begin. */
    @Nullable
    BuildahLane of(BuildahLine said) {
        return lanes.get(said.lane());
    }

    List<BuildahLane> all() {
        return List.copyOf(lanes.values());
    }

    /** Whether lines of this build name their stages or platforms and that one does not, or the other way round. */
    boolean areNamedOtherwise(BuildahLine said) {
        return lanes.values().stream()
                .anyMatch(known -> known.step.stages() != said.stages()
                        || (known.step.platform() == null) != (said.platform() == null));
    }

    /** Tells each step its stage, and what lines were odd. */
    void complete() {
        stagesOf.values().forEach(stages -> stages.complete(draft.vertices.values()));
        account.complete();
        odd.tell(draft);
    }

    /** Triggers of the base image are counted once FROM is over, so that a stage's total may change below it. */
    static boolean isAfter(BuildahLine said, BuildahLane lane) {
        boolean bothCount = (said.total() == null) == (lane.step.total() == null);
        boolean sameStage = Objects.equals(said.total(), lane.step.total()) || (lane.isFrom() && bothCount);
        int ahead = said.number() - lane.step.number();
        // an excerpt may leave steps out, and a mistyped instruction is printed before it is refused
        return sameStage && ahead > 0 && (said.isKnown() || (ahead == 1 && said.total() != null));
    }

    /** Whether that is the next step of its stage. */
    boolean isNext(BuildahLine said) {
        BuildahLane lane = of(said);
        return lane != null && isAfter(said, lane) && said.number() == lane.step.number() + 1;
    }

    /** A step begins, behind the one that its stage was at. */
    void begin(BuildahLine said, @Nullable BuildahLane before, LogLine line) {
        missingBefore(said, before, line.number());
        int expected = before == null ? 1 : before.step.number() + 1;
        String platform = said.platform() == null ? "" : said.platform();
        ClassicStages stages = stagesOf.computeIfAbsent(platform, key -> new ClassicStages());
        StepName name = StepName.ofInstruction(said.text(), said.platform(), null, said.number(), said.total());
        VertexNotes notes = draft.vertex(said.id(), name, line.number());
        int index = said.stages() > 0 ? said.stage() - 1 : before == null ? 0 : before.index;
        if (said.stages() == 0 && before != null && "FROM".equals(name.instruction())) {
            index = isSameStage(said, before) ? index : stages.next();
        }
        if (before == null || index != before.index || !"FROM".equals(name.instruction())) {
            stages.read(notes, index);
        } else {
            notes.inputs.add(before.notes.id);
        }
        if (before != null) {
            before.missed &= before.index == index; // the cache is asked again in the next stage
            if (before.index != index) {
                before.supposed.clear();
            }
            before.index = index;
            before.begin(said, notes, line.stamp());
        } else if (lanes.size() < MAX_LANES) {
            BuildahLane begun = new BuildahLane(stages, index, said, notes, line.stamp());
            if (said.number() > 1 && !lanes.isEmpty()) {
                begun.doubtful = true; // what is missing may have been the end of another stage's step, too
                lanes.values().forEach(other -> other.doubtful |= !other.isOver());
            }
            lanes.put(said.lane(), begun);
        } else {
            draft.tooMany(line.number());
        }
        BuildahLane begun = lanes.get(said.lane());
        if (begun != null) {
            boolean joined = JOINED.matcher(said.text()).matches();
            begun.damagedLine = joined ? line.number() : surplusLine;
        }
        surplusLine = 0;
        account.begun(
                notes, lanes.values().stream().filter(lane -> !lane.isOver()).toList());
        if (said.number() != expected || (begun != null && begun.damagedLine > 0)) {
            account.wrong(line.number());
        }
        listener.started(notes.id, name);
    }

    private void missingBefore(BuildahLine said, @Nullable BuildahLane before, long line) {
        int next = before == null ? 1 : before.step.number() + 1;
        String where = said.lane().isEmpty() ? "" : " of " + said.lane().strip();
        if (before == null && said.number() > 1) {
            odd.add(
                    OddLines.Kind.STEP_OUT_OF_ORDER,
                    line,
                    "the beginning" + where + " is missing: it begins with step " + said.number());
        } else if (said.number() > next) {
            String missing = said.number() == next + 1
                    ? "step " + next + where + " is missing"
                    : "steps " + next + " to " + (said.number() - 1) + where + " are missing";
            odd.add(OddLines.Kind.STEP_OUT_OF_ORDER, line, missing);
        }
    }

    /** With layers, 1.2 to 1.5 print a FROM with the image of the step before in front of each step. */
    private static boolean isSameStage(BuildahLine from, BuildahLane before) {
        String text = from.text();
        String base = text.length() < "FROM".length()
                ? ""
                : text.substring("FROM".length()).strip(); // "FR": it is cut
        return from.total() == null
                && base.length() == 64
                && before.fullImage
                && before.stages.isImageOf(before.index, base);
    }

    /** The stage whose last step is over with that line, or {@code null}. */
    @Nullable
    BuildahLane committed(BuildahLine said) {
        BuildahLane lane = of(said);
        if (lane == null || lane.isOver()) {
            return null;
        }
        boolean counts = said.number() > 0; // until 1.22, as a step that has no total
        boolean ends = counts ? lane.step.total() == null && said.number() == lane.step.number() + 1 : lane.isLast();
        return ends ? lane : null;
    }

    /** The image is committed as a step that comes too early: what was heard of the one before may be of what is missing. */
    void missesStepsBefore(BuildahLine commit) {
        BuildahLane lane = of(commit);
        if (lane != null && !lane.prints() && commit.number() > lane.step.number() + 1) {
            lane.lost |= lane.isHit();
        }
    }

    /**
     * Until 1.22 stages built side by side are printed without their numbers, so that of hits and runs none tells whose it
     * is: with layers each step has a word of its own, and here one had none before the next began.
     *
     * @param ran whether one ran
     */
    void besideOthers(boolean ran) {
        for (VertexNotes notes : draft.vertices.values()) {
            boolean failed = notes.marks.stream().anyMatch(mark -> mark.kind() == Mark.Kind.ERROR);
            if ("FROM".equals(notes.name.instruction()) || failed || notes.marks.isEmpty() || notes.logLines > 0) {
                continue; // what printed ran
            }
            notes.withhold();
            if (ran) {
                draft.diagnose(notes.line, BESIDE_OTHERS);
            } else {
                notes.mark(Mark.CACHED);
            }
        }
    }

    /** How many steps began. */
    long steps() {
        return draft.vertices.values().stream()
                .filter(notes -> !"FROM".equals(notes.name.instruction()))
                .count();
    }

    /** Whether a message tells of the step that the stage is at. */
    static boolean tellsOf(BuildahLane lane, String text) {
        BuildahError error = BuildahError.of(text);
        return error != null && error.tellsOf(lane.notes.name.text());
    }

    /** The only stage that is being built, or {@code null} where there are several or none. */
    @Nullable
    BuildahLane live() {
        BuildahLane only = null;
        for (BuildahLane lane : lanes.values()) {
            if (!lane.isOver()) {
                if (only != null) {
                    return null;
                }
                only = lane;
            }
        }
        return only;
    }

    /** The stages whose step has no result yet. */
    List<BuildahLane> open() {
        List<BuildahLane> open = new ArrayList<>();
        for (BuildahLane lane : lanes.values()) {
            if (lane.isOpen()) {
                open.add(lane);
            }
        }
        return open;
    }

    /** The stages whose step can have a result now: one that copies from another stage waits for it. */
    List<BuildahLane> runners() {
        List<BuildahLane> runners = open();
        Set<BuildahLane> waiting = new LinkedHashSet<>();
        for (BuildahLane lane : runners) {
            for (int used : lane.stages.usedBy(lane.notes)) {
                for (BuildahLane other : lanes.values()) {
                    boolean needed = other.stages == lane.stages && other.index == used && other != lane;
                    if (needed && (other.isOpen() || !other.isLast())) {
                        waiting.add(lane);
                    }
                }
            }
        }
        runners.removeAll(waiting);
        return runners;
    }

    /** The step that the stage is at is over. */
    void finish(BuildahLane lane, @Nullable Instant at) {
        if (lane.isOver()) {
            return;
        }
        lane.finish(at);
        VertexNotes notes = lane.notes;
        if (lane.lost) {
            draft.diagnose(notes.line, BESIDE_OTHERS);
            return;
        }
        boolean hit = lane.isHit() || (lane.hitBelowMiss && lane.isDoubtful());
        if (hit) {
            lane.supposed.refuteBy(notes, odd);
        }
        if (lane.isDoubtful()) {
            withhold(lane);
            return;
        }
        if (!lane.isFrom() && !lane.isHit() && notes.logLines == 0) {
            lane.supposed.add(notes);
        }
        listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
    }

    private void withhold(BuildahLane lane) {
        VertexNotes notes = lane.notes;
        notes.withhold();
        lane.lost = true;
        boolean damaged = lane.damagedLine > 0;
        odd.add(
                OddLines.Kind.NOT_TOLD,
                damaged ? lane.damagedLine : notes.line,
                (damaged ? "this line is damaged, or one by it is missing: " : "") + "whether step " + notes.id
                        + " ran or was found in the cache is not told");
    }

    /**
     * A number is told twice, and the step that has it prints nothing: the command above printed the one or the other, with
     * the hit that stands below its own.
     */
    void saidTwice(BuildahLine said, BuildahLane lane) {
        VertexNotes above = lane.above;
        boolean again = said.number() == lane.step.number() && !lane.prints();
        if (again
                && above != null
                && "RUN".equals(above.name.instruction())
                && above.status().isHit()) {
            above.withhold();
            odd.add(
                    OddLines.Kind.NOT_TOLD,
                    above.line,
                    "whether step " + above.id
                            + " was found in the cache is not told: its command may have printed that");
        }
    }

    /** The step that the error names did not end well. */
    void takeBackWhere(BuildahError error) {
        for (BuildahLane lane : lanes.values()) {
            if (!lane.isOver() && lane.result == BuildahLane.Result.RAN && error.tellsOf(lane.notes.name.text())) {
                lane.takeBack();
            }
        }
    }

    /** Whether nothing was printed below the only step, or below one that prints nothing, that it could have printed. */
    boolean isFresh() {
        BuildahLane alone = live();
        return alone == null || !alone.prints() || alone.fresh;
    }

    /** That line is nearly what buildah says of a step's cache. */
    void damaged(long line) {
        open().forEach(lane -> lane.damagedLine = line);
    }

    /** That line, if it is one, is said of the step that begins next. */
    void mayBeOfTheNext(long line) {
        surplusLine = Math.max(surplusLine, line);
    }

    /** A line that is said of the stage's step there cannot be said of it, and may be of the next. */
    void misplaced(BuildahLane lane, long line, String message) {
        lane.doubtful = true;
        mayBeOfTheNext(line);
        odd.add(OddLines.Kind.SAID_TWICE, line, message);
    }
}
