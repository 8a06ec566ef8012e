package dev.misstep.log;

import dev.misstep.log.wrapper.LogLine;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lines of one writer of a log, read in order: for each build its dialect, then its lines. */
final class Lane {
    private final BuildListener listener;
    private final Consumer<BuildDraft> builds;
    private @Nullable Dialect dialect;
    private @Nullable DialectParser parser;
    /** The build before, which goes on if what now seems to be another is output of one of its steps. */
    private @Nullable DialectParser waiting;

    /** @param builds hears each build once it is over */
    Lane(BuildListener listener, Consumer<BuildDraft> builds) {
        this.listener = listener;
        this.builds = builds;
    }

    /**
     * Takes the next line.
     *
     * @param cut whether the file ends within it
     */
    void accept(LogLine line, boolean cut) {
        if (waiting != null && parser != null && waiting.resumes(line, parser)) {
            parser = waiting;
            waiting = null;
        }
        DialectParser reading = parser;
        if (reading == null) {
            Dialect found = Dialect.beginningWith(line.text());
            if (found != null) {
                begin(found, line);
            }
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
                waiting = reading.mayResume() ? reading : null;
                if (waiting == null) {
                    finish(reading);
                }
                if (same != null) {
                    begin(same, unread);
                }
            }
            case FOREIGN -> {
                Dialect other = Dialect.beginningWith(line.text());
                if (other != null && other != dialect && reading.over()) {
                    close();
                    begin(other, line);
                }
            }
        }
    }

    /**
     * The number of the group whose output follows as long as lines begin with it, so that they need only be counted
     * ({@link #passed}); {@code null} where each line has to be looked at.
     */
    @Nullable
    String openOutput() {
        return waiting == null && parser != null && listener == BuildListener.NONE ? parser.openOutput() : null;
    }

    /** So many lines of the open group's output were not looked at. */
    void passed(int lines) {
        if (parser != null) {
            parser.passed(lines);
        }
    }

    /** Something to say about the build that is being read; nothing where none is. */
    void diagnose(long line, String message) {
        if (parser != null) {
            parser.draft().diagnose(line, message);
        }
    }

    /** The log has ended. */
    void close() {
        finish(waiting);
        finish(parser);
        waiting = null;
        parser = null;
        dialect = null;
    }

    private void begin(Dialect found, LogLine line) {
        dialect = found;
        parser = found.open(line, listener);
        parser.accept(line);
    }

    private void finish(@Nullable DialectParser read) {
        if (read == null) {
            return;
        }
        BuildDraft draft = read.draft();
        boolean nothing = draft.vertices.isEmpty() && draft.error == null;
        if (!nothing && !draft.unreadable) {
            builds.accept(draft);
        }
    }
}
