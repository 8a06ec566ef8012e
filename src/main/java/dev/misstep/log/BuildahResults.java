package dev.misstep.log;

import dev.misstep.log.BuildahLane.Result;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What buildah tells of the steps' results: which the cache had, which ran, and that the last image is there. */
final class BuildahResults {
    private final BuildDraft draft;
    private final BuildahStages stages;
    private final BuildahRace race = new BuildahRace();
    /** Images found in a cache whose short id is still to be printed. */
    private final Set<String> announced = new LinkedHashSet<>();

    /** Number of the line that told of the last of them. */
    private long announcedAt;
    /** Short ids of images that steps gave. */
    private final Set<String> given = new LinkedHashSet<>();
    /** The image that was found last, or {@code null}. */
    private @Nullable String found;

    private @Nullable BuildahLane committing;
    /** Number of the line that told of a remote cache, until the hit is told of; 0 elsewhere. */
    private long pulled;
    /** Whether a step's image was printed: one is then, before the next step is. */
    private boolean printed;

    private final BuildahLayers layers = new BuildahLayers();
    /** How often the cache was said to have a step, whether one ran that told so, and whether one was followed by the next without a word. */
    private int hits;

    private boolean ran;
    private boolean wordless;

    BuildahResults(BuildDraft draft, BuildahStages stages) {
        this.draft = draft;
        this.stages = stages;
    }

    /** A step begins: those that have a result are over, and so is the one before it in its stage. */
    void confirm(BuildahLine said, @Nullable BuildahLane before, LogLine line) {
        Instant at = line.stamp();
        committing = null;
        List<BuildahLane> open = stages.open();
        for (BuildahLane lane : stages.all()) {
            if (lane != before && lane.result != Result.NONE) {
                stages.finish(lane, at);
            }
        }
        if (before != null) {
            before.doubtful |= said.number() > before.step.number() + 1; // what was heard may be of what is missing
            boolean quiet = before.isOpen() && !before.isFrom() && before.notes.logLines == 0;
            wordless |= said.total() == null && quiet;
            if (before.result == Result.NONE) {
                claimMissing(before, line.number());
            }
            boolean sameStage = !said.isFrom();
            layers.over(before, sameStage && stages.live() == before);
            stages.finish(before, at);
        } else if (!stages.account.isTold() && open.size() == 1 && open.get(0).isLast() && said.number() == 1) {
            // stages one after the other, without layers, unless a result comes yet
            stages.account.overWithoutWord(open.get(0).notes, line.number());
            layers.overWithoutWord();
            stages.finish(open.get(0), at);
        }
        if (stages.open().isEmpty()) {
            announced.clear();
            stages.mayBeOfTheNext(pulled);
            pulled = 0;
        }
    }

    /** That stage's step is over, and no result is known to be its own. */
    private void claimMissing(BuildahLane lane, long line) {
        Result told = race.missing(lane);
        lane.heard(told, null);
        if (told == Result.NONE && !lane.isFrom()) {
            stages.account.wordless(line);
        }
    }

    /**
     * The last instruction of a stage is over.
     *
     * @return whether that can be
     */
    boolean commit(BuildahLine said, @Nullable Instant at) {
        BuildahLane lane = stages.committed(said);
        if (lane == null) {
            stages.missesStepsBefore(said);
            return false;
        }
        if (lane.result == Result.NONE) {
            Result told = race.missing(lane);
            lane.heard(told == Result.NONE ? Result.RAN : told, at);
        }
        committing = lane;
        ran = true;
        return true;
    }

    /** The next hit is of a remote cache. */
    void pulled(long line) {
        BuildahLane alone = stages.live();
        if (alone != null && alone.result != Result.NONE) {
            stages.misplaced(alone, line, "step " + alone.notes.id + " is found in a cache too late");
            return;
        }
        pulled = line;
        stages.damaged(line); // unless the hit follows
    }

    /**
     * The cache had an image.
     *
     * @return false where that is output
     */
    boolean hit(String image, long line, @Nullable Instant at) {
        List<BuildahLane> open = stages.runners();
        BuildahLane alone = stages.live();
        if (alone != null && alone.prints() && !alone.fresh) {
            return false;
        }
        if (alone != null && alone.isFrom() && alone.step.total() != null && !alone.isLast()) {
            stages.misplaced(alone, line, "the cache is said to have " + alone.notes.id + ", which is FROM");
            return true;
        }
        if (alone != null && (alone.result == Result.RAN || (alone.isHit() && !image.equals(found)))) {
            stages.misplaced(alone, line, "step " + alone.notes.id + " is found in the cache too late");
            return true;
        }
        if (alone != null && alone.missed && !wordless && open.contains(alone)) {
            alone.hitBelowMiss = true;
            stages.account.wrong(line);
            if (alone.prints()) {
                alone.damagedLine = line; // a command may print it, with more below it
                return true;
            }
            alone.missed = false;
        }
        if (pulled > 0) {
            open.stream().filter(lane -> lane.damagedLine == pulled).forEach(lane -> lane.damagedLine = 0);
        }
        if (announced.size() < BuildahStages.MAX_LANES) {
            announced.add(image);
            announcedAt = line;
        }
        hits++;
        layers.hit(alone);
        found = image;
        if (!race.add(pulled > 0 ? Result.PULLED : Result.HIT, image, at, open)
                || given.stream().anyMatch(image::startsWith)) {
            stages.account.wrong(line);
        }
        pulled = 0;
        open.forEach(lane -> lane.fullImage = true);
        return true;
    }

