package dev.misstep.log;

import dev.misstep.build.StatusRule;
import dev.misstep.log.wrapper.LogLine;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells apart the lines of plain displays that wrote into one log at the same time, with the same numbers. Each line is
 * given to every build that can have printed it; every way to do so is followed ({@link PlainWays}). What all ways left
 * agree upon is told, the rest is not. As long as the builds may as well have come one after the other, that is what is
 * believed.
 */
final class PlainInterleaving {
    /** Lines and characters kept until it is known whose they are. */
    private static final int MAX_LINES = 5_000;

    private static final int MAX_CHARS = 2 << 20;
    private static final int MAX_ERRORS = 100;
    /** Vertices of builds that are not over. Each line is held against all of them, so that more would take for ever. */
    private static final int MAX_VERTICES = 2_000;

    private final List<LogLine> lines = new ArrayList<>();
    private final Map<Integer, PlainParser> parsers = new TreeMap<>();
    /** The numbers that parsers have open while lines are handed on. */
    private final Map<Integer, Integer> open = new HashMap<>();

    private final List<BuildDraft> finished = new ArrayList<>();
    private final List<LogLine> errors = new ArrayList<>();
    private final PlainWays ways;
    private final PlainAlone alone;
    /** Whether the log has no beginning of the first build, so that what was read of it may be several builds'. */
    private final boolean headless;

    private int chars;
    private int latestSlot;
    private long firstUnfit;
    /** The line from which on nothing is read, as there are too many vertices; 0 where there are not. */
    private long givenUpAt;
    /** Whether a line or a way was lost that says whose the others are: then nothing is told. */
    private boolean entangled;

    /** Whether the key of a step could not be computed and it is not certain whose. */
    private boolean keyErrorLost;

    /**
     * @param first a build that may go on
     * @param line which seems to begin another; the first to be given to {@link #accept}
     */
    PlainInterleaving(PlainParser first, LogLine line) {
        boolean announces = line.text().startsWith("#0 ");
        boolean older = first.announced() == 1 && !announces;
        PlainState state = first.state(0, first.announced() > 0);
        parsers.put(0, first);
        open.put(0, state.open);
        List<PlainState> begun = new ArrayList<>(List.of(state));
        for (int slot = 1; slot < Math.min(first.announced(), PlainWays.MAX_BUILDS); slot++) {
            begun.add(PlainState.begun(slot, true));
        }
        List<PlainWay> start = new ArrayList<>();
        if (!older || !first.printsDigests()) {
            start.add(PlainWay.of(begun));
        }
        if (older) {
            // what was read may as well be an older client's, and the one announced has yet to begin
            start.add(PlainWay.of(List.of(first.state(0, false), PlainState.begun(1, true))));
        }
        headless = first.isHeadless();
        boolean within = headless && state.open != 0;
        ways = new PlainWays(start, first.announced() > 0 && !older, within);
        alone = new PlainAlone(state, within);
    }

    /**
     * Takes a line; false where it is none of a build.
     *
     * @param cut whether the file ends within it, so that a name in it may be another one's beginning
     */
    boolean accept(LogLine line, boolean cut) {
        String text = VertexNotes.limited(line.text());
        NumberedLine read = NumberedLine.of(text);
        if (read == null) {
            if (PlainAftermath.isFinalError(text) && errors.size() < MAX_ERRORS) {
                errors.add(line);
                return true;
            }
            return text.isEmpty();
        }
        if (givenUpAt > 0) {
            return true;
        }
        lines.add(line);
        chars += text.length();
        if (cut && !read.isTerminal()) {
            return true;
        }
        boolean fits = ways.accept(read, lines.size() - 1);
        if (!fits && !read.isOutput()) {
            String rest = read.rest();
            firstUnfit = firstUnfit == 0 ? line.number() : firstUnfit;
            entangled |= read.hasBracket() || read.isTerminal();
            keyErrorLost |= rest.startsWith("ERROR: ") && StatusRule.isKeyError(rest.substring("ERROR: ".length()));
        }
        alone.accept(read, ways, fits);
        if (alone.isRefuted()) {
            if (ways.areOne()) {
                settle();
            } else if (isFull()) {
                entangled |= ways.differ();
                settle();
            }
            if (ways.vertices() > MAX_VERTICES) {
                settle();
                entangled = true;
                givenUpAt = line.number();
            }
        }
        return true;
    }

