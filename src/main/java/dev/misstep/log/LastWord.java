package dev.misstep.log;

import dev.misstep.build.StatusRule;
import java.util.List;

/**
 * A client's last word on some build, {@code ERROR: failed to solve: …}, which does not say on which.
 *
 * @param at the number of messages before it
 */
record LastWord(int at, String error, long line) {
    /** Gives the word to the one build that failed with it. */
    void give(List<BuildDraft> drafts) {
        List<BuildDraft> failed =
                drafts.stream().filter(draft -> draft.failedWith(error)).toList();
        if (failed.size() == 1) {
            BuildDraft draft = failed.get(0);
            draft.error = draft.error == null ? error : draft.error;
            return;
        }
        for (BuildDraft draft : drafts) {
            if (!draft.hasWrittenResult()) {
                draft.ended = false;
                draft.diagnose(line, "which build ended so cannot be told");
                if (StatusRule.isKeyError(error)) {
                    draft.doubtHits();
                }
            }
        }
    }
}
