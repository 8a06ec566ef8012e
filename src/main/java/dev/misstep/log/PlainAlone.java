package dev.misstep.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a display can have printed if there is but one at a time: whether builds that seem to write at the same time may as
 * well have come one after the other.
 */
final class PlainAlone {
    private List<PlainState> states;
    /** Whether the log begins within a build, and another of which the beginning is missing may follow it. */
    private boolean mayFollowWithin;

    /** Whether the log has no beginning of the first of them. */
    private final boolean headless;

    PlainAlone(PlainState first, boolean headless) {
        states = List.of(first);
        this.headless = headless;
        this.mayFollowWithin = headless;
    }

    /** Takes a line, and whether it fits builds that write at the same time. */
    void accept(NumberedLine read, PlainWays ways, boolean fitsOthers) {
        if (isRefuted()) {
            return;
        }
        if (read.announcesBuild()) {
            states = List.of(PlainState.begun(1, true));
            return;
        }
        Map<String, PlainState> next = new LinkedHashMap<>();
        for (PlainState state : states) {
            for (PlainWay way : ways.after(state, read)) {
                PlainState build = way.builds().get(0);
                if (way.builds().size() == 1 && next.size() < PlainWays.MAX_WAYS) {
                    next.putIfAbsent(build.future(), build);
                }
            }
        }
        if (next.isEmpty() && mayFollowWithin && read.hasBracket() && read.mask() == null) {
            PlainState build = PlainState.begun(1, false).opened(read.id(), read.rest());
            next.put(build.future(), build);
            mayFollowWithin = false;
        }
        // a display that announces itself begins with that
        if (!ways.announced() && read.isBeginning() && isWhole()) {
            PlainState build = PlainState.begun(1, false).opened(read.id(), read.rest());
            next.putIfAbsent(build.future(), build);
        }
        if (!next.isEmpty() || (fitsOthers && !read.isOutput())) {
            states = List.copyOf(next.values());
        }
    }

    /** Whether a line has shown that there are more. */
    boolean isRefuted() {
        return states.isEmpty();
    }

    /** Whether every build prints #1, though perhaps after #2; of one that was read before, the log may lack the beginning. */
    boolean isWhole() {
        return (headless && !isRefuted())
                || states.stream()
                        .anyMatch(state -> state.slot == 0 || state.seen.containsKey(1) || state.seen.isEmpty());
    }
}