    private boolean isFull() {
        return lines.size() > MAX_LINES || chars > MAX_CHARS;
    }

    /** Whether the builds may as well have come one after the other, and no more lines are kept to see. */
    boolean isOrdinary() {
        return mayBeOrdinary() && isFull();
    }

    /** Whether the lines kept are best read as builds one after the other. */
    boolean mayBeOrdinary() {
        return alone.isWhole();
    }

    /** The lines that were given to no build yet. */
    List<LogLine> lines() {
        return lines;
    }

    /** The only build that can go on, once all others are over; {@code null} before. */
    @Nullable
    PlainParser remaining() {
        // the last word on a build that failed comes after it, without a number: one for each
        boolean wordMissing = !FinalErrors.of(finished, errors).unheard().isEmpty();
        // where the right way may be lost, a build that seems to be over may go on
        return alone.isRefuted() && lines.isEmpty() && parsers.size() == 1 && !wordMissing && !isEntangled()
                ? parsers.values().iterator().next()
                : null;
    }

    /** The log has ended: decides what is still open, and tells the builds. */
    List<BuildDraft> close() {
        settle().builds().forEach(this::finish);
        FinalErrors last = FinalErrors.of(finished, errors);
        last.place();
        keyErrorLost |= last.ofNobody().stream().anyMatch(StatusRule::isKeyError);
        if (keyErrorLost || ((headless || ways.undecided()) && finished.stream().anyMatch(BuildDraft::hasKeyError))) {
            // whose key failed decides whose hits were none
            finished.stream().filter(draft -> !draft.hasWrittenResult()).forEach(PlainInterleaving::withholdHits);
        }
        return finished;
    }

    private boolean isEntangled() {
        return entangled || ways.entangled();
    }

    /** Believes the likeliest way, and hands the lines to their builds' parsers; what is left of it. */
    private PlainWay settle() {
        PlainWay way = ways.likeliest();
        Deque<PlainWay.Choice> choices = way.choices();
        for (int i = 0; i < lines.size(); i++) {
            LogLine line = lines.get(i);
            PlainWay.Choice choice = choices.peek();
            if (choice != null && choice.line() == i) {
                choices.pop();
                hand(line, choice);
            } else {
                handEvent(line);
            }
        }
        lines.clear();
        chars = 0;
        List<PlainState> live = new ArrayList<>(way.builds());
        List<PlainState> over = way.builds().stream().filter(this::isOver).toList();
        over.forEach(this::finish);
        live.removeAll(over);
        PlainWay left = way.handedOn(live);
        ways.goOnWith(left);
        return left;
    }

    private boolean isOver(PlainState build) {
        return build.open == 0 && build.isCertain() && !parser(build.slot).mayGoOn();
    }

    private PlainParser parser(int slot) {
        PlainParser parser = parsers.get(slot);
        return parser == null ? new PlainParser(0, BuildListener.NONE) : parser;
    }

    private void hand(LogLine line, PlainWay.Choice choice) {
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
        if (givenUpAt > 0) {
            parser.draft()
                    .diagnose(
                            givenUpAt,
                            "from here on this log is not read: builds that write at the same time have more than "
                                    + MAX_VERTICES + " vertices");
        }
        build.seen.forEach((id, vertex) -> {
            boolean unsure = vertex.statusDoubtful() || vertex.hitAndRun() || isEntangled();
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
}
