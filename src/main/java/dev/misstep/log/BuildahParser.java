package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.log.BuildahLane.Result;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
    private static final NearWords OF_CACHE = new NearWords("--> Using cache ", "--> Cache pulled from remote ");

    private final BuildDraft draft;
    private final BuildListener listener;
    private final BuildahStages stages;
    private final BuildahResults results;
    private @Nullable BuildahError candidateError;
    /** One above the beginnings of other stages, which were not stopped at once; nothing else was heard since. */
    private @Nullable BuildahError earlierError;

    private @Nullable Instant errorStamp;
    private long errorLine;
    private boolean over;

    BuildahParser(long firstLine, BuildListener listener) {
        this.draft = new BuildDraft(Format.BUILDAH, firstLine);
        this.listener = listener;
        this.stages = new BuildahStages(draft, listener);
        this.results = new BuildahResults(draft, stages);
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
            printed(text, line);
            return accept(line.withText(glued));
        }
        if (over && failAfterAll(text, line.stamp())) {
            return Verdict.TAKEN;
        }
        if (over) {
            boolean lastWord = said.kind() == BuildahLine.Kind.TAGGED || said.kind() == BuildahLine.Kind.BARE_IMAGE;
            return lastWord ? Verdict.TAKEN : Verdict.FOREIGN;
        }
        if (said.kind() == BuildahLine.Kind.OTHER && candidateError != null && candidateError.step() != null) {
            return Verdict.FOREIGN; // below the error
        }
        draft.stamp(line.stamp());
        boolean tellsNothing = said.kind() == BuildahLine.Kind.OTHER || said.kind() == BuildahLine.Kind.NOISE;
        earlierError = tellsNothing ? earlierError : null;
        switch (said.kind()) {
            case COMMIT -> {
                if (results.commit(said, line.stamp())) {
                    candidateError = null;
                } else {
                    other(text, line);
                }
            }
            case PULLED -> results.pulled(line.number());
            case HIT -> outputUnless(results.hit(said.text(), line.number(), line.stamp()), text);
            case IMAGE -> over |= results.image(said.text(), line.number(), line.stamp());
            case BARE_IMAGE -> {
                BuildahResults.BareImage bare = results.bareImage(said.text(), line.number(), line.stamp());
                over |= bare == BuildahResults.BareImage.END;
                outputUnless(bare != BuildahResults.BareImage.OUTPUT, text);
            }
            case TAGGED -> {
                over |= results.tagged(line.number());
                outputUnless(over, text);
            }
            case NOISE -> {}
            default -> other(text, line);
        }
        return Verdict.TAKEN;
    }

    /** What buildah says behind output without a line end, {@code doneSTEP 3/4: RUN make}, or {@code null}. */
    private @Nullable String glued(String text) {
        BuildahLane lane = stages.live();
        String rest =
                lane == null || !lane.prints() || lane.result != Result.NONE ? null : BuildahLine.behindOutput(text);
        if (lane == null || rest == null || BuildahStages.tellsOf(lane, text)) {
            return null;
        }
        BuildahLine said = BuildahLine.parse(rest);
        boolean its = switch (said.kind()) {
            case STEP -> !results.haveLayers() && said.isKnown() && stages.isNext(said);
            case COMMIT -> stages.committed(said) == lane;
            default -> BuildahStages.tellsOf(lane, rest);
        };
        return its ? rest : null;
    }

    @Override
    public boolean mayResume() {
        BuildahLane lane = stages.live();
        return lane != null && lane.prints() && !over;
    }

    @Override
    public boolean resumes(LogLine line, DialectParser later) {
        BuildahLane lane = stages.live();
        if (lane == null || !mayResume() || !(later instanceof BuildahParser inner) || !isIts(line, lane, inner)) {
            return false;
        }
        lane.doubtful |= lane.isHit(); // which prints no build
        return true;
    }

    private boolean isIts(LogLine line, BuildahLane lane, BuildahParser inner) {
        String text = VertexNotes.limited(line.text());
        BuildahLine said = BuildahLine.parse(text);
        if (said.kind() == BuildahLine.Kind.STEP) {
            return stages.isNext(said) && (inner.over || !inner.stages.isNext(said));
        }
        if (said.kind() == BuildahLine.Kind.COMMIT) {
            return lane == stages.committed(said) && (inner.over || inner.stages.committed(said) == null);
        }
        BuildahLane nested = inner.stages.live();
        return BuildahStages.tellsOf(lane, text) && (nested == null || !BuildahStages.tellsOf(nested, text));
    }

    @Override
    public BuildDraft draft() {
        BuildahError error = candidateError == null ? earlierError : candidateError;
        if (error != null) {
            stages.takeBackWhere(error); // what looked like the step's result was output
        }
        results.end();
        if (error != null) {
            fail(error);
        }
        results.takeBackDoubtful();
        stages.complete();
        return draft;
    }

    @Override
    public boolean over() {
        return over || candidateError != null || earlierError != null;
    }

    private Verdict step(BuildahLine said, LogLine line) {
        BuildahLane lane = stages.of(said);
        boolean otherShape = stages.areNamedOtherwise(said);
        boolean goesOn = !otherShape && (lane == null || BuildahStages.isAfter(said, lane));
        boolean nextPlatform = lane == null && said.platform() != null && !otherShape;
        boolean begins = Dialect.BUILDAH.begins(line.text());
        if (over && !nextPlatform) {
            return begins ? Verdict.NEXT_BUILD : Verdict.FOREIGN;
        }
        if (lane != null && lane.fresh && lane.isOpen() && said.equals(lane.step)) {
            return Verdict.TAKEN; // the same line again
        }
        if (!goesOn) {
            stages.account.wrong(line.number());
            BuildahLane talking = stages.live();
            boolean settled = talking == null || !talking.prints() || candidateError != null;
            if (lane != null && said.isKnown() && Objects.equals(said.total(), lane.step.total())) {
                // one of the numbers is wrong, unless a command prints another build's steps
                lane.doubtful |= said.total() != null || settled || lane.result != Result.NONE;
                stages.saidTwice(said, lane);
            }
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
        BuildahError told = candidateError == null ? earlierError : candidateError;
        earlierError = lane == null && told != null && told.step() != null ? told : null;
        candidateError = null;
        results.confirm(said, lane, line);
        stages.begin(said, lane, line);
        return Verdict.TAKEN;
    }

    private void other(String text, LogLine line) {
        BuildahError error = BuildahError.of(text);
        if (error != null && ends(error)) {
            candidateError = error;
            errorStamp = line.stamp();
            errorLine = line.number();
            return;
        }
        printed(text, line);
    }

    /** A line that is none of buildah's, unless it is one that is damaged. */
    private void printed(String text, LogLine line) {
        stages.account.other(text, line.number());
        if (stages.isFresh() && OF_CACHE.begin(text)) {
            stages.damaged(line.number());
        } else {
            output(text);
        }
    }

    /** Whether such a message ends the build, as far as the step does not go on. */
    private boolean ends(BuildahError error) {
        BuildahLane lane = stages.live();
        if (error.step() != null) {
            boolean named = stages.all().stream().anyMatch(known -> error.tellsOf(known.notes.name.text()));
            return named || (lane != null && lane.isFrom()); // which prints no such thing: its step is above the log
        }
        return lane == null || !lane.prints() || lane.result != Result.NONE; // a command prints errors of its own
    }

    private void outputUnless(boolean taken, String text) {
        if (!taken) {
            output(text);
        }
    }

    private void output(String text) {
        BuildahLane lane = stages.live();
        if (lane == null) {
            List<BuildahLane> open = stages.open();
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
            results.takeBack();
        }
        lane.doubtful |= lane.isHit(); // which prints nothing
        if (lane.result == Result.NONE) {
            lane.fresh = false;
            lane.notes.logLines++;
            listener.output(lane.notes.id, lane.notes.name, text);
        }
    }

    /** Whether an error names the step with which the build seemed to be over: its command printed that end. */
    private boolean failAfterAll(String text, @Nullable Instant at) {
        BuildahError error = BuildahError.of(text);
        if (error == null) {
            return false;
        }
        for (BuildahLane lane : stages.all()) {
            if (lane.prints() && lane.isLast() && !lane.isHit() && error.tellsOf(lane.notes.name.text())) {
                draft.succeeded = false;
                draft.error = error.message();
                lane.failAfterAll(error.message(), at);
                return true;
            }
        }
        return false;
    }

    private void fail(BuildahError error) {
        draft.error = error.message();
        BuildahLane failed = null;
        for (BuildahLane lane : stages.all()) {
            boolean told = error.step() == null ? lane == stages.live() : error.tellsOf(lane.notes.name.text());
            failed = failed == null && !lane.isOver() && told ? lane : failed;
        }
        if (failed == null && error.step() != null) {
            stages.account.wrong(errorLine); // it told that it was over
        }
        if (failed != null) {
            failed.fail(error.message(), errorStamp);
            listener.finished(failed.notes.id, failed.notes.name, failed.notes.status(), failed.notes.seconds());
        }
        candidateError = null;
        over = true;
    }
}
