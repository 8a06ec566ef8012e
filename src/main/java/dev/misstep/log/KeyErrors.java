package dev.misstep.log;

import dev.misstep.build.StatusRule;
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

    /** What may have been told of the display may have been told of its target. */
    void inherit(KeyErrors display) {
        doubtful = display.doubtful;
    }

    boolean told() {
        return errors().anyMatch(StatusRule::isKeyError);
    }

    /** Whether a line that is damaged may have told so. */
    boolean mayBeTold() {
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
        return Stream.concat(
                Stream.ofNullable(draft.error),
                draft.vertices.values().stream().flatMap(notes -> Stream.ofNullable(notes.error())));
    }
}
