package dev.misstep.log;

import dev.misstep.build.Status;
import dev.misstep.build.StatusRule;
import dev.misstep.log.wrapper.LogLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells apart the lines of plain displays that wrote into one log at the same time, with the same numbers. Each line is
 * given to every build that can have printed it ({@link PlainState}); every way to do so is followed until a line shows
 * it to be impossible. What all ways left agree upon is told, the rest is not. As long as the builds may as well have
 * come one after the other, that is what is believed.
 */
final class PlainInterleaving {
    /** Builds that are told apart at one time. */
    private static final int MAX_BUILDS = 6;

    /** Ways that are followed at one time. */
    private static final int MAX_WAYS = 48;

    /** Lines and characters kept until it is known whose they are. */
    private static final int MAX_LINES = 5_000;

    private static final int MAX_CHARS = 2 << 20;

    // not the metadata or the build context: those are loaded once the Dockerfile was read
    private static final Pattern BEGINNING = Pattern.compile(
            "\\[(?:\\S+ )?internal\\] load (?!metadata for |build context).*|resolve image config for .*");
    // names without a bracket; anything else that stands below an open group is progress
    private static final Pattern NAME = Pattern.compile("exporting (?:to|cache|inline)\\b.*|resolve image config for .*"
            + "|importing .*|docker-image://.*|merging manifest list .*|pushing \\S+ with docker|resolving provenance .*"
            + "|set context .*|FROM .*|Verifying build result");

    /** One way to give the lines to builds, and the choices that led there. */
    private record Way(
            List<PlainState> builds,
            int born,
            int cost,
            @Nullable Choice last) {}

    /** A line that changed the state of a display, its build, the number printed or masked, and the one open after it. */
    private record Choice(@Nullable Choice before, int line, int slot, int id, int open) {}

    private final List<LogLine> lines = new ArrayList<>();
    private final Map<Integer, PlainParser> parsers = new TreeMap<>();
    /** The numbers that parsers have open while lines are handed on. */
    private final Map<Integer, Integer> open = new HashMap<>();

    private final Set<Integer> masked = new TreeSet<>();
    private final List<BuildDraft> finished = new ArrayList<>();
    private final List<LogLine> errors = new ArrayList<>();
    /** Whether every display began with {@code #0 building with …}. */
    private boolean announced;

    private List<Way> ways = new ArrayList<>();
    /** What the display can have printed if there is one at a time; empty once a line has shown that there are more. */
    private List<PlainState> alone;

    private int chars;
    private int latestSlot;
    private long firstUnfit;
    /** Whether there were more ways than could be followed, so that the right one may be lost: then nothing is told. */
    private boolean entangled;

    /** Whether the key of a step could not be computed and it is not certain whose. */
    private boolean keyErrorLost;

    /** Whether several ways were as likely in the end. */
    private boolean undecided;

    /**
     * @param first a build that may go on
     * @param line which seems to begin another; the first to be given to {@link #accept}
     */
    PlainInterleaving(PlainParser first, LogLine line) {
        boolean announces = line.text().startsWith("#0 ");
        boolean older = first.announced() == 1 && !announces;
        announced = first.announced() > 0 && !older;
        PlainState state = first.state(0, first.announced() > 0);
        parsers.put(0, first);
        open.put(0, state.open);
        alone = List.of(state);
        List<PlainState> begun = new ArrayList<>(List.of(state));
        for (int slot = 1; slot < Math.min(first.announced(), MAX_BUILDS); slot++) {
            begun.add(PlainState.begun(slot, true));
        }
        ways.add(new Way(begun, begun.size(), 0, null));
        if (older) {
            // what was read may as well be an older client's, and the one announced has yet to begin
            ways.add(new Way(List.of(state.withGaps(), PlainState.begun(1, true)), 2, 0, null));
        }
    }

