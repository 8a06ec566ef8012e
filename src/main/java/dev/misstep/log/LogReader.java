package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a saved log as a stream: wrapper first, then for each build its dialect, then its lines. */
public final class LogReader {
    /** Lines looked at to find the wrapper: enough to get past a job's preamble. */
    private static final int LOOKED_AT = 400;

    /** Bytes of those lines that are kept at most. */
    private static final int LOOKED_AT_CHARS = 4 << 20;

    /** How many builds of one log are kept; nobody builds more often in one job. */
    static final int MAX_BUILDS = 10_000;

    private final String source;
    private final BuildListener listener;
    private final List<Build> builds = new ArrayList<>();
    private Wrapper wrapper = Wrapper.NONE;
    private @Nullable Dialect dialect;
    private @Nullable DialectParser parser;
    /** Whether the line being read is the last and has no end. */
    private boolean cut;
    /** The build before, which goes on if what now seems to be another is output of one of its steps. */
    private @Nullable DialectParser waiting;

    private LogReader(String source, BuildListener listener) {
        this.source = source;
        this.listener = listener;
    }

    /**
     * Reads all builds of one log, in the order they begin. Empty where it holds none.
     *
     * @param source its name in reports
     * @param in its bytes; not closed
     */
    public static List<Build> read(String source, InputStream in) throws IOException {
        return new LogReader(source, BuildListener.NONE).readAll(in);
    }

    private List<Build> readAll(InputStream in) throws IOException {
        LineReader lines = new LineReader(in);
        Deque<String> head = new ArrayDeque<>();
        int chars = 0;
        String line = lines.next();
        while (line != null) {
            head.add(line);
            chars += line.length();
            if (head.size() == LOOKED_AT || chars > LOOKED_AT_CHARS) {
                break;
            }
            line = lines.next();
        }
        wrapper = Wrapper.of(List.copyOf(head));
        long number = 0;
        while (!head.isEmpty()) {
            String text = head.remove();
            cut = head.isEmpty() && !lines.ended();
            accept(wrapper.unwrap(++number, text));
        }
        for (line = lines.next(); line != null; line = lines.next()) {
            cut = !lines.ended();
            accept(wrapper.unwrap(lines.number(), line));
        }
        if (lines.firstCut() > 0 && parser != null) {
            parser.draft()
                    .diagnose(lines.firstCut(), "a line of more than " + (LineReader.MAX_LINE >> 20) + " MiB was cut");
        }
        close();
        return builds;
    }

    private void accept(LogLine line) {
        if (waiting != null && parser != null && waiting.resumes(line, parser)) {
            parser = waiting;
            waiting = null;
        }
        DialectParser reading = parser;
        if (reading == null) {
            open(line);
            return;
        }
        switch (reading.accept(line)) {
            case TAKEN -> {}
            case NEXT_BUILD -> {
                if (cut) {
                    return; // "#3 [builder 2/5] RU": the file ends within a line that may say what is known
                }
                Dialect same = dialect;
                LogLine unread = reading.unread(line);
                finish(waiting);
                waiting = reading;
                if (same != null) {
                    begin(same, unread);
                }
            }
            case FOREIGN -> {
                Dialect other = beginning(line);
                if (other != null && other != dialect && reading.over()) {
                    close();
                    begin(other, line);
                }
            }
        }
    }

    private void open(LogLine line) {
        Dialect found = beginning(line);
        if (found != null) {
            begin(found, line);
        }
    }

    private void begin(Dialect found, LogLine line) {
        dialect = found;
        parser = found.open(line, listener);
        parser.accept(line);
    }

    private static @Nullable Dialect beginning(LogLine line) {
        for (Dialect candidate : Dialect.values()) {
            if (candidate.begins(line.text())) {
                return candidate;
            }
        }
        return null;
    }

    private void close() {
        finish(waiting);
        finish(parser);
        waiting = null;
        parser = null;
        dialect = null;
    }

    private void finish(@Nullable DialectParser read) {
        if (read == null) {
            return;
        }
        BuildDraft draft = read.draft();
        boolean nothing = draft.vertices.isEmpty() && draft.error == null;
        if (nothing || draft.unreadable || builds.size() == MAX_BUILDS) {
            return;
        }
        if (builds.size() == MAX_BUILDS - 1) {
            draft.diagnose(draft.firstLine, "no build beyond the first " + MAX_BUILDS + " of this log is read");
        }
        Clock clock = draft.format == Format.RAWJSON ? Clock.EXACT : Clock.WRAPPER;
        builds.add(draft.build(source, builds.size() + 1, wrapper.label(), clock));
    }
}
