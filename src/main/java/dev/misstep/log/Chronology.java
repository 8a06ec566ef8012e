package dev.misstep.log;

import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands on the lines of a log in the order they were written. Log services give the newest first unless they are asked
 * otherwise ({@code gcloud logging read}), which the stamps tell: they go back, and never forward. Where there are none, or
 * all are the same, what the lines say tells ({@link LineOrder}).
 */
final class Chronology {
    /** So many steps back, and none forward, and it is not just two writers a little out of order. */
    private static final int SURE = 8;

    /** The same for a log that is shorter. */
    private static final int SURE_AT_END = 2;

    /** Lines of one instant at the beginning that are waited for. */
    private static final int MOST_UNDECIDED = 4_000;

    /** Characters that are held to be turned round, some for each line added. */
    private static final int MAX_CHARS = 8 << 20;

    private static final int CHARS_OF_A_LINE = 100;

    private final Consumer<LogLine> lines;
    private final List<LogLine> held = new ArrayList<>();
    private boolean decided;
    private boolean newestFirst;
    /** Whether what the lines say runs back. */
    private boolean saidBackward;

    private @Nullable Instant latest;
    private int stepsBack;
    private int chars;
    private long leftOut;

    /** @param lines hears each line, the oldest first */
    Chronology(Consumer<LogLine> lines) {
        this.lines = lines;
    }

    /** What the lines say runs back, from those on that are taken next; stamps that go forward know better. */
    void runsBack() {
        saidBackward = true;
    }

    void accept(LogLine line) {
        boolean unstamped = latest == null && line.stamp() == null && !saidBackward;
        if (unstamped || (decided && !newestFirst)) {
            lines.accept(line);
        } else if (chars <= MAX_CHARS) {
            held.add(line);
            chars += line.coded().length() + CHARS_OF_A_LINE;
            if (!decided) {
                decide(line.stamp());
            }
        } else if (leftOut == 0) {
            leftOut = line.number();
        }
    }

    private void decide(@Nullable Instant stamp) {
        Instant before = latest;
        latest = stamp == null ? before : stamp;
        if (before != null && stamp != null) {
            stepsBack += stamp.isBefore(before) ? 1 : 0;
            newestFirst = stepsBack >= SURE;
            decided = newestFirst || stamp.isAfter(before);
        }
        if (!decided && held.size() > MOST_UNDECIDED) {
            decided = true;
            newestFirst = saidBackward;
        }
        if (decided && !newestFirst) {
            held.forEach(lines);
            held.clear();
        }
    }

    /** The log has ended: hands on what was held back. */
    void end() {
        newestFirst |= !decided && (saidBackward || stepsBack >= SURE_AT_END);
        decided = true;
        int end = held.size();
        for (int i = end - 1; newestFirst && i >= 0; i--) {
            if (i == 0 || begins(held.get(i - 1), held.get(i))) {
                held.subList(i, end).forEach(lines);
                end = i;
            }
        }
        if (!newestFirst) {
            held.forEach(lines);
        }
        held.clear();
    }

    /** What has no stamp follows what has one; where nothing has, what stood on one line of the log stays together. */
    private boolean begins(LogLine before, LogLine line) {
        return latest == null ? line.number() != before.number() : line.stamp() != null;
    }

    /** Whether the newest lines stand first; known at the end. */
    boolean newestFirst() {
        return newestFirst;
    }

    /** The first line of those that are so many that they could not be turned round, or 0. */
    long leftOut() {
        return leftOut;
    }
}