    /**
     * Takes a line; false where it is none of a build.
     *
     * @param cut whether the file ends within it, so that a name in it may be another one's beginning
     */
    boolean accept(LogLine line, boolean cut) {
        String text = VertexNotes.limited(line.text());
        int digits = PlainLine.idLength(text);
        MaskedNumber mask = digits == 0 ? MaskedNumber.of(text) : null;
        if (digits == 0 && mask == null) {
            if (PlainAftermath.isFinalError(text) && errors.size() < 100) {
                errors.add(line);
                return true;
            }
            return text.isEmpty();
        }
        int id = mask != null ? -1 : Integer.parseInt(text.substring(1, digits + 1));
        String rest = mask != null ? mask.rest() : text.substring(digits + 2);
        lines.add(line);
        chars += text.length();
        if (cut && !PlainParser.isTerminal(rest)) {
            return true;
        }
        List<Way> further = new ArrayList<>();
        for (Way way : ways) {
            expand(way, id, mask, rest, further);
        }
        if (further.isEmpty() && announced && mask == null && isBeginning(id, rest)) {
            announced = false; // an older client's
            for (Way way : ways) {
                expand(way, id, mask, rest, further);
            }
        }
        boolean fits = !further.isEmpty();
        if (fits) {
            ways = merged(further);
        } else if (!PlainLine.isOutput(rest, 0)) {
            firstUnfit = firstUnfit == 0 ? line.number() : firstUnfit;
            entangled |= rest.startsWith("[") || PlainParser.isTerminal(rest);
            keyErrorLost |= rest.startsWith("ERROR: ") && StatusRule.isKeyError(rest.substring("ERROR: ".length()));
        }
        alone = alone.isEmpty() ? alone : alone(id, mask, rest, fits);
        if (alone.isEmpty() && ways.size() == 1) {
            handOn(ways.get(0));
        } else if (lines.size() > MAX_LINES || chars > MAX_CHARS) {
            if (alone.isEmpty()) {
                entangled |=
                        ways.stream().map(PlainInterleaving::shape).distinct().count() > 1;
                settle();
            }
        }
        return true;
    }

    /** Whether the builds may as well have come one after the other, and no more lines are kept to see. */
    boolean isOrdinary() {
        return mayBeOrdinary() && (lines.size() > MAX_LINES || chars > MAX_CHARS);
    }

    /** Whether the lines kept are best read as builds one after the other. */
    boolean mayBeOrdinary() {
        return alone.stream().anyMatch(PlainInterleaving::isWhole);
    }

    /** Every build prints #1, though perhaps after #2; of one that was read before, the log may lack the beginning. */
    private static boolean isWhole(PlainState state) {
        return state.slot == 0 || state.seen.containsKey(1) || state.seen.isEmpty();
    }

    /** The lines that were given to no build yet. */
    List<LogLine> lines() {
        return lines;
    }

    /** The only build that can go on, once all others are over; {@code null} before. */
    @Nullable
    PlainParser remaining() {
        // the last word on a build that failed comes after it, without a number
        boolean wordMissing = finished.stream()
                .anyMatch(
                        draft -> hasFailed(draft) && errors.stream().noneMatch(line -> draft.failedWith(line.text())));
        // where the right way may be lost, a build that seems to be over may go on
        return alone.isEmpty() && lines.isEmpty() && parsers.size() == 1 && !wordMissing && !entangled
                ? parsers.values().iterator().next()
                : null;
    }

    /** The builds that are over. */
    List<BuildDraft> finished() {
        return finished;
    }

    /** The log has ended: decides what is still open. */
    List<BuildDraft> close() {
        settle();
        Way way = ways.get(0);
        List.copyOf(way.builds()).forEach(this::finish);
        errors.forEach(this::place);
        if (keyErrorLost || (undecided && finished.stream().anyMatch(BuildDraft::hasKeyError))) {
            // whose key failed decides whose hits were none
            finished.stream().filter(draft -> !draft.hasWrittenResult()).forEach(PlainInterleaving::withholdHits);
        }
        return finished;
    }

    // what follows in one way ---------------------------------------------------------------------------------------

