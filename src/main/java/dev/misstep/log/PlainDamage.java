package dev.misstep.log;

import dev.misstep.build.LikeText;
import dev.misstep.build.Mark;
import dev.misstep.build.StatusRule;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a plain log that its display cannot have printed like this, and what becomes doubtful by each: a number that lost
 * a digit is another vertex', and what it says is missing where it belongs.
 */
final class PlainDamage {
    private static final int SHORTEST_NAME = 8;
    /** What stands before a layer at most: {@code #123 extracting }. */
    private static final int MAX_BEFORE_LAYER = 18;

    private final BuildDraft draft;
    private final Set<String> misnumbered = new HashSet<>();

    PlainDamage(BuildDraft draft) {
        this.draft = draft;
    }

    /**
     * An event of a group that is not open.
     *
     * @param open the group that is open, or {@code null}
     */
    void outsideGroup(VertexNotes notes, @Nullable VertexNotes open, boolean known, String rest, long line) {
        boolean lonely = notes.marks.isEmpty() && !known;
        if (PlainEvent.isTerminal(rest)) {
            if (rest.equals("...") || (open == null && (lonely || saysAgain(notes, rest)))) {
                return;
            }
            notes.doubt().ofWords();
            if (open != null) {
                leftOpen(open);
            }
            draft.failedSomewhere |= rest.startsWith("ERROR: ");
            draft.diagnose(
                    line,
                    "this line ends #" + notes.id
                            + (open == null ? ", whose group is not open" : " while #" + open.id + " is open")
                            + ": its number is damaged or lines are missing; shown as unfinished");
            return;
        }
        if (PlainLine.isOutput(rest, 0)) {
            notes.doubt().ofOutput();
            if (open != null) {
                open.doubt().ofOutput();
            }
        } else if (open != null || known) {
            notes.doubt().ofTransfers();
            if (open != null) {
                open.doubt().ofTransfers();
            }
        }
    }

    private static boolean saysAgain(VertexNotes notes, String rest) {
        Mark last = notes.marks.isEmpty() ? null : notes.marks.get(notes.marks.size() - 1);
        return last != null && rest.startsWith(last.kind().name());
    }

    /** That group is open where another's line stands: the word that ends it may be lost. */
    static void leftOpen(VertexNotes open) {
        open.doubt().lostWord(open.marks.size());
    }

    /** A line of an open group that is none of what stands there. */
    void odd(VertexNotes group, String rest, long line) {
        if (mayTellKeyError(rest)) {
            draft.keyErrors.doubt(line);
        }
        if (group.name.step() && !PlainEvent.isOfStep(rest)) {
            group.doubt().ofOutput();
            group.doubt().ofTransfers();
            leftOpen(group);
            draft.diagnose(line, "this line of #" + group.id + " is damaged");
        }
    }

    /** A line without a number while a group is open. */
    void unnumbered(VertexNotes open, String text, long line) {
        if (mayTellKeyError(text)) {
            draft.keyErrors.doubt(line);
        }
        int layer = text.indexOf("sha256:");
        if (layer >= 0 && layer <= MAX_BEFORE_LAYER && PlainEvent.isFetch(text.substring(layer))) {
            open.doubt().ofTransfers();
            draft.diagnose(line, "this line is damaged: it may be of #" + open.id);
        }
    }

    /** An event of a group without a header stands directly below that group's: one of the numbers is damaged. */
    void misnumbered(VertexNotes header) {
        if (misnumbered.size() < BuildDraft.MAX_VERTICES) {
            misnumbered.add(header.id);
        }
    }

    /** Whether that vertex' number is perhaps another's, so that what comes with it is not another build's. */
    boolean isMisnumbered(VertexNotes notes) {
        return misnumbered.contains(notes.id) && notes.marks.isEmpty();
    }

    private static boolean mayTellKeyError(String text) {
        return StatusRule.isKeyError(text) || StatusRule.resemblesKeyError(text);
    }

    /** A header for a group that had none when something ended it. */
    void lateHeader(VertexNotes notes, long line) {
        if (!notes.marks.isEmpty()) {
            notes.doubt().ofWords();
            draft.diagnose(line, "#" + notes.id + " begins here, and ended before; shown as unfinished");
        }
    }

    /** Whether that is the known name, damaged. */
    static boolean isDamaged(String name, String known) {
        return known.length() >= SHORTEST_NAME && LikeText.is(name, known);
    }

    /**
     * Whether a header whose number stands for another vertex has a damaged number, as the line below it shows: an event of a
     * group of which the header is missing, or of one that has that name.
     */
    boolean isDamagedHeader(String id, String name, String nextId, String next) {
        if (nextId.equals(id) || nextId.equals("0") || next.startsWith("[")) {
            return false;
        }
        VertexNotes known = draft.vertices.get(nextId);
        return known == null ? PlainEvent.isEvent(null, next) : CutName.same(known.name.text(), name);
    }
}
