package dev.misstep.log;

import dev.misstep.build.LikeText;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import org.jspecify.annotations.Nullable;

/**
 * Where one plain display ends and the next begins. Numbers are unique in one display, so one that comes back for something
 * else belongs to the next build.
 */
final class PlainBoundary {
    private final BuildDraft draft;
    private final PlainDamage damage;
    /** The vertex named first. */
    private @Nullable VertexNotes first;

    private int announced;
    /** Whether an instruction of the Dockerfile was named. */
    private boolean stepSeen;
    /** Whether the result was written. */
    private boolean exported;
    /** Whether something failed or was canceled, so that nothing begins any more. */
    private boolean stopped;
    /** Whether a group that had ended was heard of without a header after all was over, so that one is lost. */
    private boolean headerLost;

    PlainBoundary(BuildDraft draft, PlainDamage damage) {
        this.draft = draft;
        this.damage = damage;
    }

    /** The header of that vertex was printed. */
    void named(VertexNotes notes) {
        first = first == null ? notes : first;
        stepSeen |= notes.name.index() != null;
    }

    void ended(VertexNotes notes, Mark mark) {
        switch (mark.kind()) {
            case DONE -> exported |= BuildDraft.isExport(notes.name.text());
            case CACHED -> {}
            case CANCELED -> stopped = true;
            case ERROR -> stopped |= !BuildDraft.isCacheWork(notes.name);
        }
    }

    /** An event of a group that is not open. */
    void outsideGroup(VertexNotes notes) {
        headerLost |= !notes.marks.isEmpty() && (exported || stopped);
    }

    /** Whether what is known of the build leaves room for more of its lines. */
    boolean mayGoOn() {
        return !exported && !stopped && draft.error == null && !draft.ended;
    }

    /** Whether the log has no beginning of this build, so that others may have begun before the log does. */
    boolean isHeadless() {
        VertexNotes one = draft.vertices.get("1");
        return announced == 0 && (one == null || one.name.text().equals("#1"));
    }

    /** How many displays began with {@code #0 building with …}: their numbers leave no gaps. */
    int announced() {
        return announced;
    }

    /** Docker 20.10 prints each vertex' digest below its header, that of the first too. */
    boolean printsDigests() {
        return first != null && first.digest != null;
    }

    /**
     * Whether a digest directly below the header of the open group is another build's: a number stands for one vertex in one
     * display, and a display that announces itself prints none there.
     */
    boolean isOthersDigest(VertexNotes open, String digest) {
        return printsDigests()
                ? open.digest != null && !open.digest.equals(digest) && !LikeText.is(digest, open.digest)
                : announced > 0 && !open.marks.isEmpty();
    }

    /**
     * Whether a header begins a load again that was over: another build's, perhaps, that writes at the same time.
     *
     * @param text the line
     * @param open the group that is open, or {@code null}
     */
    boolean suspects(String text, @Nullable VertexNotes open) {
        int id = PlainLine.idLength(text);
        // "[web internal] load …": what reads several targets at once goes from one to the other. And a client that
        // says "#0 building with" says so of every build
        if (announced == 1 || id == 0 || !text.startsWith("[internal]", id + 2) || !mayGoOn()) {
            return false;
        }
        VertexNotes known = draft.vertices.get(text.substring(1, id + 1));
        return known != null && known != open && PlainEvent.readsDefinition(text.substring(id + 2));
    }

    /**
     * Whether a line begins another build.
     *
     * @param open the group that is open, or {@code null}
     * @param oldest whether the display is that of docker 18
     */
    boolean isCrossedBy(String id, String rest, @Nullable VertexNotes open, boolean oldest) {
        if (id.equals("0")) {
            boolean announces = PlainEvent.announcesBuild(rest);
            boolean begins = announces && !draft.vertices.isEmpty();
            announced += announces && !begins ? 1 : 0;
            return begins;
        }
        VertexNotes known = draft.vertices.get(id);
        if (known == null && id.equals("1") && open == null) {
            return (stepSeen || isLate())
                    && PlainEvent.readsDefinition(rest); // what came before had lost its beginning
        }
        if (known == null || (known == open && !rest.startsWith("[")) || damage.isMisnumbered(known)) {
            return false;
        }
        String name = known.name.text();
        if (CutName.same(name, rest) || (rest.startsWith("[") && CutName.sameStep(known.name, StepName.parse(rest)))) {
            return beginsAgain(known, rest, known == open && !oldest);
        }
        if (PlainDamage.isDamaged(rest, name) && known.marks.stream().allMatch(Mark.CACHED::equals)) {
            return false; // it goes on, and its name is damaged
        }
        // "#5" names the group of an excerpt that begins within it
        return !name.equals("#" + id)
                && (rest.startsWith("[")
                        || (name.startsWith("[") && !PlainEvent.isEvent(known, rest) && !PlainEvent.isDamaged(rest)));
    }

    private boolean isLate() {
        return exported || stopped || draft.error != null;
    }

    /** A vertex may begin again, but not the reading of the Dockerfile once its steps have begun. */
    private boolean beginsAgain(VertexNotes known, String name, boolean isOpen) {
        boolean reads = PlainEvent.readsDefinition(name) && !isForAnotherTarget(known, name);
        boolean late = isLate() || (reads && stepSeen);
        return (isOpen && reads) || (!known.marks.isEmpty() && late && (reads || known == first || headerLost));
    }

    /** Whether a target that was heard of reads what another one has read: their steps begin when each is ready. */
    private boolean isForAnotherTarget(VertexNotes known, String name) {
        String target = TargetName.certain(name);
        return target != null
                && !name.equals(known.name.text())
                && !known.formerTargets().contains(target)
                && draft.vertices.values().stream()
                        .anyMatch(notes -> target.equals(TargetName.certain(notes.name.text())))
                && draft.vertices.values().stream().noneMatch(notes -> name.equals(notes.name.text()));
    }
}