    private void expand(Way way, int id, @Nullable MaskedNumber mask, String rest, List<Way> further) {
        int line = lines.size() - 1;
        if (id == 0) {
            if (rest.startsWith("building with \"") && way.builds().size() < MAX_BUILDS) {
                List<PlainState> more = new ArrayList<>(way.builds());
                more.add(PlainState.begun(way.born(), true));
                further.add(new Way(more, way.born() + 1, way.cost(), new Choice(way.last(), line, way.born(), 0, 0)));
                return;
            }
            further.add(way);
            for (int i = 0; i < way.builds().size(); i++) {
                PlainState build = way.builds().get(i);
                String end = build.open == 0 ? null : PlainParser.gluedEnd(build.open, rest); // buildx 0.8
                if (end != null) {
                    further.add(changed(way, i, build.closed(end.equals("...") ? "" : "D", end), line, build.open));
                }
            }
            return;
        }
        List<Integer> openHere = new ArrayList<>();
        for (int i = 0; i < way.builds().size(); i++) {
            int number = way.builds().get(i).open;
            boolean named = mask == null ? number == id : masked.contains(number) && mask.canBe(number);
            if (number != 0 && named && way.builds().get(i).mayGoOn(number)) {
                openHere.add(i);
            }
        }
        if (PlainLine.isDigest(rest)) {
            digest(way, id, mask, rest, line, further);
            openHere.removeIf(i -> way.builds().get(i).digests != PlainState.Digests.LEFT_OUT);
            event(way, openHere, false, further);
            return;
        }
        if (PlainLine.isOutput(rest, 0)) {
            event(way, openHere, false, further);
            for (int i : openHere) {
                PlainState build = way.builds().get(i);
                String end = mask == null ? PlainParser.gluedEnd(id, rest) : null;
                if (end != null) {
                    further.add(changed(way, i, build.closed(end.equals("...") ? "" : "D", end), line, build.open));
                }
            }
        } else if (PlainParser.isTerminal(rest)) {
            String mark = rest.equals("...") ? "" : mark(rest);
            for (int i : openHere) {
                PlainState build = way.builds().get(i);
                further.add(changed(way, i, build.closed(mark, rest), line, build.open));
            }
        } else {
            if (!rest.startsWith("[")) {
                event(way, openHere, PlainParser.isFetch(rest), further);
            }
            if (rest.startsWith("[") || openHere.isEmpty() || NAME.matcher(rest).matches()) {
                header(way, id, mask, rest, line, further);
            }
        }
    }

    // "#5 sha256:76b7…" below the header of docker 20.10
    private void digest(Way way, int id, @Nullable MaskedNumber mask, String digest, int line, List<Way> further) {
        for (int i = 0; i < way.builds().size(); i++) {
            PlainState build = way.builds().get(i);
            boolean named = mask == null ? build.open == id : masked.contains(build.open) && mask.canBe(build.open);
            if (named && build.canTell(build.open, digest)) {
                further.add(changed(way, i, build.told(digest), line, build.open));
            }
        }
    }

    private void header(Way way, int id, @Nullable MaskedNumber mask, String name, int line, List<Way> further) {
        for (int i = 0; i < way.builds().size(); i++) {
            PlainState build = way.builds().get(i);
            int number = mask == null ? id : build.next();
            if ((mask == null || mask.canBe(number)) && build.canOpen(number, name)) {
                if (mask != null) {
                    masked.add(number);
                }
                further.add(changed(way, i, build.opened(number, name), line, number));
            }
        }
        boolean begins = mask == null && !announced && isBeginning(id, name);
        if (begins && way.builds().size() < MAX_BUILDS) {
            List<PlainState> more = new ArrayList<>(way.builds());
            more.add(PlainState.begun(way.born(), false).opened(id, name));
            further.add(
                    new Way(more, way.born() + 1, way.cost() + 1, new Choice(way.last(), line, way.born(), id, id)));
        }
    }

    private static boolean isBeginning(int id, String name) {
        return id < 3 && BEGINNING.matcher(name).matches();
    }

    private static Way changed(Way way, int index, PlainState state, int line, int id) {
        List<PlainState> builds = new ArrayList<>(way.builds());
        builds.set(index, state);
        return new Way(builds, way.born(), way.cost(), new Choice(way.last(), line, state.slot, id, state.open));
    }

    private static void event(Way way, List<Integer> openHere, boolean fetch, List<Way> further) {
        if (openHere.isEmpty()) {
            return;
        }
        List<PlainState> builds = new ArrayList<>(way.builds());
        boolean only = openHere.size() == 1;
        boolean same = true;
        for (int i : openHere) {
            PlainState build = builds.get(i);
            PlainVertex vertex = build.seen.get(build.open);
            if (vertex != null) {
                PlainVertex told = fetch ? vertex.withFetched(true) : vertex;
                builds.set(i, only ? build.goneOn(told) : build.with(told.withShared()));
            }
            same &= builds.get(i) == build;
        }
        further.add(same ? way : new Way(builds, way.born(), way.cost(), way.last()));
    }

