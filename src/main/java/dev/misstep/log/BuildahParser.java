package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import dev.misstep.log.BuildahLane.Result;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads buildah and podman build from 2018 to today (buildah, imagebuildah/stage_executor.go). A step begins with
 * {@code STEP 2/4: RUN make}, is a hit when {@code --> Using cache 5a2c…} comes next, and ends with
 * {@code --> 5a2c3b4d5e6f}. Without {@code --layers} no step has a result of its own: it ran, and is over when the next
 * begins. What a step prints has no prefix, so that a result counts only once the step does not go on.
 *
 * <p>Ids: the instruction's number; since 1.23 each stage of several counts from 1, so there {@code [2/3] STEP 4/5} is
 * {@code 2.4}, and {@code [linux/arm64] [2/3] STEP 4/5} is {@code linux/arm64 2.4}.
 */
final class BuildahParser implements DialectParser {
    /** How many stages of one build are told apart. */
    private static final int MAX_LANES = 200;

    private final BuildDraft draft;
    private final BuildListener listener;
    private final Map<String, BuildahLane> lanes = new LinkedHashMap<>();
    private final Map<String, ClassicStages> stagesOf = new LinkedHashMap<>();
    private final BuildahRace race = new BuildahRace();
    /** Images found in a cache whose short id is still to be printed. */
    private final Set<String> announced = new LinkedHashSet<>();

    private @Nullable BuildahLane committing;
    private @Nullable BuildahError candidateError;
    private @Nullable Instant errorStamp;
    private boolean pulled;
    /** Whether a step's image was printed: one is then, before the next step is. */
    private boolean layers;

    /** Whether the cache had a step, whether one ran that told so, and whether one was followed by the next without a word. */
    private boolean hits;

    private boolean ran;
    private boolean wordless;

    private boolean over;
    private final OddLines odd = new OddLines();

    BuildahParser(long firstLine, BuildListener listener) {
        this.draft = new BuildDraft(Format.BUILDAH, firstLine);
        this.listener = listener;
    }

    @Override
    public Verdict accept(LogLine line) {
        String text = VertexNotes.limited(line.text());
        BuildahLine said = BuildahLine.parse(text);
        if (said.kind() == BuildahLine.Kind.STEP) {
            return step(said, line);
        }
        String glued = over || said.kind() != BuildahLine.Kind.OTHER ? null : glued(text);
        if (glued != null) {
            output(text);
            return accept(line.withText(glued));
        }
        if (over) {
            boolean lastWord = said.kind() == BuildahLine.Kind.TAGGED || said.kind() == BuildahLine.Kind.BARE_IMAGE;
            return lastWord ? Verdict.TAKEN : Verdict.FOREIGN;
        }
        if (said.kind() == BuildahLine.Kind.OTHER && candidateError != null && candidateError.step() != null) {
            return Verdict.FOREIGN; // below the error
        }
        draft.stamp(line.stamp());
        layers |= said.kind() == BuildahLine.Kind.IMAGE || said.kind() == BuildahLine.Kind.BARE_IMAGE;
        switch (said.kind()) {
            case COMMIT -> commit(said, text, line.stamp());
            case PULLED -> pulled = true;
            case HIT -> hit(said.text(), text, line.stamp());
            case IMAGE -> image(said.text(), line.stamp());
            case BARE_IMAGE -> bareImage(said.text(), text, line.stamp());
            case TAGGED -> tagged(text);
            case NOISE -> {}
            default -> other(text, line.stamp());
        }
        return Verdict.TAKEN;
    }

    /** What buildah says behind output without a line end, {@code doneSTEP 3/4: RUN make}, or {@code null}. */
    private @Nullable String glued(String text) {
        BuildahLane lane = live();
        String rest =
                lane == null || !lane.prints() || lane.result != Result.NONE ? null : BuildahLine.behindOutput(text);
        if (lane == null || rest == null || tellsOf(lane, text)) {
            return null;
        }
        BuildahLine said = BuildahLine.parse(rest);
        boolean its = switch (said.kind()) {
            case STEP -> !layers && said.isKnown() && isNext(said);
            case COMMIT -> committed(said) == lane;
            default -> tellsOf(lane, rest);
        };
        return its ? rest : null;
    }

