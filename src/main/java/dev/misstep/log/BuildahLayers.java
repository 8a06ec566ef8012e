package dev.misstep.log;

import dev.misstep.build.Status;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a build keeps layers. Without them no cache is asked and no step tells its image but the last, so that what
 * stands below a {@code RUN} like a hit is its command's output (buildah, imagebuildah/stage_executor.go, Execute). With
 * them each step tells its image, a hit's since 1.18, unless {@code --iidfile} leaves all of them out.
 */
final class BuildahLayers {
    /** Whether a step that prints nothing of its own told a hit, or an image below which its stage went on. */
    private boolean proven;
    /** Whether an image was told where no command can have printed it, so that none is left out. */
    private boolean imagesTold;
    /** Whether a step was over that had told nothing, and its stage or another went on. */
    private boolean wordless;

    private final Set<VertexNotes> unconfirmed = new LinkedHashSet<>();

    /**
     * The step that the stage was at is over.
     *
     * @param certain whether its stage goes on, and no other was built beside it: the last image of a stage that another
     *     is made of is told without layers too
     */
    void over(BuildahLane lane, boolean certain) {
        if (!lane.isFrom()) {
            proven |= certain && lane.result == BuildahLane.Result.RAN && !lane.prints();
            wordless |= lane.result == BuildahLane.Result.NONE;
        }
    }

    /** The last step of a stage is over without a word, as another stage begins. */
    void overWithoutWord() {
        wordless = true;
    }

    /** An image was told that no command can have printed. */
    void imageTold() {
        imagesTold = true;
    }

    /**
     * The cache is said to have a step.
     *
     * @param alone the only one that it can be, or {@code null}
     */
    void hit(@Nullable BuildahLane alone) {
        if (alone != null && alone.prints() && alone.step.total() != null) {
            unconfirmed.add(alone.notes);
        }
        proven |= alone != null && !alone.prints();
    }

    /** The image of a hit was told. */
    void confirmed(@Nullable BuildahLane alone) {
        if (alone != null) {
            unconfirmed.remove(alone.notes);
        }
    }

    /** Takes back the hits that a command may have printed. */
    void complete(BuildDraft draft) {
        boolean imagesLeftOut = draft.succeeded && !imagesTold;
        if (proven || imagesLeftOut) {
            return;
        }
        for (VertexNotes notes : draft.vertices.values()) {
            boolean hit = notes.status() == Status.CACHED || notes.status() == Status.PULLED;
            if (hit && "RUN".equals(notes.name.instruction()) && (wordless || unconfirmed.contains(notes))) {
                notes.withhold();
                draft.diagnose(
                        notes.line,
                        "whether step " + notes.id
                                + " was found in the cache is not told: its command may have printed that");
            }
        }
    }
}
