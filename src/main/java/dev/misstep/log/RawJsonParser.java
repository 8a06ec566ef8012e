package dev.misstep.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.misstep.build.Format;
import dev.misstep.log.wrapper.LogLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads BuildKit's rawjson: one object a line, or, from buildx 0.12 to 0.14, each object over several indented lines.
 * Text may stand between the objects; the final error does after them.
 */
final class RawJsonParser implements DialectParser {
    private static final Pattern KEY = Pattern.compile(
            "\\s*\"(?:[Vv]ertexes|[Ss]tatuses|[Ll]ogs|[Ww]arnings)\" ?: (?:\\[|null\\b).*", Pattern.DOTALL);
    private static final Pattern FINAL_ERROR = Pattern.compile(
            "(?:ERROR|error|Error): ((?:target \\S+: )?(?:failed to (?:build|solve))\\b.*)", Pattern.DOTALL);
    /** What most messages begin with. */
    private static final String MESSAGE = "{\"vertexes\":[{\"digest\":\"";

    /** Largest object put together from lines; the largest seen in the wild has under a tenth of it. */
    private static final int MAX_OBJECT = 16 << 20;

    private StatusAssembler assembler;
    /** What was said since a build may have begun beside the one that is read; {@code null} before. */
    private @Nullable StatusTurns turns;

    private final StatusDamage damage = new StatusDamage();

    private final List<BuildDraft> earlier = new ArrayList<>();

    private final StringBuilder object = new StringBuilder();
    private long objectLine;
    private @Nullable LogLine unread;
    /** Whether all that was read is in {@link #earlier}. */
    private boolean dissolved;

    RawJsonParser(long firstLine, BuildListener listener) {
        this.assembler = new StatusAssembler(Format.RAWJSON, firstLine, listener);
    }

    @Override
    public Verdict accept(LogLine line) {
        String text = line.text();
        if (objectLine > 0) {
            return within(line);
        }
        if (text.equals("{")) {
            objectLine = line.number();
            object.append(text);
            return Verdict.TAKEN;
        }
        if (text.startsWith("{") || text.startsWith("[{")) {
            return message(text, line.number());
        }
        int json = text.indexOf(MESSAGE);
        if (json > 0) {
            return message(text.substring(json), line.number()); // behind text that had no line end
        }
        Matcher error = FINAL_ERROR.matcher(text);
        if (error.matches()) {
            if (turns != null) {
                turns.fail(error.group(1), line.number());
            } else {
                assembler.fail(error.group(1));
            }
            return Verdict.TAKEN;
        }
        if (StatusDamage.mayBeMessage(text)) {
            damage.broken(text);
            assembler.diagnose(line.number(), "a status message is damaged or cut off here");
            return Verdict.TAKEN;
        }
        return Verdict.FOREIGN;
    }

    @Override
    public @Nullable BulkLines bulk() {
        return objectLine > 0
                ? null
                : turns != null ? turns.bulk() : assembler.output().bulk();
    }

    @Override
    public LogLine unread(LogLine line) {
        return unread == null ? line : unread;
    }

    @Override
    public BuildDraft draft() {
        return assembler.draft();
    }

    @Override
    public List<BuildDraft> drafts() {
        endTurns();
        List<BuildDraft> drafts = new ArrayList<>(earlier);
        if (!dissolved) {
            drafts.add(assembler.draft());
        }
        if (objectLine > 0 && !drafts.isEmpty()) {
            drafts.get(drafts.size() - 1).diagnose(objectLine, "a status message is cut off here");
        }
        damage.settle(drafts);
        return drafts;
    }

    /** Decides whose the messages are that were kept. */
    private void endTurns() {
        StatusTurns kept = turns;
        turns = null;
        if (kept != null) {
            earlier.addAll(kept.drafts());
            StatusAssembler last = kept.last();
            dissolved = last == null;
            assembler = last == null ? assembler : last;
        }
    }

    @Override
    public boolean over() {
        return objectLine == 0;
    }

    private Verdict within(LogLine line) {
        String text = line.text();
        boolean first = object.length() == 1;
        if (first && !KEY.matcher(text).matches() && !text.equals("}")) {
            drop();
            return accept(line); // some other JSON, as of "docker version --format json"
        }
        if (object.length() + text.length() > MAX_OBJECT) {
            long began = objectLine;
            drop();
            assembler.diagnose(
                    began, "a status message is larger than " + (MAX_OBJECT >> 20) + " MiB and was left out");
            return Verdict.TAKEN;
        }
        if (text.equals("{")) {
            message(object.toString(), objectLine); // of which the end is damaged
            object.setLength(0);
            objectLine = line.number();
        }
        object.append(first ? "\n" : "").append(text).append('\n');
        if (!text.equals("}")) {
            return Verdict.TAKEN;
        }
        String json = object.toString();
        long began = objectLine;
        drop();
        return message(json, began);
    }

    /** How many lines below its first one a message is broken. */
    private static long lineWithin(IOException broken) {
        return broken instanceof JsonProcessingException json && json.getLocation() != null
                ? Math.max(0, json.getLocation().getLineNr() - 1)
                : 0;
    }

    private void drop() {
        object.setLength(0);
        objectLine = 0;
    }

    private Verdict message(String json, long number) {
        SolveStatus status;
        try {
            status = SolveStatusJson.parse(json);
        } catch (IOException e) {
            damage.broken(json);
            assembler.diagnose(number + lineWithin(e), "a status message is damaged or cut off here");
            return Verdict.TAKEN;
        }
        if (turns == null && assembler.mayBeJoined(status)) {
            turns = new StatusTurns(assembler);
        }
        if (turns != null) {
            turns.accept(status, number);
            if (turns.isLong() && !turns.isMixed()) {
                endTurns();
            }
            return Verdict.TAKEN;
        }
        if (assembler.isAnother(status)) {
            unread = new LogLine(number, json, null);
            return Verdict.NEXT_BUILD;
        }
        assembler.accept(status, number);
        return Verdict.TAKEN;
    }
}