    /**
     * A step gave an image.
     *
     * @return whether the build is over with it
     */
    boolean image(String image, long line, @Nullable Instant at) {
        printed = true;
        BuildahLane last = committing;
        if (last != null) {
            last.doubtful |= isAnother(image, last);
            last.heard(last.result, at);
            layers.confirmed(last);
            layers.imageTold();
            last.stages.gave(last.index, image);
            announced.removeIf(known -> known.startsWith(image));
            succeed(line);
            return true;
        }
        for (String known : announced) {
            if (known.startsWith(image)) {
                announced.remove(known);
                told(line);
                layers.confirmed(stages.live());
                stages.all().forEach(lane -> lane.fullImage = lane.fullImage && image.length() == 64);
                return false;
            }
        }
        BuildahLane alone = stages.live();
        if (alone != null && isAnother(image, alone)) {
            alone.doubtful = true;
        }
        List<BuildahLane> open = stages.runners();
        open.forEach(lane -> lane.fullImage = image.length() == 64);
        ran = true;
        told(line);
        if (!race.add(Result.RAN, image, at, open)) {
            stages.account.wrong(line);
        }
        if (given.size() < BuildahStages.MAX_LANES) {
            given.add(image);
        }
        return false;
    }

    /** Whether a command printed that the cache had its step, as the step's image is another one. */
    private boolean isAnother(String image, BuildahLane lane) {
        return lane.isHit() && lane.prints() && stages.live() == lane && found != null && !found.startsWith(image);
    }

    /** An image was printed, unless by the command of the only step. */
    private void told(long line) {
        BuildahLane alone = stages.live();
        if (alone == null || !alone.prints()) {
            stages.account.told(line);
            layers.imageTold();
        }
    }

    /** What an id alone says. */
    enum BareImage {
        /** A step gave it. */
        TAKEN,
        /** It is the build's last word. */
        END,
        OUTPUT
    }

    BareImage bareImage(String image, long line, @Nullable Instant at) {
        printed = true;
        BuildahLane lane = stages.live();
        if (committing != null) {
            image(image, line, at);
            return BareImage.END;
        }
        if (lane != null && lane.step.total() == null) {
            if (image.equals(found) && lane.isHit()) {
                draft.succeeded = true; // all was cached, unless another stage follows
                return BareImage.TAKEN;
            }
            if (lane.isHit()) {
                lane.doubtful = true; // what a hit gives is what was found: its command printed that hit
                stages.account.wrong(line);
                return BareImage.TAKEN;
            }
            lane.fullImage = false;
            race.add(Result.RAN, image, at, stages.open());
            return BareImage.TAKEN;
        }
        if (stages.open().isEmpty() && stages.all().stream().allMatch(BuildahLane::isLast)) {
            succeed(line); // all was cached and nothing to be named
            return BareImage.END;
        }
        return lane != null && lane.prints() ? BareImage.OUTPUT : BareImage.TAKEN;
    }

    /**
     * The image has a name.
     *
     * @return whether the build is over with it, or it is output
     */
    boolean tagged(long line) {
        if (committing == null) {
            return false;
        }
        succeed(line);
        return true;
    }

    /** Whether steps tell their images. */
    boolean haveLayers() {
        return printed;
    }

    /** The step that was about to end the build goes on. */
    void takeBack() {
        committing = null;
    }

    /** The log is over: what has a result is over too. */
    void end() {
        if (stages.account.isTold() && !announced.isEmpty()) {
            stages.account.wrong(announcedAt);
        }
        for (BuildahLane lane : stages.all()) {
            if (!lane.isOver() && lane.result != Result.NONE) {
                stages.finish(lane, null);
            }
        }
    }

    /** Takes back what is told of stages that were built side by side without numbers, and hits that commands printed. */
    void takeBackDoubtful() {
        if (hits > 0 && wordless) {
            stages.besideOthers(ran || hits < stages.steps());
        }
        layers.complete(draft);
    }

    /** The builder said that the build was over and well, and so is what no result was told of. */
    private void succeed(long line) {
        for (BuildahLane lane : stages.all()) {
            if (lane.isOpen()) {
                claimMissing(lane, line);
            }
            stages.finish(lane, null);
        }
        if (stages.account.isTold() && (!race.isEmpty() || !announced.isEmpty())) {
            stages.account.wrong(line);
        }
        committing = null;
        draft.succeeded = true;
    }
}
