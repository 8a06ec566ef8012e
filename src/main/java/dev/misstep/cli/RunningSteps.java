package dev.misstep.cli;

import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.log.wrapper.Ansi;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is going on in a build right now. Not safe for several threads. */
final class RunningSteps {
    /** How many pieces of a vertex' work are looked at; an image has no more layers. */
    private static final int MAX_PIECES = 500;

    /** How much output of a step is kept, to show it should the step fail. */
    private static final int KEPT_LINES = 20;

    /** A vertex that works. */
    static final class Running {
        final StepName name;
        final Instant since;
        final Deque<String> output = new ArrayDeque<>();
        private final Map<String, WorkPiece> pieces = new LinkedHashMap<>();

        private Running(StepName name, Instant since) {
            this.name = name;
            this.since = since;
        }

        /** The last line it printed, or an empty text. */
        String lastLine() {
            return output.isEmpty() ? "" : output.getLast();
        }

        /** What it does right now: the last line it printed, else how far it is with transfers; or an empty text. */
        String doing() {
            return lastLine().isBlank() ? WorkPiece.text(pieces.values()) : lastLine();
        }
    }

    private final Map<String, Running> running = new LinkedHashMap<>();
    private int hits;
    private int ran;

    void clear() {
        running.clear();
        hits = 0;
        ran = 0;
    }

    void started(String id, StepName name, Instant now) {
        running.putIfAbsent(id, new Running(name, now));
    }

    void output(String id, String line) {
        Running vertex = running.get(id);
        if (vertex != null) {
            // a progress bar writes over itself: what stands after the last return is what is to be seen
            int end = line.endsWith("\r") ? line.length() - 1 : line.length();
            String shown = line.substring(line.lastIndexOf('\r', end - 1) + 1, end);
            vertex.output.add(Ansi.strip(shown).replace("\u0007", ""));
            if (vertex.output.size() > KEPT_LINES) {
                vertex.output.remove();
            }
        }
    }

    /** A piece of its work is so far. */
    void advanced(String id, WorkPiece piece) {
        Running vertex = running.get(id);
        if (vertex != null && (vertex.pieces.size() < MAX_PIECES || vertex.pieces.containsKey(piece.name()))) {
            vertex.pieces.put(piece.name(), piece);
        }
    }

    /** How many bytes of a context or a file it was sent. */
    long transferred(String id) {
        Running vertex = running.get(id);
        return vertex == null
                ? 0
                : vertex.pieces.values().stream()
                        .filter(WorkPiece::isTransfer)
                        .mapToLong(WorkPiece::current)
                        .sum();
    }

    /** Takes it off and returns what it last printed. */
    List<String> finished(String id, StepName name, Status status) {
        if (name.step() && status.isHit()) {
            hits++;
        } else if (name.step() && status.isMiss()) {
            ran++;
        }
        @Nullable Running vertex = running.remove(id);
        return vertex == null ? List.of() : List.copyOf(vertex.output);
    }

    boolean isRunning(String id) {
        return running.containsKey(id);
    }

    Collection<Running> all() {
        return running.values();
    }

    int hits() {
        return hits;
    }

    int ran() {
        return ran;
    }
}
