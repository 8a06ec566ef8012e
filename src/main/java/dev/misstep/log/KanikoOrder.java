package dev.misstep.log;

import dev.misstep.log.KanikoMessage.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which way kaniko's lines run, by its clocks, and where all is said in one second by what it says before what. */
final class KanikoOrder {
    /** What is said once or again, of which the first time counts. */
    private enum Part {
        PREPARES,
        ASKS,
        ANSWERS,
        STEPS,
        PUSHED;

        static @Nullable Part of(Kind kind) {
            return switch (kind) {
                case ASKED -> ASKS;
                case HIT_AHEAD, MISS_AHEAD, MISS -> ANSWERS;
                case STEP, RUNNING -> STEPS;
                case PUSHED -> PUSHED;
                default -> kind.prepares() ? PREPARES : null;
            };
        }
    }

    private final OrderVotes votes;
    private final List<Part> parts = new ArrayList<>();
    private @Nullable Kind last;
    private @Nullable Integer seconds;
    private @Nullable Instant at;

    KanikoOrder(OrderVotes votes) {
        this.votes = votes;
    }

    void line(KanikoLine line) {
        Kind kind = KanikoMessage.of(line.message()).kind();
        if (kind == Kind.OTHER || kind == Kind.LAYER) {
            return;
        }
        Part part = Part.of(kind);
        if (part != Part.PREPARES) { // with which the clock may begin anew
            clock(line);
        }
        seconds = line.seconds();
        at = line.at();
        if (last == Kind.STEP && kind == Kind.RUNNING) {
            votes.count(true);
        } else if (last == Kind.RUNNING && kind == Kind.STEP) {
            votes.count(false); // a snapshot is taken in between
        }
        last = kind;
        if (part != null && !parts.contains(part)) {
            parts.add(part);
        }
    }

    private void clock(KanikoLine line) {
        if (seconds != null && line.seconds() != null) {
            votes.grows(seconds, line.seconds());
        } else if (at != null && line.at() != null) {
            votes.grows(at, line.at());
        }
    }

    /** No more lines come. */
    void end() {
        comes(Part.PREPARES, Part.STEPS);
        comes(Part.ASKS, Part.ANSWERS);
        if (parts.contains(Part.STEPS) && parts.get(0) == Part.PUSHED) {
            votes.count(false);
        }
    }

    private void comes(Part first, Part second) {
        if (parts.contains(first) && parts.contains(second)) {
            votes.count(parts.indexOf(first) < parts.indexOf(second));
        }
    }
}
