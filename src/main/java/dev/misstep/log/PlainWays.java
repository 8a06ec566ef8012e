package dev.misstep.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All ways to give the lines read so far to builds that write at the same time, so that each build can have printed its
 * lines ({@link PlainState}). A line that shows a way to be impossible ends it.
 */
final class PlainWays {
    /** Builds that are told apart at one time. */
    static final int MAX_BUILDS = 6;

    /** Ways that are followed at one time. */
    static final int MAX_WAYS = 48;

    /** How much dearer than the cheapest way one may be. */
    private static final int MAX_EXTRA_COST = 2;

    private List<PlainWay> ways;
    /** Whether every display begins with {@code #0 building with …}. */
    private boolean announced;
    /** Whether the log begins within builds, so that the first header of one may be any. */
    private final boolean headless;

    /** The numbers that a CI masked. */
    private final Set<Integer> masked = new TreeSet<>();

    private boolean entangled;
    private boolean undecided;

    /**
     * @param announced whether every display so far began with {@code #0 building with …}
     * @param headless whether the log begins within builds, and another's group was open when these lines began
     */
    PlainWays(List<PlainWay> ways, boolean announced, boolean headless) {
        this.ways = List.copyOf(ways);
        this.announced = announced;
        this.headless = headless;
    }

    /**
     * Takes a line; false where it fits no way, and changed none.
     *
     * @param line how many were kept before it
     */
    boolean accept(NumberedLine read, int line) {
        List<PlainWay> further = further(read, line);
        if (further.isEmpty() && announced && read.isBeginning()) {
            announced = false; // an older client's
            further = further(read, line);
        }
        if (further.isEmpty()) {
            return false;
        }
        ways = merged(further);
        return true;
    }

    /** Whether there is but one way. */
    boolean areOne() {
        return ways.size() == 1;
    }

    /** How many vertices there are of builds that are not over, in one of the ways. */
    int vertices() {
        return ways.get(0).builds().stream()
                .mapToInt(build -> build.seen.size())
                .sum();
    }

    /** Whether the ways differ in what is open and what can begin. */
    boolean differ() {
        return ways.stream().map(PlainWay::shape).distinct().count() > 1;
    }

    /** Whether there were more ways than could be followed, so that the right one may be lost: then nothing is told. */
    boolean entangled() {
        return entangled;
    }

    /** Whether several ways were as likely when one had to be believed. */
    boolean undecided() {
        return undecided;
    }

    /** Whether every display so far began with {@code #0 building with …}. */
    boolean announced() {
        return announced;
    }

    /** The likeliest way; of what it tells only that is certain which all others as likely tell too. */
    PlainWay likeliest() {
        int least = leastCost(ways);
        List<PlainWay> likely = ways.stream().filter(way -> way.cost() == least).toList();
        PlainWay best = likely.get(0);
        undecided |= likely.size() > 1;
        for (PlainWay other : likely.subList(1, likely.size())) {
            best = best.doubting(other);
        }
        return best;
    }

    /** Only this way is left. */
    void goOnWith(PlainWay way) {
        ways = List.of(way);
    }

    /** The ways in which that line can follow, if all that wrote is that one build. */
    List<PlainWay> after(PlainState alone, NumberedLine read) {
        List<PlainWay> further = new ArrayList<>();
        expand(new PlainWay(List.of(alone), MAX_BUILDS, 0, null), read, 0, further);
        return further;
    }

    private List<PlainWay> further(NumberedLine read, int line) {
        List<PlainWay> further = new ArrayList<>();
        for (PlainWay way : ways) {
            expand(way, read, line, further);
        }
        return further;
    }

    private void expand(PlainWay way, NumberedLine read, int line, List<PlainWay> further) {
        if (read.id() == 0) {
            unnumbered(way, read, line, further);
            return;
        }
        List<Integer> openHere = new ArrayList<>();
        for (int i = 0; i < way.builds().size(); i++) {
            int number = way.builds().get(i).open;
            if (isOpen(number, read) && way.builds().get(i).mayGoOn(number)) {
                openHere.add(i);
            }
        }
        if (PlainLine.isDigest(read.rest())) {
            digest(way, read, line, further);
            openHere.removeIf(i -> !way.builds().get(i).canFetch());
            event(way, openHere, false, further);
        } else if (read.isOutput()) {
            event(way, openHere, false, further);
            if (read.mask() == null) {
                openHere.forEach(i -> gluedEnd(way, i, read.rest(), line, further));
            }
        } else if (read.isTerminal()) {
            for (int i : openHere) {
                PlainState build = way.builds().get(i);
                further.add(way.changed(i, build.closed(read.mark(), read.rest()), line, build.open));
            }
        } else {
            if (!read.hasBracket()) {
                event(way, openHere, PlainEvent.isFetch(read.rest()), further);
            }
            if (openHere.isEmpty() || read.isName()) {
                header(way, read, line, further);
            }
        }
    }

