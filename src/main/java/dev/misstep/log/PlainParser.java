package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Mark;
import dev.misstep.build.StatusRule;
import dev.misstep.build.StepName;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads BuildKit's plain display from 18.06 to today (progressui/printer.go of each). Its output is groups: a header
 * {@code #7 [2/5] RUN make}, events {@code #7 …}, and a terminal line or {@code #7 ...} when another group takes over.
 * Whether {@code #7 text} is a header or an event follows from which group is open, not from blank lines, since many
 * CI systems drop those.
 */
final class PlainParser implements DialectParser {
    private static final Pattern DONE = Pattern.compile("DONE(?: (-?\\d{1,9}\\.\\d{1,3})s)?");
    // Until buildx 0.9 a step whose output had no last line end was ended on that very line:
    // "#5 0.157 no newline at end#5 DONE 0.2s"
    private static final Pattern GLUED = Pattern.compile(".*#(\\d{1,6}) (DONE \\d{1,9}\\.\\ds)", Pattern.DOTALL);
    // "sha256:… 1.05MB / 3.40MB 0.3s done", "extracting sha256:… 0.1s done"; a bare digest says nothing of a transfer
    private static final Pattern LAYER = Pattern.compile(
            "(?:extracting |pulling )?sha256:[0-9a-f]{64}(?: \\d+(?:\\.\\d+)?[kMGT]?B(?: / \\d+(?:\\.\\d+)?[kMGT]?B)?)?(?: \\d+\\.\\ds)?(?: done)?");
    // no vertex is named like this, so it is progress even where its group's header is missing
    private static final Pattern TRANSFER = Pattern.compile(
            "(?:transferring \\S+:|(?:extracting |pulling )?sha256:[0-9a-f]{64}|exporting (?:layers|manifest|config|attestation)\\b"
                    + "|writing (?:image|layer|config|manifest) |naming to |unpacking |pushing (?:layers|manifest)\\b"
                    + "|sending tarball|copying files|loading layer |resolve [^ :]+[:@]|WARN: ).*");
    // "exporting layers 0.1s done", "loading layer 8238470e6a44 557.06kB / 144.15MB 0.5s"
    private static final Pattern PROGRESS =
            Pattern.compile(".*(?: done| \\d+(?:\\.\\d+)?[kMGT]?B / \\d+(?:\\.\\d+)?[kMGT]?B(?: \\d+\\.\\ds)?)");
    // read once, before all steps, by each build
    private static final Pattern DEFINITION = Pattern.compile(
            "\\[(?:\\S+ )?internal\\] load (?:build definition from |\\.dockerignore|remote build context|git source |local bake definitions).*");
    /** A terminal word at the end of a line of output. */
    private record Glued(String word, @Nullable Instant stamp) {}

    private final BuildDraft draft;
    private final PlainAftermath aftermath;
    private final PlainGaps gaps;
    private final BuildListener listener;
    private final OldestDisplay oldest = new OldestDisplay(this::end);
    /** The group whose header was printed last, also once it has ended (era E prints its output as {@code #0}). */
    private @Nullable VertexNotes latest;

    /** The group that is open, or {@code null}. */
    private @Nullable VertexNotes open;

    /** The vertex named first. */
    private @Nullable VertexNotes first;

    /** What the line of output read last ends with, if that could be the end of its group. */
    private @Nullable Glued glued;

    /** The line of output read last, in a display that may have an event at its end. */
    private @Nullable String endOfOutput;

    private @Nullable OutputLines bulk;
    private boolean afterHeader;
    /** The line that opened the group last. */
    private @Nullable LogLine latestHeader;

    /** That line, if it turned out to be the next build's: docker 18.09 tells it by the line below. */
    private @Nullable LogLine header;

    private int announced;
    /** Whether the file ends within the line being read. */
    private boolean cut;
    /** Whether an instruction of the Dockerfile was named. */
    private boolean stepSeen;
    /** Whether the result was written. */
    private boolean exported;
    /** Whether something failed or was canceled, so that nothing begins any more. */
    private boolean stopped;

    PlainParser(long firstLine, BuildListener listener) {
        this.draft = new BuildDraft(Format.PLAIN, firstLine);
        this.aftermath = new PlainAftermath(draft);
        this.gaps = new PlainGaps(draft);
        this.listener = listener;
    }

    @Override
    public Verdict accept(LogLine line) {
        String text = VertexNotes.limited(line.text());
        VertexNotes group = open;
        int id = PlainLine.idLength(text);
        if (id == 0) {
            settleOldest(text);
            String numbered = unmasked(text);
            if (numbered != null) {
                return accept(line.withText(numbered));
            }
            return aftermath.accept(text) ? Verdict.TAKEN : Verdict.FOREIGN;
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

    /** {@code #*** [2/5] RUN make} with the number that was masked, as far as the others leave but one. */
    private @Nullable String unmasked(String text) {
        MaskedNumber mask = MaskedNumber.of(text);
        if (mask == null) {
            return null;
        }
        VertexNotes group = open;
        if (group != null && !mask.rest().startsWith("[")) {
            return mask.canBe(Integer.parseInt(group.id)) ? "#" + group.id + " " + mask.rest() : null;
        }
        int highest = 0;
        for (VertexNotes notes : draft.vertices.values()) {
            int number = Integer.parseInt(notes.id);
            highest = Math.max(highest, number);
            if (mask.canBe(number) && notes.name.text().equals(mask.rest())) {
                return "#" + number + " " + mask.rest();
            }
        }
        boolean isNext = group == null && !isTerminal(mask.rest()) && mask.canBe(highest + 1);
        return isNext ? "#" + (highest + 1) + " " + mask.rest() : null;
    }

    @Override
    public void endsWithin() {
        cut = true;
    }

    @Override
    public @Nullable BulkLines bulk() {
        if (open == null || aftermath.quotes() || oldest.active() || listener != BuildListener.NONE) {
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
        if (startsAnother(id, rest)) {
            return Verdict.NEXT_BUILD;
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

    /** Docker 20.10 prints each vertex' digest below its header, that of the first too. */
    boolean printsDigests() {
        return first != null && first.digest != null;
    }

    /**
     * A number stands for one vertex in one display: with another digest below its header it is another build's. A display
     * that announces itself prints none there.
     */
    private boolean isOthersDigest(String id, String rest) {
        VertexNotes group = open;
        if (!afterHeader || group == null || !group.id.equals(id) || !PlainLine.isDigest(rest)) {
            return false;
        }
        boolean endedBefore = announced > 0 && !group.marks.isEmpty();
        return endedBefore || (printsDigests() && group.digest != null && !group.digest.equals(rest));
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
        aftermath.placeError();
        gaps.tell();
        return draft;
    }

    /** Whether what is known of the build leaves room for more of its lines. */
    boolean mayGoOn() {
        return !exported && !stopped && draft.error == null && !draft.ended && !oldest.active();
    }

    /** How many displays began with {@code #0 building with …}: their numbers leave no gaps. */
    int announced() {
        return announced;
    }

    /** Whether the line begins a load again that was over: another build's, perhaps, that writes at the same time. */
    boolean suspects(LogLine line) {
        String text = line.text();
        int id = PlainLine.idLength(text);
        // "[web internal] load …": what reads several targets at once goes from one to the other. And a client that
        // says "#0 building with" says so of every build
        if (announced == 1 || id == 0 || !text.startsWith("[internal]", id + 2) || !mayGoOn()) {
            return false;
        }
        VertexNotes known = draft.vertices.get(text.substring(1, id + 1));
        return known != null
                && known != open
                && DEFINITION.matcher(text.substring(id + 2)).matches();
    }

    /** What the display has printed so far. */
    PlainState state(int slot, boolean sequential) {
        TreeMap<Integer, PlainVertex> seen = new TreeMap<>();
        for (VertexNotes notes : draft.vertices.values()) {
            StringBuilder marks = new StringBuilder();
            notes.marks.forEach(mark -> marks.append(
                    switch (mark.kind()) {
                        case DONE -> 'D';
                        case CACHED -> 'C';
                        case CANCELED -> 'X';
                        case ERROR -> 'E';
                    }));
            seen.put(
                    Integer.valueOf(notes.id),
                    new PlainVertex(notes.name.text())
                            .ended(marks.toString(), "")
                            .withFetched(notes.fetched)
                            .withDigest(notes.digest));
        }
        PlainState.Digests digests = PlainState.Digests.LEFT_OUT;
        if (!sequential) {
            boolean undecided = seen.size() == 1 && afterHeader;
            digests = undecided
                    ? PlainState.Digests.UNKNOWN
                    : printsDigests() ? PlainState.Digests.PRINTED : PlainState.Digests.LEFT_OUT;
        }
        PlainState state = PlainState.of(slot, open == null ? 0 : Integer.parseInt(open.id), seen, sequential, digests);
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

    /** Numbers are unique in one display; a number that comes back for something else belongs to the next build. */
    private boolean startsAnother(String id, String rest) {
        if (id.equals("0")) {
            boolean announces = rest.startsWith("building with \"");
            boolean begins = announces && !draft.vertices.isEmpty();
            announced += announces && !begins ? 1 : 0;
            return begins;
        }
        VertexNotes known = draft.vertices.get(id);
        if (known == null || (known == open && !rest.startsWith("["))) {
            return false;
        }
        String name = known.name.text();
        if (CutName.same(name, rest) || (rest.startsWith("[") && sameStep(known.name, StepName.parse(rest)))) {
            // a vertex may begin again, but not the reading of the Dockerfile once its steps have begun
            boolean reads = DEFINITION.matcher(rest).matches() && !isForAnotherTarget(known, rest);
            boolean late = exported || stopped || draft.error != null || (reads && stepSeen);
            return (known == open && reads && !oldest.active())
                    || (!known.marks.isEmpty() && late && (reads || known == first));
        }
        // "#5" names the group of an excerpt that begins within it
        return !name.equals("#" + id) && (rest.startsWith("[") || (name.startsWith("[") && !isEvent(known, rest)));
    }

    /** Whether a target that was heard of reads what another one has read: their steps begin when each is ready. */
    private boolean isForAnotherTarget(VertexNotes known, String rest) {
        String target = TargetName.certain(rest);
        return target != null
                && !rest.equals(known.name.text())
                && !known.formerTargets().contains(target)
                && draft.vertices.values().stream()
                        .anyMatch(notes -> target.equals(TargetName.certain(notes.name.text())))
                && draft.vertices.values().stream().noneMatch(notes -> rest.equals(notes.name.text()));
    }

    /** One vertex shared by several targets is named now after one, now after another. */
    private static boolean sameStep(StepName one, StepName other) {
        String tail = one.text().substring(one.text().indexOf(']') + 1);
        return one.text().startsWith("[")
                && other.text().endsWith(tail)
                && one.index() != null == (other.index() != null);
    }

    // '#0 building with "default" instance using docker driver'; buildx 0.8 to 0.10 prints a step's early output as #0
    private void describe(String rest, LogLine line) {
        if (rest.startsWith("building with \"")) {
            gaps.numbersAsItPrints();
        } else if (latest != null && PlainLine.isOutput(rest, 0)) {
            output(latest, rest, 0, line);
        }
    }

    private static boolean isEvent(@Nullable VertexNotes known, String rest) {
        return isTerminal(rest)
                || PlainLine.isOutput(rest, 0)
                || TRANSFER.matcher(rest).matches()
                || OldestDisplay.isEvent(rest)
                || (known != null
                        && !rest.startsWith("[")
                        && PROGRESS.matcher(rest).matches()
                        && !known.name.text().equals(rest));
    }

    private void ungrouped(String id, String rest, LogLine line) {
        VertexNotes known = draft.vertices.get(id);
        if (isEvent(known, rest)) {
            // the log begins in the middle, or another writer's lines stand between a header and its events
            if (known == null) {
                gaps.noHeader(id, line.number());
            } else if (!known.name.text().equals("#" + id) && !oldest.active()) {
                gaps.notOpen(id, line.number());
            }
            event(known == null ? vertex(id, "#" + id, line) : known, rest, line);
            return;
        }
        if (cut && "...".startsWith(rest)) {
            return;
        }
        VertexNotes notes = known == null ? vertex(id, rest, line) : known;
        if (!CutName.isOf(rest, notes.name.text())) {
            notes.rename(StepName.parse(rest));
        }
        first = first == null ? notes : first;
        if (notes.name.index() != null) {
            stepSeen = true;
            aftermath.disproveEnd();
        }
        if (open != null && open != notes && !oldest.active()) {
            gaps.leftOpen(open, id, line.number());
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
        if ((oldest.active() || rest.startsWith("  ")) && oldestEvent(notes, rest)) {
            return;
        }
        if (PlainLine.isOutput(rest, 0)) {
            output(notes, rest, 0, line);
        } else if (isTerminal(rest)) {
            terminal(notes, rest, line.stamp());
        } else if (rest.startsWith("WARN: ")) {
            gaps.numbersAsItPrints();
        } else if (below && PlainLine.isDigest(rest)) {
            notes.digest = notes.digest == null ? rest : notes.digest;
        } else if (isFetch(rest)) {
            notes.fetched = true;
        }
    }

    /** Takes an event of the display of docker 18.06 and 18.09; false where the line is none. */
    private boolean oldestEvent(VertexNotes notes, String rest) {
        if (!oldest.active()) {
            if (!OldestDisplay.isEvent(rest)) {
                return false;
            }
            draft.hasExactClock();
        }
        // "#5 0.123 no end#5    completed: 2018-…": the next event of the group tells that this was one
        Matcher event = endOfOutput == null ? null : OldestDisplay.GLUED.matcher(endOfOutput);
        endOfOutput = null;
        if (event != null && event.matches() && event.group(1).equals(notes.id) && OldestDisplay.isEvent(rest)) {
            oldest.accept(notes, event.group(2));
        }
        if (oldest.accept(notes, rest)) {
            return true;
        }
        if (rest.startsWith(" ")) {
            oldest.doubt(); // "#5       cach": the file ends within it
        } else {
            oldest.settle();
        }
        return false;
    }

    private void settleOldest(String text) {
        if ((cut && !text.isBlank()) || text.startsWith("#")) {
            oldest.doubt(); // "#5" of an event that is cut, or what a CI puts before one
        } else {
            oldest.settle();
        }
    }

    /**
     * The terminal words that may stand at the end of a line of that group's output, or {@code null}. An ellipsis stands
     * there today still: {@code #15 19.77 Downloading from central#15 ...}.
     */
    static @Nullable String gluedEnd(int id, String rest) {
        if (rest.endsWith("#" + id + " ...")) {
            return "...";
        }
        Matcher end = GLUED.matcher(rest);
        boolean own = rest.endsWith("s") && end.matches() && end.group(1).equals(Integer.toString(id));
        return own ? end.group(2) : null;
    }

    /** Whether a line of progress says that a layer was fetched. */
    static boolean isFetch(String rest) {
        return rest.length() > 71 && LAYER.matcher(rest).matches();
    }

    static boolean isTerminal(String rest) {
        return rest.equals("CACHED")
                || rest.equals("CANCELED")
                || rest.equals("...")
                || rest.startsWith("ERROR: ")
                || (rest.startsWith("DONE") && DONE.matcher(rest).matches());
    }

    private void terminal(VertexNotes notes, String rest, @Nullable Instant stamp) {
        if (notes == open) {
            open = null;
        }
        if (rest.equals("...")) {
            return;
        }
        Matcher done = DONE.matcher(rest);
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
        switch (mark.kind()) {
            case DONE -> exported |= BuildDraft.isExport(notes.name.text());
            case CACHED -> {}
            case CANCELED -> stopped = true;
            case ERROR -> stopped |= !BuildDraft.isCacheWork(notes.name);
        }
        listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
    }

    private void output(VertexNotes notes, String line, int from, LogLine at) {
        notes.logLines++;
        endOfOutput = oldest.active() ? line : null;
        int blank = line.indexOf(' ', from);
        if (listener != BuildListener.NONE) {
            listener.output(notes.id, notes.name, blank < 0 ? "" : line.substring(blank + 1));
        }
        if (notes == open && line.endsWith("s")) {
            Matcher end = GLUED.matcher(line);
            if (end.matches() && end.start(1) > from && end.group(1).equals(notes.id)) {
                glued = new Glued(end.group(2), at.stamp());
            }
        }
    }
}
