package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.StepName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Status messages from where a build may have begun beside another one. They are kept until it is known what they are: one
 * build that reads its Dockerfile twice, builds one after the other, or several at the same time.
 */
final class StatusTurns {
    /** Messages kept; of output and progress alone there may be any number. */
    private static final int MAX_MESSAGES = 20_000;

    private final StatusAssembler first;
    private final List<SolveStatus> messages = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    /** Last words of builds, by the number of messages kept before each. */
    private final List<LastWord> words = new ArrayList<>();

    /** Output lines and downloads, by digest, anew from each place where a build may have begun. */
    private final List<Stretch> stretches = new ArrayList<>();

    private final Set<String> begun = new HashSet<>();
    private final LogMessages bulk = new LogMessages(this::count, digest -> notes(digest).fetched = true);
    private @Nullable StatusAssembler last;
    private @Nullable Boolean mixed;
    private boolean full;

    /** @param first what was read before */
    StatusTurns(StatusAssembler first) {
        this.first = first;
        messages.add(first.known());
        lines.add(0L);
        stretches.add(new Stretch(1));
    }

    BulkLines bulk() {
        return bulk;
    }

    /** Takes one message. */
    void accept(SolveStatus status, long line) {
        for (SolveStatus.VertexUpdate update : status.vertexes()) {
            if (Beginnings.isFirst(update.name()) && begun.add(update.digest())) {
                stretches.add(new Stretch(messages.size()));
            }
        }
        for (SolveStatus.LogChunk chunk : status.logs()) {
            count(chunk.vertex() + "/" + chunk.stream()).add(chunk.data());
        }
        for (SolveStatus.Progress progress : status.statuses()) {
            if (VertexOutput.isLayer(progress.id())) {
                notes(progress.vertex()).fetched = true;
            }
        }
        if (status.vertexes().isEmpty() && StatusUnits.digests(status).size() < 2) {
            return;
        }
        if (messages.size() > MAX_MESSAGES) {
            full = true;
            return;
        }
        List<SolveStatus.LogChunk> emptied = status.logs().stream()
                .map(chunk -> new SolveStatus.LogChunk(chunk.vertex(), chunk.stream(), new byte[0], null))
                .toList();
        messages.add(new SolveStatus(status.vertexes(), status.statuses(), emptied));
        lines.add(line);
    }

    /** A last word on a build, which does not say on which. */
    void fail(String error, long line) {
        if (words.size() < MAX_MESSAGES) {
            words.add(new LastWord(messages.size(), error, line));
        }
    }

    /** Whether as many messages are kept as may be. */
    boolean isLong() {
        return messages.size() > MAX_MESSAGES;
    }

    /** Whether several builds wrote at the same time. */
    boolean isMixed() {
        if (mixed == null) {
            mixed = !BuildsInARow.are(messages, new StatusUnits(messages), words);
        }
        return mixed;
    }

    /** The builds that are over, in the order they begin. */
    List<BuildDraft> drafts() {
        stretches.forEach(stretch -> stretch.counts.values().forEach(OutputLineCount::end));
        return isMixed() ? new StatusMix(first, kept()).drafts() : inARow();
    }

    private KeptMessages kept() {
        Map<String, VertexNotes> told = new HashMap<>();
        stretches.forEach(stretch -> stretch.told.forEach((digest, notes) -> {
            VertexNotes all = told.computeIfAbsent(digest, StatusTurns::unnamed);
            all.logLines += notes.logLines;
            all.fetched |= notes.fetched;
        }));
        return new KeptMessages(messages, lines, words, told, full);
    }

    private List<BuildDraft> inARow() {
        List<BuildDraft> over = new ArrayList<>();
        StatusAssembler reading = first;
        Iterator<LastWord> word = words.iterator();
        LastWord next = word.hasNext() ? word.next() : null;
        Iterator<Stretch> stretch = stretches.iterator();
        Stretch begins = stretch.next();
        for (int i = 1; i <= messages.size(); i++) {
            for (; next != null && next.at() <= i; next = word.hasNext() ? word.next() : null) {
                reading.fail(next.error());
            }
            if (i < messages.size() && reading.isAnother(messages.get(i))) {
                over.add(reading.draft());
                reading = new StatusAssembler(Format.RAWJSON, lines.get(i), BuildListener.NONE);
            }
            for (; begins != null && begins.from <= i; begins = stretch.hasNext() ? stretch.next() : null) {
                StatusAssembler now = reading;
                begins.told.forEach((digest, notes) -> now.output().tell(digest, notes.logLines, notes.fetched));
            }
            if (i < messages.size()) {
                reading.accept(messages.get(i), lines.get(i));
            }
        }
        last = reading;
        return over;
    }

    /** The build that may go on after those, or {@code null}. */
    @Nullable
    StatusAssembler last() {
        return last;
    }

    private static VertexNotes unnamed(String digest) {
        return new VertexNotes(digest, StepName.parse(""), 0);
    }

    private VertexNotes notes(String digest) {
        Stretch now = stretches.get(stretches.size() - 1);
        return now.told.computeIfAbsent(digest, StatusTurns::unnamed);
    }

    private OutputLineCount count(String key) {
        OutputLineCount before = stretches.size() == 1 ? first.output().count(key) : null;
        Stretch now = stretches.get(stretches.size() - 1);
        return before != null
                ? before
                : now.counts.computeIfAbsent(key, k -> new OutputLineCount(notes(k.substring(0, k.indexOf('/')))));
    }

    /** Messages in which no build begins but with the first of them. */
    private static final class Stretch {
        final int from;
        final Map<String, VertexNotes> told = new HashMap<>();
        final Map<String, OutputLineCount> counts = new HashMap<>();

        Stretch(int from) {
            this.from = from;
        }
    }
}
