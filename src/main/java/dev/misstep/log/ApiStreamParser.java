package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.log.wrapper.Ansi;
import dev.misstep.log.wrapper.LogLine;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the engine's answer to {@code POST /build}, saved as it came. In it the classic builder, or Podman's, prints its
 * lines piece by piece, and BuildKit sends its status stream.
 */
final class ApiStreamParser implements DialectParser {
    /** Longest line put together from pieces. */
    private static final int MAX_LINE = 1 << 16;
    /** By when the first key of an object has shown that it may be one of these. */
    private static final int KEY_CHARS = 48;

    private static final String STREAM = "\"stream\":\"";

    /** How many damaged lines are named. */
    private static final int MAX_DAMAGED = 20;

    private final BuildListener listener;
    private final long firstLine;
    /** Reads what is printed, once its first line is known. */
    private @Nullable DialectParser printed;

    private @Nullable StatusAssembler status;
    private final StringBuilder piece = new StringBuilder();
    /** The objects that the line in {@code piece} comes from, and where the first of them stands. */
    private final StringBuilder pieceObjects = new StringBuilder();

    private long pieceLine;
    private @Nullable LogLine unread;
    private boolean succeeded;
    private boolean ended;
    private final List<Long> damagedLines = new ArrayList<>();

    ApiStreamParser(long firstLine, BuildListener listener) {
        this.firstLine = firstLine;
        this.listener = listener;
    }

    /** Whether a build's answer can begin with this line. */
    static boolean begins(String line) {
        if (!mayBegin(line)) {
            return false;
        }
        boolean[] build = {false};
        try {
            ApiMessage.read(line, first -> {
                build[0] = first.trace() != null || (first.text() != null && printing(first.text()) != null);
                return false;
            });
        } catch (IOException e) {
            return false;
        }
        return build[0];
    }

    /** Whether a line may be the first of an answer; cheap, for every line is asked, and said of some other JSON too. */
    private static boolean mayBegin(String line) {
        if (!line.startsWith("{")) {
            return false;
        }
        String start = line.substring(0, Math.min(KEY_CHARS, line.length()));
        return start.contains("\"stream\"") || start.contains("\"" + ApiMessage.TRACE + "\"");
    }

    @Override
    public Verdict accept(LogLine line) {
        if (!line.text().startsWith("{")) {
            if (!line.text().contains(STREAM)) {
                return Verdict.FOREIGN;
            }
            damaged(line);
            return Verdict.TAKEN;
        }
        try {
            int end = ApiMessage.read(line.text(), message -> take(message, line));
            if (end < line.text().length()) {
                keepUnread(line.text().substring(end), line);
                return Verdict.NEXT_BUILD;
            }
        } catch (IOException e) {
            damaged(line);
        }
        return Verdict.TAKEN;
    }

    /** What is printed there may have told of the step: its parser is given it so that it is none of its lines. */
    private void damaged(LogLine line) {
        if (damagedLines.size() < MAX_DAMAGED) {
            damagedLines.add(line.number());
        }
        DialectParser reading = printed;
        if (reading == null || status != null || ended) {
            return;
        }
        if (!piece.isEmpty()) {
            endLine(line);
        }
        // at most one character of what stands before the text is lost
        String printedText = line.text().substring(Math.min(line.text().length(), STREAM.length() + 1));
        reading.accept(printedLine(" " + printedText, line.number(), line.stamp()));
    }

    private void tellDamage(List<BuildDraft> drafts) {
        for (long line : damagedLines) {
            BuildDraft damaged = drafts.get(0);
            for (BuildDraft draft : drafts) {
                damaged = draft.firstLine <= line ? draft : damaged;
            }
            damaged.diagnose(line, "the engine's answer is damaged or cut off here");
        }
        damagedLines.clear();
    }

    @Override
    public LogLine unread(LogLine line) {
        return unread == null ? line : unread;
    }

    @Override
    public boolean resumes(LogLine line, DialectParser later) {
        if (printed == null || ended || !(later instanceof ApiStreamParser next) || next.printed == null) {
            return false;
        }
        DialectParser mine = printed;
        DialectParser theirs = next.printed;
        boolean[] resumed = {false};
        try {
            ApiMessage.read(line.text(), first -> {
                resumed[0] = first.text() != null
                        && mine.resumes(printedLine(first.text().strip(), line.number(), line.stamp()), theirs);
                return false;
            });
        } catch (IOException e) {
            return false;
        }
        return resumed[0];
    }

    @Override
    public BuildDraft draft() {
        if (status != null) {
            BuildDraft draft = status.draft();
            draft.succeeded |= succeeded;
            return draft;
        }
        return printed == null ? new BuildDraft(Format.CLASSIC, firstLine) : printed.draft();
    }

    @Override
    public List<BuildDraft> drafts() {
        List<BuildDraft> drafts = status == null && printed != null ? printed.drafts() : List.of(draft());
        tellDamage(drafts);
        return drafts;
    }

