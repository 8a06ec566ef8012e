package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Mark;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads BuildKit's plain display from 19.03 to today (progressui/printer.go of each). Its output is groups: a header
 * {@code #7 [2/5] RUN make}, events {@code #7 …}, and a terminal line or {@code #7 ...} when another group takes over.
 * Whether {@code #7 text} is a header or an event follows from which group is open, not from blank lines, since many
 * CI systems drop those.
 */
final class PlainParser implements DialectParser {
    private static final Pattern NUMBERED = Pattern.compile("#(\\d{1,6}) (.*)", Pattern.DOTALL);
    private static final Pattern DONE = Pattern.compile("DONE(?: (\\d+\\.\\d+)s)?");
    // "12.34 text", before BuildKit 0.8 also "1234. text"
    private static final Pattern OUTPUT = Pattern.compile("(-?\\d+\\.\\d{0,3})(?: (.*))?", Pattern.DOTALL);
    // "sha256:… 1.05MB / 3.40MB 0.3s done", "extracting sha256:… 0.1s done"; a bare digest says nothing of a transfer
    private static final Pattern LAYER = Pattern.compile(
            "(?:extracting |pulling )?sha256:[0-9a-f]{64}(?: \\d+(?:\\.\\d+)?[kMGT]?B(?: / \\d+(?:\\.\\d+)?[kMGT]?B)?)?(?: \\d+\\.\\ds)?(?: done)?");
    // no vertex is named like this, so it is progress even where its group's header is missing
    private static final Pattern TRANSFER =
            Pattern.compile("transferring \\S+:.*|(?:extracting |pulling )?sha256:[0-9a-f]{64}.*", Pattern.DOTALL);
    // "exporting layers 0.1s done", "loading layer 8238470e6a44 557.06kB / 144.15MB 0.5s"
    private static final Pattern PROGRESS = Pattern.compile(
            ".*(?: done| \\d+(?:\\.\\d+)?[kMGT]?B / \\d+(?:\\.\\d+)?[kMGT]?B(?: \\d+\\.\\ds)?)", Pattern.DOTALL);
    // the end of a build: "ERROR: failed to build: failed to solve: …", compose's "failed to solve: …",
    // GitHub's "##[error]buildx failed with: ERROR: failed to solve: …", buildctl's "error: failed to solve: …"
    private static final Pattern FINAL_ERROR = Pattern.compile(
            "(?:##\\[error\\])?(?:buildx failed with: )?(?:ERROR: |error: |Error: )?((?:target \\S+: )?(?:failed to (?:build|solve|receive status|dial gRPC)|failed to solve with frontend \\S+)\\b.*)",
            Pattern.DOTALL);
    private static final Pattern SOURCE_LINE = Pattern.compile("\\S.*:(\\d{1,6})", Pattern.DOTALL);
    private static final String DASHES = "-".repeat(20);

    private final BuildDraft draft;
    private final BuildListener listener;
    /** The group whose header was printed last, also once it has ended (era E prints its output as {@code #0}). */
    private @Nullable VertexNotes latest;

    /** The group that is open, or {@code null}. */
    private @Nullable VertexNotes open;

    private boolean afterHeader;
    private boolean inError;
    private @Nullable String previous;
    private @Nullable Integer errorLine;

    PlainParser(long firstLine, BuildListener listener) {
        this.draft = new BuildDraft(Format.PLAIN, firstLine);
        this.listener = listener;
    }

    @Override
    public Verdict accept(LogLine line) {
        String text = line.text();
        if (text.isEmpty() || text.charAt(0) != '#') {
            return unnumbered(text);
        }
        Matcher matcher = NUMBERED.matcher(text);
        if (!matcher.matches()) {
            return unnumbered(text);
        }
        String id = matcher.group(1);
        String rest = matcher.group(2);
        if (startsAnother(id, rest)) {
            return Verdict.NEXT_BUILD;
        }
        draft.stamp(line.stamp());
        inError = false;
        if (id.equals("0") && !draft.vertices.containsKey("0")) {
            describe(rest);
        } else if (open != null && open.id.equals(id)) {
            event(open, rest, line);
        } else {
            ungrouped(id, rest, line);
        }
        return Verdict.TAKEN;
    }

    @Override
    public BuildDraft draft() {
        if (errorLine != null) {
            // the excerpt names the line of what failed; with several failures it does not say of which
            VertexNotes failed = null;
            for (VertexNotes notes : draft.vertices.values()) {
                if (notes.name.step() && notes.status() == Status.FAILED) {
                    if (failed != null) {
                        return draft;
                    }
                    failed = notes;
                }
            }
            if (failed != null) {
                failed.dockerfileLine = errorLine;
            }
        }
        return draft;
    }

    @Override
    public boolean over() {
        return true; // all that a plain build prints is numbered: what is not is somebody else's
    }

    /** Numbers are unique in one display; a number that comes back for something else belongs to the next build. */
    private boolean startsAnother(String id, String rest) {
        if (draft.vertices.isEmpty()) {
            return false;
        }
        if (id.equals("0")) {
            return rest.startsWith("building with \"");
        }
        VertexNotes known = draft.vertices.get(id);
        if (known == null || known == open || !rest.startsWith("[")) {
            return false;
        }
        boolean same = known.name.text().equals(rest) || sameStep(known.name, StepName.parse(rest));
        return same
                ? ended() && known.line == firstVertexLine()
                : !known.name.text().startsWith("#");
    }

    /** One vertex shared by several targets is named now after one, now after another. */
    private static boolean sameStep(StepName one, StepName other) {
        String tail = one.text().substring(one.text().indexOf(']') + 1);
        return one.text().startsWith("[")
                && other.text().endsWith(tail)
                && one.index() != null == (other.index() != null);
    }

    private boolean ended() {
        return draft.error != null
                || draft.vertices.values().stream()
                        .anyMatch(notes -> BuildDraft.isExport(notes.name.text()) && !notes.marks.isEmpty());
    }

    private long firstVertexLine() {
        return draft.vertices.values().iterator().next().line;
    }

    // '#0 building with "default" instance using docker driver'; buildx 0.8 to 0.10 prints a step's early output as #0
    private void describe(String rest) {
        Matcher output = OUTPUT.matcher(rest);
        if (latest != null && output.matches()) {
            output(latest, output.group(2));
        }
    }

    private void ungrouped(String id, String rest, LogLine line) {
        VertexNotes known = draft.vertices.get(id);
        boolean isEvent = isTerminal(rest)
                || OUTPUT.matcher(rest).matches()
                || TRANSFER.matcher(rest).matches()
                || (known != null
                        && !rest.startsWith("[")
                        && PROGRESS.matcher(rest).matches()
                        && !known.name.text().equals(rest));
        if (isEvent) {
            // the log begins in the middle, or another writer's lines stand between a header and its events
            event(known == null ? vertex(id, "#" + id, line) : known, rest, line);
            return;
        }
        VertexNotes notes = known == null ? vertex(id, rest, line) : known;
        notes.name = StepName.parse(rest);
        latest = notes;
        open = notes;
        afterHeader = true;
        listener.started(id, notes.name);
    }

    private VertexNotes vertex(String id, String name, LogLine line) {
        VertexNotes notes = new VertexNotes(id, StepName.parse(name), line.number());
        draft.vertices.put(id, notes);
        return notes;
    }

    private void event(VertexNotes notes, String rest, LogLine line) {
        boolean first = afterHeader;
        afterHeader = false;
        if (rest.isEmpty()) {
            return;
        }
        char c = rest.charAt(0);
        if ((c >= '0' && c <= '9') || c == '-') {
            Matcher output = OUTPUT.matcher(rest);
            if (output.matches()) {
                output(notes, output.group(2));
                return;
            }
        }
        if (isTerminal(rest)) {
            terminal(notes, rest, line.stamp());
        } else if (LAYER.matcher(rest).matches() && !(first && rest.startsWith("sha256:") && rest.length() == 71)) {
            // directly below a header a bare "sha256:…" is the vertex' digest (docker 20.10)
            notes.fetched |= rest.length() > 71;
        }
    }

    private static boolean isTerminal(String rest) {
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
            notes.mark(Mark.DONE);
            if (done.group(1) != null) {
                notes.printedSeconds = Double.valueOf(done.group(1));
            }
        } else if (rest.equals("CACHED")) {
            notes.mark(Mark.CACHED);
        } else if (rest.equals("CANCELED")) {
            notes.mark(Mark.CANCELED);
        } else {
            notes.mark(Mark.failure(rest.substring("ERROR: ".length())));
            inError = true;
        }
        if (stamp != null) {
            notes.endedAt(stamp);
        }
        listener.finished(notes.id, notes.name, notes.status(), notes.printedSeconds);
    }

    private void output(VertexNotes notes, @Nullable String text) {
        notes.logLines++;
        listener.output(notes.id, notes.name, text == null ? "" : text);
    }

    private Verdict unnumbered(String text) {
        String before = previous;
        previous = text;
        if (text.isEmpty()) {
            inError = false;
            return Verdict.TAKEN;
        }
        Matcher end = FINAL_ERROR.matcher(text);
        if (end.matches()) {
            if (draft.error == null && !draft.vertices.isEmpty()) {
                draft.error = end.group(1);
            }
            inError = false;
            return Verdict.TAKEN;
        }
        if (text.equals("------")) {
            inError = false;
            return Verdict.TAKEN;
        }
        if (text.equals(DASHES) && before != null && SOURCE_LINE.matcher(before).matches()) {
            Matcher source = SOURCE_LINE.matcher(before);
            if (source.matches() && errorLine == null) {
                errorLine = Integer.valueOf(source.group(1));
            }
            return Verdict.TAKEN;
        }
        if (inError && latest != null && !SOURCE_LINE.matcher(text).matches()) {
            latest.continueError(text);
            return Verdict.TAKEN;
        }
        return Verdict.FOREIGN;
    }
}
