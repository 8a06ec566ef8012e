package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Mark;
import dev.misstep.build.StatusRule;
import dev.misstep.build.StepName;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Reads BuildKit's plain display from 18.06 to today (progressui/printer.go of each). Its output is groups: a header
 * {@code #7 [2/5] RUN make}, events {@code #7 …}, and a terminal line or {@code #7 ...} when another group takes over.
 * Whether {@code #7 text} is a header or an event follows from which group is open, not from blank lines, since many
 * CI systems drop those.
 */
final class PlainParser implements DialectParser {
    /** A terminal word at the end of a line of output. */
    private record Glued(String word, @Nullable Instant stamp) {}

    private final BuildDraft draft;
    private final PlainAftermath aftermath;
    private final PlainGaps gaps;
    private final PlainDamage damage;
    private final PlainBoundary boundary;
    private final BuildListener listener;
    private final OldestDisplay oldest;
    /** The group whose header was printed last, also once it has ended (era E prints its output as {@code #0}). */
    private @Nullable VertexNotes latest;

    /** The group that is open, or {@code null}. */
    private @Nullable VertexNotes open;

    /** What the line of output read last ends with, if that could be the end of its group. */
    private @Nullable Glued glued;

    private @Nullable OutputLines bulk;
    private boolean afterHeader;
    /** The line that opened the group last. */
    private @Nullable LogLine latestHeader;

    /** That line, if it turned out to be the next build's: docker 18.09 tells it by the line below. */
    private @Nullable LogLine header;

    /** A header that seems to begin another build, as the line below it will show. */
    private @Nullable LogLine pending;

    /** Whether the file ends within the line being read. */
    private boolean cut;

    PlainParser(long firstLine, BuildListener listener) {
        this.draft = new BuildDraft(Format.PLAIN, firstLine);
        this.oldest = new OldestDisplay(draft, this::end);
        this.aftermath = new PlainAftermath(draft);
        this.gaps = new PlainGaps(draft);
        this.damage = new PlainDamage(draft);
        this.boundary = new PlainBoundary(draft, damage);
        this.listener = listener;
    }

    @Override
    public Verdict accept(LogLine line) {
        String text = VertexNotes.limited(line.text());
        VertexNotes group = open;
        int id = PlainLine.idLength(text);
        if (id == 0) {
            oldest.unnumbered(text, cut);
            String numbered = MaskedNumber.unmasked(text, open, draft.vertices.values());
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
            glued = null; // the group goes on, so what looked like its end was output
            oldest.settle();
            draft.stamp(line.stamp());
            output(group, text, rest, line);
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
        if (open == null
                || pending != null
                || aftermath.quotes()
                || oldest.active()
                || listener != BuildListener.NONE) {
            return null;
        }
        if (bulk == null || !bulk.of(open.id)) {
            bulk = new OutputLines(open.id);
        }
        return bulk;
    }

    @Override
    public void passed(int lines) {
        if (open != null) {
            open.logLines += lines;
            glued = null;
        }
    }

    private Verdict numbered(String id, String rest, LogLine line) {
        header = null;
        if (pending != null && isNextBuild(pending, id, rest)) {
            return nextBuild(pending);
        }
        settleGlued(id, rest);
        if (isOthersDigest(id, rest)) {
            header = latestHeader;
            open = null;
            return Verdict.NEXT_BUILD;
        }
        if (oldest.isAnother(id, rest)) {
            header = latestHeader;
            return Verdict.NEXT_BUILD;
        }
        if (boundary.isCrossedBy(id, rest, open, oldest.active())) {
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
        if (id.equals("0")) {
            describe(rest, line);
        } else if (open != null && open.id.equals(id) && !rest.startsWith("[")) {
            aftermath.disproveEnd();
            event(open, rest, line);
        } else {
            ungrouped(id, rest, line);
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
        if (boundary.isCrossedBy(id, name, open, oldest.active())) {
            pending = first.withText("#" + id + " " + name);
            return true;
        }
        pending = null;
        ungrouped(id, name, first);
        return false;
    }

    /** Docker 20.10 prints each vertex' digest below its header, that of the first too. */
    boolean printsDigests() {
        return boundary.printsDigests();
    }

    private boolean isOthersDigest(String id, String rest) {
        VertexNotes group = open;
        return afterHeader
                && group != null
                && group.id.equals(id)
                && PlainLine.isDigest(rest)
                && boundary.isOthersDigest(group, rest);
    }

    /**
     * Whether the terminal word at the end of a line of output was one: if so, its group is not heard of again without a
     * new header.
     */
    private void settleGlued(String id, String rest) {
        Glued end = glued;
        glued = null;
        VertexNotes group = open;
        if (end == null || group == null) {
            return;
        }
        boolean goesOn = (group.id.equals(id) && !rest.equals(group.name.text())) || id.equals("0");
        if (!goesOn) {
            terminal(group, end.word(), end.stamp());
        }
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

    /** How many displays began with {@code #0 building with …}: their numbers leave no gaps. */
    int announced() {
        return boundary.announced();
    }

    /** Whether the line begins a load again that was over: another build's, perhaps, that writes at the same time. */
    boolean suspects(LogLine line) {
        return pending == null && !oldest.active() && boundary.suspects(line.text(), open);
    }

    /** What the display has printed so far. */
    PlainState state(int slot, boolean sequential) {
        PlainState.Digests digests = PlainState.Digests.LEFT_OUT;
        if (!sequential && draft.vertices.size() == 1 && afterHeader) {
            digests = PlainState.Digests.UNKNOWN;
        } else if (!sequential && printsDigests()) {
            digests = PlainState.Digests.PRINTED;
        }
        PlainState state = PlainState.of(slot, open, draft.vertices.values(), sequential, digests);
        return afterHeader ? state.belowHeader() : state;
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

    // '#0 building with "default" instance using docker driver'; buildx 0.8 to 0.10 prints a step's early output as #0
    private void describe(String rest, LogLine line) {
        if (PlainEvent.announcesBuild(rest)) {
            gaps.numbersAsItPrints();
        } else if (latest != null && PlainLine.isOutput(rest, 0)) {
            output(latest, rest, 0, line);
        }
    }

    private void ungrouped(String id, String rest, LogLine line) {
        if (cut && "...".startsWith(rest)) {
            return;
        }
        VertexNotes known = draft.vertices.get(id);
        if (PlainEvent.isEvent(known, rest) || PlainEvent.isDamaged(rest)) {
            // the log begins in the middle, or another writer's lines stand between a header and its events
            if (known == null) {
                gaps.noHeader(id, line.number());
            } else if (!known.name.text().equals("#" + id) && !oldest.active()) {
                gaps.notOpen(id, line.number());
            }
            VertexNotes notes = known == null ? vertex(id, "#" + id, line) : known;
            if (!oldest.active() || PlainLine.isOutput(rest, 0)) {
                boolean named = known != null && !known.name.text().equals("#" + id);
                boundary.outsideGroup(notes);
                damage.outsideGroup(notes, open, named, rest, line.number());
                if (known == null && open != null && afterHeader) {
                    damage.misnumbered(open);
                }
            }
            event(notes, rest, line);
            return;
        }
        VertexNotes notes = known == null ? vertex(id, rest, line) : known;
        if (known != null && known.name.text().equals("#" + id)) {
            damage.lateHeader(known, line.number());
        }
        if (!CutName.isOf(rest, notes.name.text()) && !PlainDamage.isDamaged(rest, notes.name.text())) {
            notes.rename(StepName.parse(rest));
        }
        boundary.named(notes);
        if (notes.name.index() != null) {
            aftermath.disproveEnd();
        }
        if (open != null && open != notes && !oldest.active()) {
            gaps.leftOpen(open, id, line.number());
            PlainDamage.leftOpen(open);
        }
        latest = notes;
        open = notes;
        latestHeader = line;
        afterHeader = true;
        listener.started(id, notes.name);
    }

    private VertexNotes vertex(String id, String name, LogLine line) {
        return draft.vertex(id, StepName.parse(name), line.number());
    }

    private void event(VertexNotes notes, String rest, LogLine line) {
        boolean below = afterHeader;
        afterHeader = false;
        if (rest.isEmpty()) {
            oldest.doubt();
            return;
        }
        if ((oldest.active() || rest.startsWith("  ")) && oldest.accept(notes, rest)) {
            return;
        }
        if (PlainLine.isOutput(rest, 0)) {
            output(notes, rest, 0, line);
        } else if (PlainEvent.isTerminal(rest)) {
            terminal(notes, rest, line.stamp());
        } else if (rest.startsWith("WARN: ")) {
            gaps.numbersAsItPrints();
        } else if (PlainLine.isDigest(rest)) {
            if (below && notes == open) {
                notes.digest = notes.digest == null ? rest : notes.digest;
            }
        } else if (PlainEvent.isFetch(rest)) {
            notes.fetched = true;
        } else {
            damage.odd(notes, rest, line.number());
        }
    }

    private void terminal(VertexNotes notes, String rest, @Nullable Instant stamp) {
        if (notes == open) {
            open = null;
        }
        if (rest.equals("...")) {
            return;
        }
        Matcher done = PlainEvent.DONE.matcher(rest);
        if (done.matches()) {
            if (done.group(1) != null) {
                notes.printedSeconds = Math.max(0, Double.parseDouble(done.group(1)));
            }
            end(notes, Mark.DONE);
        } else if (rest.equals("CACHED")) {
            end(notes, Mark.CACHED);
        } else if (rest.equals("CANCELED")) {
            end(notes, Mark.CANCELED);
        } else {
            end(notes, Mark.failure(rest.substring("ERROR: ".length())));
            aftermath.errorOf(notes);
        }
        if (stamp != null) {
            notes.endedAt(stamp); // which needs the seconds
        }
    }

    private void end(VertexNotes notes, Mark mark) {
        notes.mark(mark);
        boundary.ended(notes, mark);
        listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
    }

    private void output(VertexNotes notes, String line, int from, LogLine at) {
        notes.logLines++;
        oldest.output(line);
        int blank = line.indexOf(' ', from);
        if (listener != BuildListener.NONE) {
            listener.output(notes.id, notes.name, blank < 0 ? "" : line.substring(blank + 1));
        }
        if (notes == open && line.endsWith("s")) {
            Matcher end = PlainEvent.GLUED.matcher(line);
            if (end.matches() && end.start(1) > from && end.group(1).equals(notes.id)) {
                glued = new Glued(end.group(2), at.stamp());
            }
        }
    }
}
