package dev.misstep.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines that look like a build's and that its builder cannot have written there, so that something around them is missing
 * or was written by another. Of those that are alike the first few are named, the others counted.
 */
final class OddLines {
    /** What such lines have in common. */
    enum Kind {
        /** An event of a group that nothing began. */
        NO_HEADER,
        /** An event of a group that is not open. */
        NOT_OPEN,
        /** A step whose number cannot come next. */
        STEP_OUT_OF_ORDER,
        /** What is said of a step while there is none. */
        NO_STEP,
        /** A step of which nothing is said before the next one begins. */
        NOTHING_SAID,
        /** What is said of a step once, said again. */
        SAID_TWICE
    }

    /** How many lines of a kind are named. */
    private static final int NAMED = 5;

    private static final class Alike {
        final List<Long> lines = new ArrayList<>();
        final List<String> messages = new ArrayList<>();
        int others;
    }

    private final Map<Kind, Alike> kinds = new LinkedHashMap<>();

    void add(Kind kind, long line, String message) {
        Alike alike = kinds.computeIfAbsent(kind, key -> new Alike());
        if (alike.lines.size() < NAMED) {
            alike.lines.add(line);
            alike.messages.add(message);
        } else {
            alike.others++;
        }
    }

    /** Tells what was not told yet. */
    void tell(BuildDraft draft) {
        for (Alike alike : kinds.values()) {
            int last = alike.lines.size() - 1;
            for (int i = 0; i <= last; i++) {
                String more = i == last && alike.others > 0 ? ", and " + alike.others + " more such lines" : "";
                draft.diagnose(alike.lines.get(i), alike.messages.get(i) + more);
            }
        }
        kinds.clear();
    }
}
