package dev.misstep.log;

import dev.misstep.build.StatusRule;
import dev.misstep.build.StepName;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the cache key of a step could not be computed, so that CACHED is no hit, as far as a build's log tells. */
final class KeyErrors {
    private final BuildDraft draft;
    /** Whether a damaged line may have told so. */
    private boolean doubtful;

    KeyErrors(BuildDraft draft) {
        this.draft = draft;
    }

    /** A line is damaged that may have told so; where no other line tells it, hits have no status. */
    void doubt(long line) {
        if (!doubtful) {
            doubtful = true;
            draft.diagnose(
                    line,
                    "this line is damaged: if a cache key could not be computed, CACHED is no hit; shown as unfinished");
        }
    }

    /** The line is lost that told how that vertex failed. A RUN without mounts has a key that depends on no files. */
    void doubtLost(String vertex) {
        StepName step = StepName.parse(vertex);
        boolean runs = "RUN".equals(step.instruction()) && !step.command().contains("--mount");
        if (!doubtful && !runs && !"WORKDIR".equals(step.instruction())) {
            doubtful = true;
            draft.diagnose(
                    0,
                    "no line tells how " + vertex
                            + " failed: if its cache key could not be computed, CACHED is no hit; shown as unfinished");
        }
    }

    /** What may have been told of the display may have been told of its target. */
    void inherit(KeyErrors display) {
        doubtful = display.doubtful;
    }

    boolean told() {
        return ofVertices().anyMatch(StatusRule::isKeyError) || (isLastWord() && !draft.hasWrittenResult());
    }

    /** Whether a stage of the build has two lengths: lines of another one stand among its own, and the error may be that one's. */
    boolean mayBeOfAnother() {
        Map<String, Integer> lengths = new HashMap<>();
        for (VertexNotes notes : draft.vertices.values()) {
            Integer total = notes.name.index() == null || !draft.namesTargets() ? null : notes.name.total();
            Integer known = total == null ? null : lengths.putIfAbsent(CutName.stage(notes.name.text()), total);
            if (known != null && !known.equals(total)) {
                return true;
            }
        }
        return false;
    }

    private boolean isLastWord() {
        return draft.error != null && StatusRule.isKeyError(draft.error);
    }

    /** Whether a line that is damaged may have told so. */
    boolean mayBeTold() {
        if (!doubtful && told() && mayBeOfAnother()) {
            doubtful = true;
            draft.diagnose(
                    0,
                    "lines of several builds stand here as one: of which a cache key could not be computed, so that CACHED is no hit, is not known; shown as unfinished");
        }
        if (!doubtful && isLastWord() && draft.hasWrittenResult()) {
            doubtful = true; // keys are computed before anything is written: another target's, or another build's
            draft.diagnose(
                    0,
                    "the last error is of a cache key, and none of this build's steps tells it: whose hits were none is not known; shown as unfinished");
        }
        if (!doubtful && draft.namesTargets()) {
            if (isDamaged(draft.error)) {
                doubt(0);
            }
            for (VertexNotes notes : draft.vertices.values()) {
                if (isDamaged(notes.error())) {
                    doubt(notes.line);
                }
            }
        }
        return doubtful;
    }

    /** Whether an error with which that line, the log's last, ends could have gone on to tell so. */
    boolean mayFollow(String lastLine) {
        return errors().anyMatch(error -> isOpen(error, lastLine));
    }

    /** Whether that line ends within that error, which could have been one that decides. */
    static boolean isOpen(@Nullable String error, @Nullable String lastLine) {
        return error != null && lastLine != null && lastLine.endsWith(error) && StatusRule.isUndecided(error);
    }

    private static boolean isDamaged(@Nullable String error) {
        return error != null && StatusRule.resemblesKeyError(error);
    }

    private Stream<String> errors() {
        return Stream.concat(Stream.ofNullable(draft.error), ofVertices());
    }

    private Stream<String> ofVertices() {
        return draft.vertices.values().stream().flatMap(notes -> Stream.ofNullable(notes.error()));
    }
}
