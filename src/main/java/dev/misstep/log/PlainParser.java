package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.StatusRule;
import dev.misstep.log.wrapper.LogLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads BuildKit's plain display from 18.06 to today (progressui/printer.go of each). Its output is groups: a header
 * {@code #7 [2/5] RUN make}, events {@code #7 …}, and a terminal line or {@code #7 ...} when another group takes over.
 * Whether {@code #7 text} is a header or an event follows from which group is open, not from blank lines, since many
 * CI systems drop those.
 */
final class PlainParser implements DialectParser {
    private final BuildDraft draft;
    private final PlainAftermath aftermath;
    private final PlainGaps gaps;
    private final PlainDamage damage;
    private final PlainBoundary boundary;
    private final BuildListener listener;
    private final OldestDisplay oldest;
    private final PlainGroups groups;
    private @Nullable OutputLines bulk;
    /** The header read last, if it turned out to be the next build's: docker 18.09 tells it by the line below. */
    private @Nullable LogLine header;

    /** A header that seems to begin another build, as the line below it will show. */
    private @Nullable LogLine pending;

    /** Whether the file ends within the line being read. */
    private boolean cut;

    PlainParser(long firstLine, BuildListener listener) {
        this.draft = new BuildDraft(Format.PLAIN, firstLine);
        this.aftermath = new PlainAftermath(draft);
        this.gaps = new PlainGaps(draft);
        this.damage = new PlainDamage(draft);
        this.boundary = new PlainBoundary(draft, damage);
        this.listener = listener;
        this.groups = new PlainGroups(draft, listener, aftermath, gaps, damage, boundary);
        this.oldest = groups.oldest;
    }

    @Override
    public Verdict accept(LogLine line) {
        String text = VertexNotes.limited(line.text());
        VertexNotes group = groups.open;
        int id = PlainLine.idLength(text);
        if (id == 0) {
            oldest.unnumbered(text, cut);
            String numbered = MaskedNumber.unmasked(text, groups.open, draft.vertices.values());
            if (numbered != null) {
                return accept(line.withText(numbered));
            }
            if (pending != null && !text.isEmpty()) {
                return nextBuild(pending);
            }
            if (aftermath.accept(text)) {
                return Verdict.TAKEN;
            }
            if (group != null) {
                damage.unnumbered(group, text, line.number());
            }
            return Verdict.FOREIGN;
        }
        boolean ofOpen = group != null && group.id.length() == id && text.startsWith(group.id, 1);
        int rest = id + 2;
        if (aftermath.quotes() && PlainLine.isOutput(text, rest)) {
            return Verdict.TAKEN;
        }
        if (group != null && ofOpen && PlainLine.isOutput(text, rest)) {
            oldest.settle();
            draft.stamp(line.stamp());
            groups.goesOn(group, text, rest, line);
            return Verdict.TAKEN;
        }
        return numbered(text.substring(1, id + 1), text.substring(rest), line);
    }

    @Override
    public void endsWithin() {
        cut = true;
    }

    @Override
    public @Nullable BulkLines bulk() {
        VertexNotes group = groups.open;
        if (group == null
                || pending != null
                || aftermath.quotes()
                || oldest.active()
                || listener != BuildListener.NONE) {
            return null;
        }
        if (bulk == null || !bulk.of(group.id)) {
            bulk = new OutputLines(group.id);
        }
        return bulk;
    }

    @Override
    public void passed(int lines) {
        groups.printed(lines);
    }

    private Verdict numbered(String id, String rest, LogLine line) {
        header = null;
        if (pending != null && isNextBuild(pending, id, rest)) {
            return nextBuild(pending);
        }
        groups.settle(id, rest);
        if (isOthersDigest(id, rest)) {
            header = groups.abandon();
            return Verdict.NEXT_BUILD;
        }
        if (oldest.isAnother(id, rest)) {
            header = groups.latestHeader;
            return Verdict.NEXT_BUILD;
        }
        if (boundary.isCrossedBy(id, rest, groups.open, oldest.active())) {
            if (cut || id.equals("0") || listener != BuildListener.NONE) {
                return Verdict.NEXT_BUILD;
            }
            pending = line;
            return Verdict.TAKEN;
        }
        draft.stamp(line.stamp());
        aftermath.goesOn();
        if (oldest.active() && rest.equals("...")) {
            return Verdict.TAKEN; // it carries the number of the group that begins
        }
        VertexNotes group = groups.open;
        if (id.equals("0")) {
            groups.describe(rest, line);
        } else if (group != null && group.id.equals(id) && !rest.startsWith("[")) {
            aftermath.disproveEnd();
            groups.event(group, rest, line);
        } else if (!cut || !"...".startsWith(rest)) {
            groups.ungrouped(id, rest, line);
        }
        return Verdict.TAKEN;
    }

    /** Whether the line read last may begin another build, as the next one will show. */
    boolean waits() {
        return pending != null;
    }

    private Verdict nextBuild(LogLine first) {
        pending = null;
        header = first;
        return Verdict.NEXT_BUILD;
    }

    /** Whether that header begins another build: if not, its number is damaged, and the line below it has it whole. */
    private boolean isNextBuild(LogLine first, String id, String rest) {
        String text = VertexNotes.limited(first.text());
        int digits = PlainLine.idLength(text);
        String name = text.substring(digits + 2);
        if (!damage.isDamagedHeader(text.substring(1, digits + 1), name, id, rest)) {
            return true;
        }
        draft.diagnose(first.number(), "the number of this header is damaged: what follows is of #" + id);
        if (boundary.isCrossedBy(id, name, groups.open, oldest.active())) {
            pending = first.withText("#" + id + " " + name);
            return true;
        }
        pending = null;
        groups.ungrouped(id, name, first);
        return false;
    }

    /** Docker 20.10 prints each vertex' digest below its header, that of the first too. */
    boolean printsDigests() {
        return boundary.printsDigests();
    }

    private boolean isOthersDigest(String id, String rest) {
        VertexNotes group = groups.open;
        return groups.afterHeader
                && group != null
                && group.id.equals(id)
                && PlainLine.isDigest(rest)
                && boundary.isOthersDigest(group, rest);
    }

    @Override
    public BuildDraft draft() {
        oldest.close();
        aftermath.doubtLostErrors();
        aftermath.placeError();
        gaps.tell();
        return draft;
    }

    @Override
    public List<BuildDraft> drafts() {
        LogLine begun = pending;
        if (begun == null) {
            return List.of(draft());
        }
        PlainParser next = new PlainParser(begun.number(), listener);
        next.accept(begun);
        return List.of(draft(), next.draft());
    }

    /** Whether what is known of the build leaves room for more of its lines. */
    boolean mayGoOn() {
        return boundary.mayGoOn() && !oldest.active();
    }

    /** Whether the log has no beginning of this build, so that others may have begun before the log does. */
    boolean isHeadless() {
        return boundary.isHeadless();
    }

    /** How many displays began with {@code #0 building with …}: their numbers leave no gaps. */
    int announced() {
        return boundary.announced();
    }

    /** Whether the line begins a load again that was over: another build's, perhaps, that writes at the same time. */
    boolean suspects(LogLine line) {
        return pending == null && !oldest.active() && boundary.suspects(line.text(), groups.open);
    }

    /** What the display has printed so far. */
    PlainState state(int slot, boolean sequential) {
        PlainState.Digests digests = PlainState.Digests.LEFT_OUT;
        if (!sequential && draft.vertices.size() == 1 && groups.afterHeader) {
            digests = PlainState.Digests.UNKNOWN;
        } else if (!sequential && printsDigests()) {
            digests = PlainState.Digests.PRINTED;
        } else if (!sequential && isHeadless()) {
            boolean seen = draft.vertices.values().stream().anyMatch(notes -> notes.digest != null);
            digests = seen ? PlainState.Digests.PRINTED : PlainState.Digests.UNKNOWN;
        }
        PlainState state = PlainState.of(slot, groups.open, draft.vertices.values(), sequential, digests);
        return groups.afterHeader ? state.belowHeader() : state;
    }

    /**
     * What was read of that vertex could as well be another build's: nothing is said rather than something wrong.
     *
     * @return whether a key that could not be computed was among it
     */
    boolean withhold(String id, boolean status, boolean times) {
        VertexNotes notes = draft.vertices.get(id);
        if (notes == null || (!status && !times)) {
            return false;
        }
        String error = status ? notes.error() : null;
        notes.forgetTimes();
        if (status) {
            notes.marks.clear();
            gaps.withheld(id);
            draft.diagnose(
                    notes.line,
                    "what became of #" + id + " cannot be told: another build wrote the same number at the same time");
        }
        return error != null && StatusRule.isKeyError(error);
    }

    @Override
    public LogLine unread(LogLine line) {
        return header == null ? line : header;
    }

    @Override
    public boolean over() {
        return true; // all that a plain build prints is numbered: what is not is somebody else's
    }
}