    @Override
    public boolean over() {
        boolean open = printed instanceof ClassicTurns turns && turns.isOpen();
        return ended || (printed != null && printed.over() && !open);
    }

    /** Takes an object; false where it begins another build. */
    private boolean take(ApiMessage message, LogLine line) {
        if (message.trace() != null) {
            return trace(message.trace(), line.number());
        }
        if (message.text() != null) {
            // BuildKit's own text says no more than its status stream
            return status == null ? print(message, message.text(), line) : !over() || printing(message.text()) == null;
        }
        if (message.error() != null) {
            fail(message.error(), line);
        }
        if (!message.known()) {
            damaged(line.withText(message.raw()));
        }
        if (message.imageBuilt() && status != null) {
            succeeded = true;
            ended = true;
        }
        return true;
    }

    private boolean trace(byte[] bytes, long line) {
        if (printed != null) {
            return !over();
        }
        StatusAssembler assembler = status;
        if (assembler == null) {
            assembler = new StatusAssembler(Format.ENGINE, firstLine, listener);
            status = assembler;
        }
        try {
            SolveStatus told = StatusDecoder.decode(bytes);
            // what was under way when the end was told of may still come
            if (assembler.isAnother(told) || (ended && assembler.isAnothersBeginning(told))) {
                return false;
            }
            assembler.accept(told, line);
        } catch (MalformedStatusException e) {
            assembler.diagnose(line, "a status message is damaged here");
        }
        return true;
    }

    private boolean print(ApiMessage message, String text, LogLine line) {
        if (piece.isEmpty() && over() && printing(text) != null) {
            return false;
        }
        if (isInterrupted(text) && !endLine(line)) {
            return false;
        }
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            append(text.substring(from, end));
            if (!endLine(line)) {
                return false;
            }
            from = end + 1;
        }
        if (from < text.length()) {
            if (piece.isEmpty()) {
                pieceLine = line.number();
            }
            append(text.substring(from));
            if (pieceObjects.length() < MAX_LINE) {
                pieceObjects.append(message.raw());
            }
        }
        return true;
    }

    /**
     * Whether the step's name that was printed last is whole, since another build writes below it: its line end is an
     * object of its own.
     */
    private boolean isInterrupted(String text) {
        if (piece.isEmpty() || text.startsWith("\n") || text.startsWith("\r")) {
            return false;
        }
        boolean step = ClassicLine.parse(piece.toString()).is(ClassicLine.Kind.STEP);
        boolean several = printed instanceof ClassicTurns turns && turns.isOpen();
        int end = text.indexOf('\n');
        boolean word =
                !ClassicLine.parse(end < 0 ? text : text.substring(0, end)).is(ClassicLine.Kind.OTHER);
        return step && (several || word);
    }

    private void append(String text) {
        piece.append(text, 0, Math.max(0, Math.min(text.length(), MAX_LINE - piece.length())));
    }

    /** Hands on the line that is now complete; false where it begins another build. */
    private boolean endLine(LogLine line) {
        // a line and its end are two objects: {"stream":"Step 1/4 : FROM alpine"}, {"stream":"\n"}
        long number = pieceLine > 0 ? pieceLine : line.number();
        LogLine complete = printedLine(piece.toString(), number, line.stamp());
        DialectParser reading = printed;
        if (reading == null) {
            Dialect dialect = printing(complete.text());
            if (dialect == null) {
                forgetPiece();
                return true;
            }
            reading = dialect.open(new LogLine(firstLine, complete.text(), line.stamp()), listener);
            printed = reading;
        }
        if (reading.accept(complete) == Verdict.NEXT_BUILD) {
            return false;
        }
        forgetPiece();
        return true;
    }

    private void forgetPiece() {
        piece.setLength(0);
        pieceObjects.setLength(0);
        pieceLine = 0;
    }

    private void fail(String error, LogLine line) {
        ended = !(printed instanceof ClassicTurns);
        if (status != null) {
            status.fail(error);
            return;
        }
        if (!piece.isEmpty()) {
            endLine(line);
        }
        if (printed instanceof ClassicTurns classic) {
            classic.end(line.stamp(), error, line.number());
            ended = !classic.isOpen();
        } else if (printed != null) {
            printed.accept(printedLine("Error: " + error, line.number(), line.stamp()));
        }
    }

    /** What the next build begins with: the pieces of its first line, and what is left of this one. */
    private void keepUnread(String rest, LogLine line) {
        unread = new LogLine(pieceLine > 0 ? pieceLine : line.number(), pieceObjects + rest, line.stamp());
        forgetPiece();
    }

    private static @Nullable Dialect printing(String text) {
        int end = text.indexOf('\n');
        Dialect dialect = Dialect.beginningWith(Ansi.strip(end < 0 ? text : text.substring(0, end)));
        return dialect == Dialect.CLASSIC || dialect == Dialect.BUILDAH ? dialect : null;
    }

    private static LogLine printedLine(String text, long number, @Nullable Instant stamp) {
        String line = Ansi.strip(text);
        return new LogLine(number, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line, stamp);
    }
}
