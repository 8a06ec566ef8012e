package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Mark;
import dev.misstep.build.Status;
import dev.misstep.build.StatusRule;
import dev.misstep.log.wrapper.Ansi;
import dev.misstep.log.wrapper.LogLine;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads BuildKit's terminal display from 2018 to today (progressui/display.go of each), as it lands in a file: all its
 * frames or the last one only, with terminal codes, without, or with their remains. A row has no word for "done": colour
 * tells it, else the header's numbers, seconds that stand still, and what could not have begun before (TtyVertex,
 * TtyVertices, TtyOrder). What none of these tells is unfinished.
 *
 * <p>A vertex' lines of output are those that were on the screen at once, or the quoted ones of a failure; the display
 * does not show how many there were.
 */
final class TtyParser implements DialectParser {
    private static final String RULE = "------";
    // docker 20.10, directly below the quoted output: "executor failed running [/bin/sh -c make]: exit code: 2"
    private static final Pattern BARE_ERROR =
            Pattern.compile("executor failed running \\[|failed to compute cache key: |process \"");
    // what the client puts before the error of one vertex
    private static final Pattern ERROR_FRAME = Pattern.compile(
            "(?:target \\S{1,200}: |failed to (?:build|solve): |failed to solve with frontend \\S{1,200}: "
                    + "|rpc error: code = \\S{1,50} desc = ){1,10}");
    // the client stopped listening, so that the last frame may show what goes on
    private static final Pattern UNHEARD =
            Pattern.compile("failed to receive status|context canceled$|error reading from server");

    private final BuildDraft draft;
    private final PlainAftermath aftermath;
    private final TtyVertices vertices = new TtyVertices();
    private @Nullable TtyHeader header;
    private @Nullable TtyFrame frame;
    /** Whether the last frame was drawn, and all that is known had ended. */
    private boolean finished;
    /** Whether the file ends within the line being read. */
    private boolean cut;

    /** Whether the frame read last has a beginning and an end. */
    private boolean lastIsWhole;

    private @Nullable TtyVertex quoted;
    private int quotedLines;
    private String previous = "";
    /** Whether a failure's output was quoted, which is done when the display is over. */
    private boolean over;

    /** Whether frames have told more than was written down. */
    private boolean changed;

    /** How many words CACHED may mean no more than that nobody looked. */
    private int doubtfulHits;

    /** How many have ended in a way that means one thing or another. */
    private int unclearEnds;

    private boolean diagnosed;
    private @Nullable LogLine unread;

    TtyParser(long firstLine) {
        this.draft = new BuildDraft(Format.TTY, firstLine);
        this.aftermath = new PlainAftermath(draft);
    }