    private static String mark(String rest) {
        return rest.startsWith("ERROR: ") && rest.endsWith("context canceled")
                ? "X"
                : switch (rest.charAt(0)) {
                    case 'E' -> "E";
                    case 'D' -> "D";
                    default -> rest.equals("CACHED") ? "C" : "X";
                };
    }

    /** The states of a display that is the only one at a time; none where the line shows that there are more. */
    private List<PlainState> alone(int id, @Nullable MaskedNumber mask, String rest, boolean fitsOthers) {
        if (id == 0 && rest.startsWith("building with \"")) {
            return List.of(PlainState.begun(1, true));
        }
        Map<String, PlainState> next = new LinkedHashMap<>();
        // a display that announces itself begins with that
        boolean begins = mask == null && !announced && isBeginning(id, rest);
        for (PlainState state : alone) {
            List<Way> further = new ArrayList<>();
            expand(new Way(List.of(state), MAX_BUILDS, 0, null), id, mask, rest, further);
            for (Way way : further) {
                PlainState build = way.builds().get(0);
                if (way.builds().size() == 1 && next.size() < MAX_WAYS) {
                    next.putIfAbsent(build.future(), build);
                }
            }
        }
        if (begins && mayBeOrdinary()) {
            PlainState build = PlainState.begun(1, announced).opened(id, rest);
            next.putIfAbsent(build.future(), build);
        }
        boolean refuted = next.isEmpty() && fitsOthers && !PlainLine.isOutput(rest, 0);
        return next.isEmpty() && !refuted ? alone : List.copyOf(next.values());
    }

    // what is left of the ways --------------------------------------------------------------------------------------

    private List<Way> merged(List<Way> further) {
        int least = further.stream().mapToInt(Way::cost).min().orElse(0);
        Map<String, Way> byFuture = new LinkedHashMap<>();
        for (Way way : further) {
            if (way.cost() <= least + 2) {
                byFuture.merge(future(way), way, PlainInterleaving::or);
            }
        }
        List<Way> left = new ArrayList<>(byFuture.values());
        if (left.size() > MAX_WAYS) {
            // of ways that leave the same groups open, one: a number may have the name it has in any of them
            Map<String, Way> byShape = new LinkedHashMap<>();
            left.forEach(way -> byShape.merge(shape(way), way, PlainInterleaving::or));
            left = new ArrayList<>(byShape.values());
            undecided = true;
        }
        if (left.size() > MAX_WAYS) {
            left.sort((one, other) -> Integer.compare(one.cost(), other.cost()));
            left = new ArrayList<>(left.subList(0, MAX_WAYS));
            entangled = true;
        }
        return left;
    }

    private static String future(Way way) {
        return way.builds().stream().map(PlainState::future).sorted().collect(Collectors.joining("\f"));
    }

    private static String shape(Way way) {
        return way.builds().stream().map(PlainState::shape).sorted().collect(Collectors.joining("\f"));
    }

    /** Two ways after which the same can follow: one, of which only what both tell is certain. */
    private static Way or(Way one, Way other) {
        Way kept = one.cost() <= other.cost() ? one : other;
        return kept == one ? doubting(one, other) : doubting(other, one);
    }

    private static Way doubting(Way kept, Way other) {
        List<PlainState> left = new ArrayList<>(other.builds());
        List<PlainState> builds = new ArrayList<>();
        for (PlainState build : kept.builds()) {
            PlainState alike = null;
            for (PlainState there : left) {
                boolean better = alike == null || build.likeness(there) > build.likeness(alike);
                alike = better ? there : alike;
            }
            if (alike == null) {
                builds.add(build);
            } else {
                left.remove(alike);
                builds.add(build.or(alike));
            }
        }
        return new Way(builds, kept.born(), kept.cost(), kept.last());
    }

    /** Believes the likeliest way, but of what it tells only that which all others as likely tell too. */
    private void settle() {
        int least = ways.stream().mapToInt(Way::cost).min().orElse(0);
        List<Way> likely = ways.stream().filter(way -> way.cost() == least).toList();
        Way best = likely.get(0);
        undecided |= likely.size() > 1;
        for (Way other : likely.subList(1, likely.size())) {
            best = doubting(best, other);
        }
        ways = new ArrayList<>(List.of(best));
        handOn(best);
    }

