package dev.misstep.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One way to give the lines of a log to the builds that wrote it at the same time, and the choices that led there.
 * Immutable.
 *
 * @param builds those that are not over
 * @param born how many there were so far
 * @param cost how many of them began although another could have printed their first line
 * @param last the choice made last, or {@code null} where there was none
 */
record PlainWay(
        List<PlainState> builds,
        int born,
        int cost,
        @Nullable Choice last) {

    /** A line that changed the state of a display, its build, the number printed or masked, and the one open after it. */
    record Choice(@Nullable Choice before, int line, int slot, int id, int open) {}

    static PlainWay of(List<PlainState> builds) {
        return new PlainWay(builds, builds.size(), 0, null);
    }

    /** The line changed that build's state. */
    PlainWay changed(int index, PlainState state, int line, int id) {
        List<PlainState> now = new ArrayList<>(builds);
        now.set(index, state);
        return new PlainWay(now, born, cost, new Choice(last, line, state.slot, id, state.open));
    }

    /** Another build announced itself on that line. */
    PlainWay announced(int line) {
        return plus(PlainState.begun(born, true), cost, line, 0);
    }

    /** Another build begins with a header on that line. */
    PlainWay begun(int id, String name, int line) {
        return plus(PlainState.begun(born, false).opened(id, name), cost + 1, line, id);
    }

    private PlainWay plus(PlainState state, int price, int line, int id) {
        List<PlainState> more = new ArrayList<>(builds);
        more.add(state);
        return new PlainWay(more, born + 1, price, new Choice(last, line, state.slot, id, id));
    }

    /** The line is an event of the open group of one of those builds. */
    PlainWay goneOn(List<Integer> openHere, boolean fetch) {
        List<PlainState> now = new ArrayList<>(builds);
        boolean only = openHere.size() == 1;
        boolean same = true;
        for (int i : openHere) {
            PlainState build = now.get(i);
            PlainVertex vertex = build.seen.get(build.open);
            if (vertex != null) {
                PlainVertex told = fetch ? vertex.withFetched(true) : vertex;
                now.set(i, only ? build.goneOn(told) : build.with(told.withShared()));
            }
            same &= now.get(i) == build;
        }
        return same ? this : new PlainWay(now, born, cost, last);
    }

    /** The same, its lines handed on, with those builds still writing. */
    PlainWay handedOn(List<PlainState> live) {
        return new PlainWay(live, born, 0, null);
    }

    /** The choices, first to last. */
    Deque<Choice> choices() {
        Deque<Choice> choices = new ArrayDeque<>();
        for (Choice choice = last; choice != null; choice = choice.before()) {
            choices.push(choice);
        }
        return choices;
    }

    /** All that decides which lines can follow. */
    String future() {
        return builds.stream().map(PlainState::future).sorted().collect(Collectors.joining("\f"));
    }

    /** What decides it, whatever the names are. */
    String shape() {
        return builds.stream().map(PlainState::shape).sorted().collect(Collectors.joining("\f"));
    }

    /** Two ways after which the same can follow: one, of which only what both tell is certain. */
    PlainWay or(PlainWay other) {
        return cost <= other.cost
                ? doubting(other, PlainState::likenessOfFuture)
                : other.doubting(this, PlainState::likenessOfFuture);
    }

    /** This way, with what the other does not tell marked as doubtful. */
    PlainWay doubting(PlainWay other) {
        return doubting(other, PlainState::likeness);
    }

    private PlainWay doubting(PlainWay other, ToIntBiFunction<PlainState, PlainState> likeness) {
        List<PlainState> left = new ArrayList<>(other.builds);
        List<PlainState> now = new ArrayList<>();
        for (PlainState build : builds) {
            PlainState alike = null;
            int most = -1;
            for (PlainState there : left) {
                int same = likeness.applyAsInt(build, there);
                if (same > most) {
                    most = same;
                    alike = there;
                }
            }
            if (alike == null) {
                now.add(build);
            } else {
                left.remove(alike);
                now.add(build.or(alike));
            }
        }
        return new PlainWay(now, born, cost, last);
    }
}