    @Override
    public boolean mayResume() {
        BuildahLane lane = live();
        return lane != null && lane.prints() && !over;
    }

    @Override
    public boolean resumes(LogLine line, DialectParser later) {
        BuildahLane lane = live();
        if (lane == null || !mayResume() || !(later instanceof BuildahParser inner)) {
            return false;
        }
        String text = VertexNotes.limited(line.text());
        BuildahLine said = BuildahLine.parse(text);
        if (said.kind() == BuildahLine.Kind.STEP) {
            return isNext(said) && (inner.over || !inner.isNext(said));
        }
        if (said.kind() == BuildahLine.Kind.COMMIT) {
            return lane == committed(said) && (inner.over || inner.committed(said) == null);
        }
        BuildahLane nested = inner.live();
        return tellsOf(lane, text) && (nested == null || !tellsOf(nested, text));
    }

    @Override
    public BuildDraft draft() {
        BuildahError error = candidateError;
        for (BuildahLane lane : lanes.values()) {
            if (!lane.isOver() && lane.result != Result.NONE) {
                finish(lane, null);
            }
        }
        if (error != null) {
            fail(error);
        }
        if (hits && wordless) {
            besideOthers();
        }
        stagesOf.values().forEach(stages -> stages.complete(draft.vertices.values()));
        odd.tell(draft);
        return draft;
    }

    /**
     * Until 1.22 stages built side by side are printed without their numbers, so that of hits and runs none tells whose it
     * is: with layers each step has a word of its own, and here one had none before the next began.
     */
    private void besideOthers() {
        for (VertexNotes notes : draft.vertices.values()) {
            boolean failed = notes.marks.stream().anyMatch(mark -> mark.kind() == Mark.Kind.ERROR);
            if ("FROM".equals(notes.name.instruction()) || failed || notes.marks.isEmpty() || notes.logLines > 0) {
                continue; // what printed ran
            }
            notes.withhold();
            if (ran) {
                draft.diagnose(
                        notes.line,
                        "stages were built side by side: whether this step ran or came from the cache is not told");
            } else {
                notes.mark(Mark.CACHED);
            }
        }
    }

    @Override
    public boolean over() {
        return over || candidateError != null;
    }

    private Verdict step(BuildahLine said, LogLine line) {
        BuildahLane lane = lanes.get(said.lane());
        boolean otherShape = lanes.values().stream()
                .anyMatch(known -> known.step.stages() != said.stages()
                        || (known.step.platform() == null) != (said.platform() == null));
        boolean goesOn = !otherShape && (lane == null || isAfter(said, lane));
        boolean nextPlatform = lane == null && said.platform() != null && !otherShape;
        boolean begins = Dialect.BUILDAH.begins(line.text());
        if (over && !nextPlatform) {
            return begins ? Verdict.NEXT_BUILD : Verdict.FOREIGN;
        }
        if (!goesOn) {
            BuildahLane talking = live();
            boolean settled = talking == null || !talking.prints() || candidateError != null;
            if (begins && (said.number() == 1 || settled)) {
                return Verdict.NEXT_BUILD;
            }
            draft.stamp(line.stamp());
            output(line.text()); // a build's output, printed by a step of this one
            return Verdict.TAKEN;
        }
        draft.stamp(line.stamp());
        over = false;
        draft.succeeded = false;
        candidateError = null;
        committing = null;
        confirm(said, lane, line.stamp());
        begin(said, lane, line);
        return Verdict.TAKEN;
    }