    private boolean isOpen(int number, NumberedLine read) {
        return number != 0 && read.canBe(number) && (read.mask() == null || masked.contains(number));
    }

    // "#0 building with …"; buildx 0.8 prints output of the group opened last as "#0 0.3 text"
    private static void unnumbered(PlainWay way, NumberedLine read, int line, List<PlainWay> further) {
        if (read.announcesBuild() && way.builds().size() < MAX_BUILDS) {
            further.add(way.announced(line));
            return;
        }
        further.add(way);
        for (int i = 0; i < way.builds().size(); i++) {
            if (way.builds().get(i).open != 0) {
                gluedEnd(way, i, read.rest(), line, further);
            }
        }
    }

    // "#5 0.157 no newline at end#5 DONE 0.2s"
    private static void gluedEnd(PlainWay way, int index, String rest, int line, List<PlainWay> further) {
        PlainState build = way.builds().get(index);
        String end = PlainEvent.gluedEnd(build.open, rest);
        if (end != null) {
            further.add(way.changed(index, build.closed(end.equals("...") ? "" : "D", end), line, build.open));
        }
    }

    // "#5 sha256:76b7…" below the header of docker 20.10
    private void digest(PlainWay way, NumberedLine read, int line, List<PlainWay> further) {
        for (int i = 0; i < way.builds().size(); i++) {
            PlainState build = way.builds().get(i);
            if (isOpen(build.open, read) && build.canTell(build.open, read.rest())) {
                further.add(way.changed(i, build.told(read.rest()), line, build.open));
            }
        }
    }

    private void header(PlainWay way, NumberedLine read, int line, List<PlainWay> further) {
        String name = read.rest();
        int before = further.size();
        for (int i = 0; i < way.builds().size(); i++) {
            PlainState build = way.builds().get(i);
            int number = read.mask() == null ? read.id() : build.next();
            if (read.canBe(number) && build.canOpen(number, name)) {
                if (read.mask() != null) {
                    masked.add(number);
                }
                further.add(way.changed(i, build.opened(number, name), line, number));
            }
        }
        boolean within = headless && further.size() == before && read.hasBracket() && read.mask() == null;
        if (!announced && (within || read.isBeginning()) && way.builds().size() < MAX_BUILDS) {
            further.add(way.begun(read.id(), name, line));
        }
    }

    private static void event(PlainWay way, List<Integer> openHere, boolean fetch, List<PlainWay> further) {
        if (!openHere.isEmpty()) {
            further.add(way.goneOn(openHere, fetch));
        }
    }

    private List<PlainWay> merged(List<PlainWay> further) {
        int least = leastCost(further);
        Map<String, PlainWay> byFuture = new LinkedHashMap<>();
        for (PlainWay way : further) {
            if (way.cost() <= least + MAX_EXTRA_COST) {
                byFuture.merge(way.future(), way, PlainWay::or);
            }
        }
        List<PlainWay> left = new ArrayList<>(byFuture.values());
        if (left.size() > MAX_WAYS) {
            // of ways that leave the same groups open, one: a number may have the name it has in any of them
            Map<String, PlainWay> byShape = new LinkedHashMap<>();
            left.forEach(way -> byShape.merge(way.shape(), way, PlainWay::or));
            left = new ArrayList<>(byShape.values());
            undecided = true;
        }
        if (left.size() > MAX_WAYS) {
            left.sort((one, other) -> Integer.compare(one.cost(), other.cost()));
            left = left.subList(0, MAX_WAYS);
            entangled = true;
        }
        return List.copyOf(left);
    }

    private static int leastCost(List<PlainWay> ways) {
        return ways.stream().mapToInt(PlainWay::cost).min().orElse(0);
    }
}