    // handing the lines to their builds' parsers ---------------------------------------------------------------------

    private void handOn(Way way) {
        Deque<Choice> choices = new ArrayDeque<>();
        for (Choice choice = way.last(); choice != null; choice = choice.before()) {
            choices.push(choice);
        }
        for (int i = 0; i < lines.size(); i++) {
            LogLine line = lines.get(i);
            Choice choice = choices.peek();
            if (choice != null && choice.line() == i) {
                choices.pop();
                hand(line, choice);
            } else {
                handEvent(line);
            }
        }
        lines.clear();
        chars = 0;
        Way now = new Way(way.builds(), way.born(), 0, null);
        List<PlainState> over = way.builds().stream()
                .filter(build -> build.open == 0
                        && build.isCertain()
                        && !parser(build.slot).mayGoOn())
                .toList();
        if (over.size() < way.builds().size()) {
            over.forEach(this::finish);
            List<PlainState> live = new ArrayList<>(way.builds());
            live.removeAll(over);
            now = new Way(live, way.born(), 0, null);
        }
        ways = new ArrayList<>(List.of(now));
    }

    private PlainParser parser(int slot) {
        PlainParser parser = parsers.get(slot);
        return parser == null ? new PlainParser(0, BuildListener.NONE) : parser;
    }

    private void hand(LogLine line, Choice choice) {
        PlainParser parser =
                parsers.computeIfAbsent(choice.slot(), slot -> new PlainParser(line.number(), BuildListener.NONE));
        LogLine numbered = numbered(line, choice.id());
        open.put(choice.slot(), choice.open());
        latestSlot = choice.slot();
        parser.accept(numbered);
    }

    private void handEvent(LogLine line) {
        String text = line.text();
        if (text.startsWith("#0 ")) {
            parser(latestSlot).accept(line); // buildx 0.8: output of the group that was opened last
            return;
        }
        MaskedNumber mask = MaskedNumber.of(text);
        int digits = PlainLine.idLength(text);
        int id = digits == 0 ? -1 : Integer.parseInt(text.substring(1, digits + 1));
        List<Integer> slots = open.entrySet().stream()
                .filter(entry ->
                        mask == null ? entry.getValue() == id : entry.getValue() != 0 && mask.canBe(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (slots.size() == 1) {
            parser(slots.get(0)).accept(numbered(line, open.getOrDefault(slots.get(0), id)));
        }
    }

    private static LogLine numbered(LogLine line, int id) {
        MaskedNumber mask = MaskedNumber.of(line.text());
        return mask == null ? line : line.withText("#" + id + " " + mask.rest());
    }

    private void finish(PlainState build) {
        PlainParser parser = parsers.remove(build.slot);
        open.remove(build.slot);
        if (parser == null) {
            return;
        }
        build.seen.forEach((id, vertex) -> {
            boolean unsure = vertex.statusDoubtful() || vertex.hitAndRun() || entangled;
            keyErrorLost |=
                    parser.withhold(Integer.toString(id), unsure, vertex.times().equals("?"));
        });
        BuildDraft draft = parser.draft();
        draft.diagnose(draft.firstLine, "other builds wrote into the log at the same time");
        if (firstUnfit > 0) {
            draft.diagnose(firstUnfit, "this line fits none of the builds that wrote at the same time");
        }
        finished.add(draft);
    }

    private static void withholdHits(BuildDraft draft) {
        for (VertexNotes notes : draft.vertices.values()) {
            if (notes.status().isHit()) {
                notes.marks.clear();
                draft.diagnose(notes.line, "whether #" + notes.id + " was a hit or skipped cannot be told");
            }
        }
    }

    /** Gives the client's last word to the build that failed with it. */
    private void place(LogLine line) {
        List<BuildDraft> failed =
                finished.stream().filter(draft -> draft.failedWith(line.text())).toList();
        keyErrorLost |= failed.isEmpty() && StatusRule.isKeyError(line.text());
        if (failed.size() == 1 && failed.get(0).error == null) {
            failed.get(0).error = PlainAftermath.finalError(line.text());
        }
    }

    private static boolean hasFailed(BuildDraft draft) {
        return draft.vertices.values().stream().anyMatch(notes -> notes.status() == Status.FAILED);
    }
}