    /** Triggers of the base image are counted once FROM is over, so that a stage's total may change below it. */
    private static boolean isAfter(BuildahLine said, BuildahLane lane) {
        boolean sameStage = Objects.equals(said.total(), lane.step.total()) || lane.isFrom();
        int ahead = said.number() - lane.step.number();
        // an excerpt may leave steps out, and a mistyped instruction is printed before it is refused
        return sameStage && ahead > 0 && (said.isKnown() || (ahead == 1 && said.total() != null));
    }

    private boolean isNext(BuildahLine said) {
        BuildahLane lane = lanes.get(said.lane());
        return lane != null && isAfter(said, lane) && said.number() == lane.step.number() + 1;
    }

    /** A step begins: those that have a result are over, and so is the one before it in its stage. */
    private void confirm(BuildahLine said, @Nullable BuildahLane before, @Nullable Instant at) {
        List<BuildahLane> open = open();
        for (BuildahLane lane : lanes.values()) {
            if (lane != before && lane.result != Result.NONE) {
                finish(lane, at);
            }
        }
        if (before != null) {
            boolean quiet = before.isOpen() && !before.isFrom() && before.notes.logLines == 0;
            wordless |= said.total() == null && quiet;
            if (before.result == Result.NONE) {
                before.heard(race.missing(before), null);
            }
            finish(before, at);
        } else if (open.size() == 1 && open.get(0).isLast() && said.number() == 1) {
            finish(open.get(0), at); // stages one after the other, without layers
        }
        if (open().isEmpty()) {
            announced.clear();
            pulled = false;
        }
    }

    private void begin(BuildahLine said, @Nullable BuildahLane before, LogLine line) {
        missingBefore(said, before, line.number());
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
            before.index = index;
            before.begin(said, notes, line.stamp());
        } else if (lanes.size() < MAX_LANES) {
            lanes.put(said.lane(), new BuildahLane(stages, index, said, notes, line.stamp()));
        } else {
            draft.tooMany(line.number());
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
        String base = from.text().substring("FROM".length()).strip();
        return from.total() == null
                && base.length() == 64
                && before.fullImage
                && before.stages.isImageOf(before.index, base);
    }

    private void commit(BuildahLine said, String text, @Nullable Instant at) {
        BuildahLane lane = committed(said);
        if (lane == null) {
            other(text, at);
            return;
        }
        candidateError = null;
        if (lane.result == Result.NONE) {
            Result told = race.missing(lane);
            lane.heard(told == Result.NONE ? Result.RAN : told, at);
        }
        committing = lane;
        ran = true;
    }

    /** The stage whose last step is over with that line, or {@code null}. */
    private @Nullable BuildahLane committed(BuildahLine said) {
        BuildahLane lane = lanes.get(said.lane());
        if (lane == null || lane.isOver()) {
            return null;
        }
        boolean ends = said.number() == 0 ? lane.isLast() : said.number() == lane.step.number() + 1;
        return ends ? lane : null;
    }

    private void hit(String image, String text, @Nullable Instant at) {
        List<BuildahLane> open = runners();
        BuildahLane alone = live();
        if (alone != null && alone.prints() && !alone.fresh) {
            output(text);
            return;
        }
        if (alone != null && !open.contains(alone) && alone.result == Result.RAN) {
            alone.takeBack();
            open.add(alone);
        }
        if (announced.size() < MAX_LANES) {
            announced.add(image);
        }
        hits = true;
        race.add(pulled ? Result.PULLED : Result.HIT, image, at, open);
        pulled = false;
        open.forEach(lane -> lane.fullImage = true);
    }

    private void image(String image, @Nullable Instant at) {
        BuildahLane last = committing;
        if (last != null) {
            last.heard(last.result, at);
            last.stages.gave(last.index, image);
            succeed();
            return;
        }
        for (String known : announced) {
            if (known.startsWith(image)) {
                announced.remove(known);
                lanes.values().forEach(lane -> lane.fullImage = lane.fullImage && image.length() == 64);
                return;
            }
        }
        List<BuildahLane> open = runners();
        open.forEach(lane -> lane.fullImage = image.length() == 64);
        ran = true;
        race.add(Result.RAN, image, at, open);
    }