    /** Whether a display can begin with this line: with a header, or with a row where the log begins within a frame. */
    static boolean begins(String text) {
        if (!text.contains("[+] Building ") && !text.contains("=> ")) {
            return false;
        }
        for (String part : text.split("\r", -1)) {
            TtyLine line = TtyLine.parse(VertexNotes.limited(part));
            boolean row = line.kind() == TtyLine.Kind.VERTEX && line.seconds() != null;
            if (line.kind() == TtyLine.Kind.HEADER || (row && line.text().contains("[") && line.gap() > 1)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Verdict accept(LogLine line) {
        String coded = line.coded();
        if (coded.indexOf('\r') < 0) {
            return accept(coded, line);
        }
        if (!isDisplay(coded)) {
            return accept(coded, line); // output that is quoted
        }
        int from = 0;
        while (from <= coded.length()) {
            int end = coded.indexOf('\r', from);
            end = end < 0 ? coded.length() : end;
            if (accept(coded.substring(from, end), line) == Verdict.NEXT_BUILD) {
                String rest = coded.substring(from);
                unread = new LogLine(line.number(), Ansi.strip(rest), line.stamp(), line.lane(), rest);
                return Verdict.NEXT_BUILD;
            }
            from = end + 1;
        }
        return Verdict.TAKEN;
    }

    @Override
    public void endsWithin() {
        cut = true;
    }

    @Override
    public LogLine unread(LogLine line) {
        return unread == null ? line : unread;
    }

    @Override
    public BuildDraft draft() {
        if (frame != null) {
            frame.cut();
            endFrame(false);
        }
        TtyOrder.settle(vertices.all());
        List<Long> ghosts = lastIsWhole && (finished || draft.error != null) ? vertices.settleDamage() : List.of();
        tell();
        aftermath.placeError();
        long unknown = vertices.all().stream()
                .filter(vertex -> vertex.ended == TtyVertex.Ended.UNKNOWN)
                .count();
        if (diagnosed) {
            return draft;
        }
        diagnosed = true;
        ghosts.forEach(line -> draft.diagnose(line, "this row stands in one frame only: it is damaged, and left out"));
        vertices.all().stream()
                .filter(vertex -> vertex.damaged)
                .forEach(vertex -> draft.diagnose(
                        vertex.row,
                        "the last row of " + vertex.name.text() + " is damaged or missing; shown as unfinished"));
        diagnose(
                doubtfulHits,
                "no message tells why the build failed: if a cache key could not be computed, CACHED is no hit; %s shown as unfinished");
        diagnose(unknown, "no colour or later frame tells whether %s ended; shown as unfinished");
        diagnose(
                unclearEnds,
                "the terminal was too narrow, or a row is damaged or missing, to tell how %s ended; shown as unfinished");
        diagnose(
                vertices.all().stream()
                        .filter(vertex -> vertex.name.hidesBracket())
                        .count(),
                "names are cut before they tell of what: whether %s stand for steps is not known");
        if (vertices.unclear() > 0) {
            draft.diagnose(
                    draft.firstLine,
                    "cut names are those of several vertices: rows were left out, and vertices may be missing");
        }
        return draft;
    }

    @Override
    public boolean over() {
        return true; // its lines have a form of their own
    }

    private void diagnose(long count, String message) {
        if (count > 0) {
            draft.diagnose(draft.firstLine, message.formatted(count + (count == 1 ? " vertex" : " vertices")));
        }
    }

    private static boolean isDisplay(String coded) {
        return coded.contains("=> ") || coded.contains("[+] Building ");
    }

    private Verdict accept(String coded, LogLine at) {
        TtyLine line = TtyLine.parse(VertexNotes.limited(coded));
        boolean row = line.kind() == TtyLine.Kind.VERTEX && !line.text().isEmpty();
        boolean begins = line.kind() == TtyLine.Kind.HEADER || (row && line.seconds() != null);
        if (begins && startsAnother(line.header())) {
            return Verdict.NEXT_BUILD;
        }
        if (line.header() != null) {
            draft.stamp(at.stamp());
            endFrame(true);
            header = line.header();
            draft.printedSeconds = header.seconds();
            frame = new TtyFrame(header, false);
            frame.colours = !line.coloured();
            return Verdict.TAKEN;
        }
        if (row && (frame != null || begins)) {
            draft.stamp(at.stamp());
            frame = frame == null ? new TtyFrame(header, header != null) : frame;
            frame.add(TtyRow.of(line, at.number()));
            return Verdict.TAKEN;
        }
        return switch (line.kind()) {
            case PART, WINDOW, WARNING -> {
                if (frame != null) {
                    frame.add(line);
                }
                yield Verdict.TAKEN;
            }
            case BLANK, VERTEX -> frame == null ? after("") : Verdict.TAKEN;
            case END -> {
                cut &= header == null || !header.finished(); // another frame might begin on this line
                endFrame(true);
                yield Verdict.TAKEN;
            }
            default -> frame != null && frame.continues(line) ? Verdict.TAKEN : after(line.text());
        };
    }

    /** Whether a header, or a row without one, belongs to another display than this. */
    private boolean startsAnother(@Nullable TtyHeader next) {
        if (vertices.all().isEmpty() && frame == null) {
            return false;
        }
        if (over || draft.error != null || draft.ended) {
            return true;
        }
        return next != null && header != null && !header.canBecome(next);
    }

    /** Takes a line that is no part of a frame, or leaves it to others. */
    private Verdict after(String text) {
        endFrame(true);
        if (changed && !text.isEmpty()) {
            tell();
        }
        boolean quote = previous.equals(RULE) && text.startsWith(" > ") && text.endsWith(":");
        boolean taken = aftermath.accept(text);
        if (!taken
                && draft.error == null
                && previous.equals(RULE)
                && BARE_ERROR.matcher(text).lookingAt()) {
            draft.error = text;
            taken = true;
        }
        previous = text;
        if (quote) {
            over = true;
            quotedLines = 0;
            String name = text.substring(" > ".length(), text.length() - 1);
            vertices.fails(name);
            quoted = vertices.named(name);
        }
        int id = PlainLine.idLength(text);
        // from BuildKit 0.9 to 0.11: "#0 0.246 text"
        boolean output = aftermath.quotes() && PlainLine.isOutput(text, id == 0 ? 0 : id + 2);
        if (output && quoted != null) {
            quoted.lines = Math.max(quoted.lines, ++quotedLines);
        }
        return taken || output ? Verdict.TAKEN : Verdict.FOREIGN;
    }

    private void endFrame(boolean complete) {
        if (frame != null) {
            // Windows' own terminal shows no more than what changed
            lastIsWhole = header != null
                    && !frame.resumed
                    && ((complete && !cut)
                            ? 2 * frame.rows.size() > header.completed()
                            : header.finished() && frame.rows.size() >= header.completed());
            frame.complete = complete && !cut; // what ends it may be the beginning of its next row
            vertices.accept(frame);
            finished = header != null
                    && header.finished()
                    && ((complete && !cut) || vertices.all().size() >= header.completed());
            frame = null;
            changed = true;
        }
    }

    /** Writes down what is known of the vertices now. */
    private void tell() {
        changed = false;
        if (vertices.full()) {
            draft.tooMany(draft.firstLine);
        }
        // of one target; what others do is often not heard of any more
        boolean failed = draft.error != null && !UNHEARD.matcher(draft.error).find() && !buildsSeveral();
        draft.vertices.clear();
        draft.failedSomewhere = vertices.unclearFailure();
        unclearEnds = 0;
        boolean keyError = draft.error != null && StatusRule.isKeyError(draft.error);
        boolean imports = vertices.all().stream().anyMatch(TtyVertex::asksOtherCaches);
        int number = 0;
        String error = failure(vertices.all());
        Set<String> lackKeys = targetsThatMayLackKeys();
        doubtfulHits = 0;
        for (TtyVertex vertex : vertices.all()) {
            if (failed && header != null && vertex.ended == TtyVertex.Ended.UNKNOWN && !vertex.reopened()) {
                vertex.end();
            }
            VertexNotes notes = draft.vertex(Integer.toString(++number), vertex.stepName(), vertex.line);
            vertex.tell(notes, BuildDraft.isCacheWork(notes.name) ? "" : error);
            if (vertex.damaged) {
                notes.doubt().ofWords();
            }
            boolean hidden = vertex.name.hidesBracket() && notes.status() == Status.CACHED;
            boolean doubtful = lackKeys.contains("") || lackKeys.contains(target(vertex));
            if (doubtful && (hidden || StatusRule.afterKeyError(notes.name, notes.status()) == Status.SKIPPED)) {
                notes.marks.clear();
                doubtfulHits++;
            } else if ((keyError && hidden) || vertex.isUnclear(imports)) {
                notes.marks.clear();
                unclearEnds++;
            }
        }
        // FINISHED is also said of a Dockerfile that could be read and not be understood
        boolean built = draft.vertices.values().stream()
                .anyMatch(notes -> notes.name.index() != null || BuildDraft.isExport(notes.name.text()));
        boolean ended = vertices.all().stream().allMatch(vertex -> vertex.ended == TtyVertex.Ended.YES);
        draft.succeeded = finished && built && ended;
    }

    /** The targets that may have failed for want of a cache key, without a message that tells; the empty one for all. */
    private Set<String> targetsThatMayLackKeys() {
        List<TtyVertex> lacking =
                vertices.all().stream().filter(TtyVertex::mayLackKey).toList();
        if (draft.error == null) {
            boolean lost = finished && vertices.lacksRows() && !allExported();
            return lacking.isEmpty() && !lost ? Set.of() : Set.of("");
        }
        long failures = vertices.all().stream()
                .filter(vertex -> vertex.lastEnd() == Mark.Kind.ERROR)
                .count();
        // the one error told is that of another target
        return failures > 1 && buildsSeveral()
                ? lacking.stream().map(TtyParser::target).collect(Collectors.toSet())
                : Set.of();
    }

    private static String target(TtyVertex vertex) {
        return Objects.requireNonNullElse(TargetName.possible(vertex.name.text()), "");
    }

    private boolean buildsSeveral() {
        return targets(vertex -> vertex.stepName().index() == null).size() > 1;
    }

    /** Whether the result of each target was written, as that of none is that failed. */
    private boolean allExported() {
        Predicate<TtyVertex> exports =
                vertex -> BuildDraft.isExport(vertex.name.text()) && vertex.lastEnd() == Mark.Kind.DONE;
        return buildsSeveral()
                ? targets(exports)
                        .containsAll(targets(vertex -> vertex.stepName().index() == null))
                : vertices.all().stream().anyMatch(exports);
    }

    private Set<String> targets(Predicate<TtyVertex> named) {
        return vertices.all().stream()
                .filter(named)
                .map(vertex -> TargetName.certain(vertex.name.text()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** The build's error without what the client puts around it, where it can be of one vertex only; else empty. */
    private String failure(List<TtyVertex> all) {
        long failures = all.stream()
                .filter(vertex -> vertex.lastEnd() == Mark.Kind.ERROR && !BuildDraft.isCacheWork(vertex.stepName()))
                .count();
        if (draft.error == null || failures != 1) {
            return "";
        }
        return ERROR_FRAME.matcher(draft.error).replaceFirst("");
    }
}
