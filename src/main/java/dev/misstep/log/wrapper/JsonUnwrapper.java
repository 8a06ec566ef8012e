package dev.misstep.log.wrapper;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines out of JSON records. A line of the log that is no JSON, and one that holds records without text, is handed on
 * as it is: other writers' lines may stand between.
 */
final class JsonUnwrapper implements Unwrapper, JsonScanner.Listener {
    /** Longest line put together from records, as long as a line of a log may be. */
    private static final int MAX_LINE = 8 << 20;

    /** Characters of a record's text that are held back until all of it is read. */
    private static final int MAX_RECORD = 1 << 20;

    /** How many writers' unfinished lines are kept. */
    private static final int MAX_UNFINISHED = 1_000;

    /** How many records may lie in each other. */
    private static final int MAX_OPEN = 100;

    /** A line whose end is in a record still to come. */
    private static final class Unfinished {
        final LogLine begin;
        final StringBuilder text = new StringBuilder();

        Unfinished(LogLine begin) {
            this.begin = begin;
        }
    }

    private final JsonFields fields;
    private final JsonScanner scanner;
    private final Deque<JsonRecord> open = new ArrayDeque<>();
    private final Map<String, Unfinished> unfinished = new LinkedHashMap<>();
    private final WallClock clock = new WallClock();
    private int tooDeep;
    private LogLine line = new LogLine(0, "", null);
    private Consumer<LogLine> lines = ignored -> {};
    private boolean anyText;

    JsonUnwrapper(JsonFields fields) {
        this.fields = fields;
        this.scanner = new JsonScanner(JsonPath.root(), this);
    }

    @Override
    public void accept(LogLine next, Consumer<LogLine> to) {
        line = next;
        lines = to;
        anyText = false;
        if (scanner.withinObject() && next.text().startsWith("{\"")) {
            giveUp(); // the record before lost its end
        }
        boolean within = !scanner.idle();
        boolean json = mayBeJson(next.text(), within) && scanner.line(next.text());
        if (!json) {
            giveUp();
            if (within && !anyText && mayBeJson(next.text(), false)) {
                json = scanner.line(next.text()); // the record before lost its end
                if (!json) {
                    giveUp();
                }
            }
        }
        boolean ofSeveralLines = json && (within || !scanner.idle());
        if (!anyText && !ofSeveralLines && !isPunctuation(next.text()) && !TornRecord.is(next.text())) {
            to.accept(next);
        }
    }

    @Override
    public void end(Consumer<LogLine> to) {
        lines = to;
        giveUp();
        for (Unfinished piece : unfinished.values()) {
            to.accept(piece.begin.withText(piece.text.toString()));
        }
        unfinished.clear();
    }

    private static boolean mayBeJson(String text, boolean within) {
        String stripped = text.length() > 100 ? text : text.strip();
        if (stripped.isEmpty()) {
            return within;
        }
        char first = stripped.charAt(0);
        return first == '{' || first == '[' || first == '}' || first == ']' || first == '"' || first == ',' || within;
    }

    /** {@code ]}, {@code },}: what is left around records. */
    private static boolean isPunctuation(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("[]{}, \t".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Hands on the text of what was begun: the rest of it is missing. */
    private void giveUp() {
        while (!open.isEmpty()) {
            flush(open.removeLast());
        }
        tooDeep = 0;
        scanner.reset();
    }

    @Override
    public int of(JsonPath path) {
        return fields.of(path);
    }

    @Override
    public void begins() {
        if (open.size() == MAX_OPEN) {
            tooDeep++;
        } else {
            open.addLast(new JsonRecord(clock, open.peekLast()));
        }
    }

    @Override
    public void value(JsonPath path, String value) {
        JsonRecord record = open.peekLast();
        if (record == null) { // an array of texts, or a record that began before the first line read
            JsonRecord alone = new JsonRecord(clock, null);
            alone.take(path, value);
            flush(alone);
        } else if (tooDeep == 0) {
            record.take(path, value);
            if (record.chars > MAX_RECORD) {
                flush(record); // a whole log in one record
            }
        }
    }

    @Override
    public void ends() {
        if (tooDeep > 0) {
            tooDeep--;
        } else if (!open.isEmpty()) {
            flush(open.removeLast());
        }
    }

    private void flush(JsonRecord record) {
        Instant stamp = record.stamp;
        for (String text : record.texts) {
            anyText = true;
            lines(decoded(text), record, stamp);
            stamp = null; // the rest may have been written later
        }
        record.texts.clear();
        record.chars = 0;
    }

    private String decoded(String text) {
        if (fields.encoded()) {
            try {
                return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return text;
            }
        }
        return text;
    }

    private void lines(String text, JsonRecord record, @Nullable Instant first) {
        Instant stamp = first;
        String key = record.writer + "\n" + record.stream;
        int from = 0;
        while (from < text.length() || (from == 0 && text.isEmpty())) {
            int end = text.indexOf('\n', from);
            String piece = text.substring(from, end < 0 ? text.length() : end);
            boolean goesOn = end < 0 && (record.partial || fields.continued());
            piece(piece, goesOn, key, record.writer, stamp);
            stamp = null;
            from = end < 0 ? text.length() + 1 : end + 1;
        }
    }

    private void piece(String piece, boolean goesOn, String key, String writer, @Nullable Instant stamp) {
        Unfinished before = unfinished.get(key);
        if (before != null) {
            before.text.append(piece);
            if (!goesOn || before.text.length() > MAX_LINE) {
                unfinished.remove(key);
                lines.accept(before.begin.withText(withoutReturn(before.text.toString())));
            }
            return;
        }
        LogLine whole = line.withText(withoutReturn(piece), stamp);
        whole = writer.isEmpty() ? whole : whole.inLane(writer);
        if (goesOn && !piece.isEmpty() && unfinished.size() < MAX_UNFINISHED) {
            Unfinished begun = new Unfinished(whole);
            begun.text.append(piece);
            unfinished.put(key, begun);
        } else if (!goesOn) {
            lines.accept(whole);
        }
    }

    private static String withoutReturn(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(0, end);
    }
}
