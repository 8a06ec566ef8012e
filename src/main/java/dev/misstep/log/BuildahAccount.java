package dev.misstep.log;

import dev.misstep.build.Mark;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether what is told of stages that are built side by side adds up. Results do not name their step, so one line that is
 * missing or damaged moves those of all: each step that is over has one result, each result a step, each hit its image,
 * unless {@code --iidfile} or {@code --layers=false} leaves out the images. Where that fails, no step that was built beside others has a status.
 */
final class BuildahAccount {
    /** What is left of a line that tells of a step or a result: {@code [1/4] SEP 4/5: COPY}, {@code --> 35cc--> 7334}. */
    private static final Pattern DAMAGED =
            Pattern.compile(".*(?:-->|STEP \\d|\\d/\\d{1,5}: |Using c|sing cache ).*", Pattern.DOTALL);

    private final BuildDraft draft;
    private final Set<VertexNotes> steps = new LinkedHashSet<>();
    /** Whether stages were seen side by side. */
    private boolean shared;
    /** Whether a step's image was printed, before the build's end. */
    private boolean told;
    /** Number of the line with which a step was over that had told nothing, or 0. */
    private long wordless;
    /** Number of the line that does not fit, or 0. */
    private long wrong;

    BuildahAccount(BuildDraft draft) {
        this.draft = draft;
    }

    /** A step began; these stages are not over. */
    void begun(VertexNotes notes, Collection<BuildahLane> live) {
        if (!shared && live.size() > 1) {
            shared = true;
            live.forEach(lane -> steps.add(lane.notes));
        }
        if (shared) {
            steps.add(notes);
        }
    }

    /** An image was printed. */
    void told(long line) {
        told = true;
        check(line);
    }

    /** Whether images are printed as steps end. */
    boolean isTold() {
        return told;
    }

    /** A step was over of which nothing was told. */
    void wordless(long line) {
        if (shared && wordless == 0) {
            wordless = line;
        }
        check(line);
    }

    /** The last step of a stage is taken to be over where another stage begins, though nothing was told of it. */
    void overWithoutWord(VertexNotes notes, long line) {
        steps.add(notes);
        wordless = wordless == 0 ? line : wordless;
    }

    private void check(long line) {
        if (told && wordless > 0 && wrong == 0) {
            wrong = line;
        }
    }

    /** That line does not fit what else is told. */
    void wrong(long line) {
        if (shared && wrong == 0) {
            wrong = line;
        }
    }

    /** A line that is none of buildah's. */
    void other(String text, long line) {
        if (shared && wrong == 0 && DAMAGED.matcher(text).matches()) {
            wrong = line;
        }
    }

    /** The log is over. */
    void complete() {
        if (wrong == 0) {
            return;
        }
        for (VertexNotes notes : steps) {
            boolean failed = notes.marks.stream().anyMatch(mark -> mark.kind() == Mark.Kind.ERROR);
            if (!failed && !"FROM".equals(notes.name.instruction())) {
                notes.withhold();
            }
        }
        draft.diagnose(
                wrong,
                "this line, or one before it, does not fit what is told of stages that were built side by side:"
                        + " whether their steps ran or came from the cache is not told");
    }
}
