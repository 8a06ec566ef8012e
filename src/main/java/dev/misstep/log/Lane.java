package dev.misstep.log;

import dev.misstep.log.wrapper.LogLine;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lines of one writer of a log, read in order: for each build its dialect, then its lines. */
final class Lane {
    /** How many builds one line may hold: each is read from where the one before it ends. */
    private static final int MAX_BUILDS_OF_A_LINE = 100;

    private final BuildListener listener;
    private final Consumer<BuildDraft> builds;
    private @Nullable Dialect dialect;
    private @Nullable DialectParser parser;
    /** The build before, which goes on if what now seems to be another is output of one of its steps. */
    private @Nullable DialectParser waiting;
    /** Several builds that may be writing at the same time; the first of them is {@link #parser}. */
    private @Nullable PlainInterleaving mixed;

    /** The service that the line above announced, or {@code null}. */
    private @Nullable String announced;

    private final IdentityHashMap<DialectParser, String> services = new IdentityHashMap<>();

    /** Whether the file ends within the line that was read last. */
    private boolean mixedCut;

    /** The line within which the file ends; {@code null} for all others. */
    private @Nullable String lastLine;

    private boolean replaying;

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
    @SuppressWarnings("ReferenceEquality") // whether it is that very line
    void accept(LogLine line, boolean cut) {
        if (cut) {
            lastLine = line.text();
        }
        if (mixed != null) {
            acceptMixed(mixed, line, cut);
            return;
        }
        if (parser instanceof PlainParser plain && mayMix() && plain.suspects(line)) {
            acceptMixed(new PlainInterleaving(plain, line), line, cut);
            return;
        }
        String service = announced;
        announced = line.text().isBlank() ? service : ComposeService.announcedBy(line.text());
        if (waiting != null && parser != null && waiting.resumes(line, parser)) {
            services.remove(parser);
            parser = waiting;
            waiting = null;
        }
        DialectParser reading = parser;
        if (reading == null) {
            Dialect found = Dialect.beginningWith(line.text());
            if (found != null) {
                begin(found, line, service);
            }
            return;
        }
        if (cut) {
            reading.endsWithin();
        }
        switch (reading.accept(line)) {
            case TAKEN -> {
                if (reading instanceof PlainParser plain && plain.waits()) {
                    announced = service; // for the build that may have begun
                }
            }
            case NEXT_BUILD -> {
                if (cut && line.text().indexOf('\r') < 0) {
                    return; // "#3 [builder 2/5] RU": the file ends within a line that may say what is known
                }
                LogLine unread = reading.unread(line);
                // of a plain display, the header above tells together with this line that it is another's
                boolean headed = unread != line && reading instanceof PlainParser;
                if (reading instanceof PlainParser plain && mayMix() && plain.mayGoOn()) {
                    acceptMixed(new PlainInterleaving(plain, unread), unread, cut && !headed);
                    if (headed) {
                        accept(line, cut);
                    }
                    return;
                }
                Dialect same = dialect;
                finish(waiting);
                waiting = reading.mayResume() ? reading : null;
                if (waiting == null) {
                    finish(reading);
                }
                if (same != null) {
                    begin(same, unread, service);
                }
                if (headed) {
                    accept(line, cut);
                }
            }
            case FOREIGN -> {
                Dialect other = Dialect.beginningWith(line.text());
                if (other != null && other != dialect && reading.over()) {
                    close();
                    begin(other, line, service);
                }
            }
        }
    }

    private boolean mayMix() {
        return !replaying && waiting == null && listener == BuildListener.NONE;
    }

    /** Takes a line of a log into which several builds may write at the same time. */
    private void acceptMixed(PlainInterleaving reading, LogLine line, boolean cut) {
        mixed = reading;
        mixedCut = cut;
        boolean taken = reading.accept(line, cut);
        if (reading.isOrdinary()) {
            replay(reading, cut);
            return;
        }
        PlainParser remaining = reading.remaining();
        if (remaining != null) {
            reading.close().stream().filter(draft -> draft != remaining.draft()).forEach(this::emit);
            mixed = null;
            parser = remaining;
        } else if (!taken
                && Dialect.beginningWith(line.text()) != null
                && !line.text().startsWith("#")) {
            close();
            accept(line, false);
        }
    }

    /** The builds came one after the other. */
    private void replay(PlainInterleaving reading, boolean cut) {
        mixed = null;
        replaying = true;
        List<LogLine> lines = reading.lines();
        for (int i = 0; i < lines.size(); i++) {
            accept(lines.get(i), cut && i == lines.size() - 1);
        }
        replaying = false;
    }

    /** What reads the lines that may follow here in great number; {@code null} where each has to be looked at. */
    @Nullable
    BulkLines bulk() {
        return mixed == null && waiting == null && parser != null ? parser.bulk() : null;
    }

    /** Whether a line that comes now may be what a step printed, because the builder puts nothing before that. */
    boolean mayPrintOutput() {
        return parser != null && dialect != null && dialect.printsOutputBare() && !parser.over();
    }

    /** So many lines were read by {@link #bulk}. */
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
        if (mixed != null) {
            PlainInterleaving reading = mixed;
            if (reading.mayBeOrdinary()) {
                replay(reading, mixedCut);
            } else {
                mixed = null;
                parser = null;
                reading.close().forEach(this::emit);
            }
        }
        finish(waiting);
        finish(parser);
        waiting = null;
        parser = null;
        dialect = null;
    }

    private void begin(Dialect found, LogLine line, @Nullable String service) {
        dialect = found;
        DialectParser begun = found.open(line, listener);
        if (service != null) {
            services.put(begun, service);
        }
        LogLine unread = line;
        int more = MAX_BUILDS_OF_A_LINE;
        while (begun.accept(unread) == DialectParser.Verdict.NEXT_BUILD && --more > 0) {
            unread = begun.unread(unread); // a terminal's rows, with returns between them where lines should end
            finish(waiting);
            waiting = begun;
            begun = found.open(unread, listener);
        }
        parser = begun;
    }

    private void finish(@Nullable DialectParser read) {
        if (read == null) {
            return;
        }
        String service = services.remove(read);
        for (BuildDraft draft : read.drafts()) {
            draft.target = draft.target == null ? service : draft.target;
            service = null; // it was announced above the first one
            emit(draft);
        }
    }

    private void emit(BuildDraft draft) {
        if (lastLine != null) {
            draft.endsWithin(lastLine);
        }
        if (!draft.vertices.isEmpty() || draft.error != null) {
            builds.accept(draft);
        }
    }
}