    private void bareImage(String image, String text, @Nullable Instant at) {
        BuildahLane lane = live();
        if (committing != null) {
            image(image, at);
        } else if (lane != null && lane.step.total() == null) {
            lane.fullImage = false;
            race.add(Result.RAN, image, at, open());
        } else if (open().isEmpty() && lanes.values().stream().allMatch(BuildahLane::isLast)) {
            succeed(); // all was cached and nothing to be named
        } else if (lane != null && lane.prints()) {
            output(text);
        }
    }

    private void tagged(String text) {
        if (committing != null) {
            succeed();
        } else {
            output(text);
        }
    }

    /** The builder said that the build was over and well, and so is what no result was told of. */
    private void succeed() {
        for (BuildahLane lane : lanes.values()) {
            if (lane.isOpen()) {
                lane.heard(race.missing(lane), null);
            }
            finish(lane, null);
        }
        committing = null;
        draft.succeeded = true;
        over = true;
    }

    private void other(String text, @Nullable Instant at) {
        BuildahError error = BuildahError.of(text);
        if (error != null && ends(error)) {
            candidateError = error;
            errorStamp = at;
            return;
        }
        output(text);
    }

    /** Whether such a message ends the build, as far as the step does not go on. */
    private boolean ends(BuildahError error) {
        if (error.step() != null) {
            return lanes.values().stream().anyMatch(lane -> error.tellsOf(lane.notes.name.text()));
        }
        BuildahLane lane = live();
        return lane == null || !lane.prints() || lane.result != Result.NONE; // a command prints errors of its own
    }

    private void output(String text) {
        BuildahLane lane = live();
        if (lane == null) {
            List<BuildahLane> open = open();
            lane = open.size() == 1 ? open.get(0) : null;
        }
        if (lane == null || text.isBlank()) {
            return;
        }
        if (candidateError != null && candidateError.step() == null && lane.prints()) {
            candidateError = null; // of a command within the step
        }
        if (candidateError != null || !lane.prints()) {
            return;
        }
        if (lane.result == Result.RAN) {
            lane.takeBack();
            committing = null;
        }
        if (lane.result == Result.NONE) {
            lane.fresh = false;
            lane.notes.logLines++;
            listener.output(lane.notes.id, lane.notes.name, text);
        }
    }

    private static boolean tellsOf(BuildahLane lane, String text) {
        BuildahError error = BuildahError.of(text);
        return error != null && error.tellsOf(lane.notes.name.text());
    }

    /** The only stage that is being built, or {@code null} where there are several or none. */
    private @Nullable BuildahLane live() {
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
    private List<BuildahLane> open() {
        List<BuildahLane> open = new ArrayList<>();
        for (BuildahLane lane : lanes.values()) {
            if (lane.isOpen()) {
                open.add(lane);
            }
        }
        return open;
    }

    /** The stages whose step can have a result now: one that copies from another stage waits for it. */
    private List<BuildahLane> runners() {
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

    private void finish(BuildahLane lane, @Nullable Instant at) {
        if (lane.isOver()) {
            return;
        }
        lane.finish(at);
        VertexNotes notes = lane.notes;
        if (lane.lost) {
            draft.diagnose(
                    notes.line,
                    "stages were built side by side: whether this step ran or came from the cache is not told");
        } else {
            listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
        }
    }

    private void fail(BuildahError error) {
        draft.error = error.message();
        BuildahLane failed = null;
        for (BuildahLane lane : lanes.values()) {
            boolean told = error.step() == null ? lane == live() : error.tellsOf(lane.notes.name.text());
            failed = failed == null && !lane.isOver() && told ? lane : failed;
        }
        if (failed != null) {
            failed.fail(error.message(), errorStamp);
            listener.finished(failed.notes.id, failed.notes.name, failed.notes.status(), failed.notes.seconds());
        }
        candidateError = null;
        over = true;
    }
}
