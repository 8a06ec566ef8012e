package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.log.wrapper.LogLine;
import dev.misstep.log.wrapper.Unwrapping;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a saved log as a stream: what was put around its lines first, then each writer's lines, then its builds. */
public final class LogReader {
    /** Lines looked at at once to find wrappers. */
    private static final int LOOKED_AT = 400;

    /** Characters of those lines that are kept at most. */
    private static final int LOOKED_AT_CHARS = 4 << 20;

    /** How many builds of one log are kept; nobody builds more often in one job. */
    static final int MAX_BUILDS = 10_000;

    /** How many writers of one log are told apart; what others write is read as the last one's. */
    private static final int MAX_LANES = 1_000;

    private final String source;
    private final BuildListener listener;
    private final LineTimes times;
    private final List<Build> builds = new ArrayList<>();
    /** The lane of each of them. */
    private final List<String> laneOf = new ArrayList<>();

    private final CheckedOutCommits commits = new CheckedOutCommits();
    private final NamePool names = new NamePool();
    private final DoubleSpacing spacing = new DoubleSpacing();
    private String wrapper = Unwrapping.NONE;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private Lane latest;
    /** Number of the line that has no end, being the last; 0 where it has one. */
    private long cutLine;

    private LogReader(String source, BuildListener listener, LineTimes times) {
        this.source = source;
        this.listener = listener;
        this.times = times;
        this.latest = new Lane(listener, draft -> keep(draft, ""));
        lanes.put("", latest);
    }

    /**
     * Reads all builds of one log, in the order they begin. Empty where it holds none. What was left out is told by
     * {@link SavedLogs#read}.
     *
     * @param source its name in reports
     * @param in its bytes, compressed or not; not closed
     */
    public static List<Build> read(String source, InputStream in) throws IOException {
        return SavedLogs.read(source, in).builds();
    }

    /** Reads all builds of one text. */
    static List<Build> readText(String source, InputStream in, LineTimes times) throws IOException {
        return new LogReader(source, BuildListener.NONE, times).readAll(in);
    }

    private List<Build> readAll(InputStream in) throws IOException {
        LineReader lines = new LineReader(in);
        Chronology chronology = new Chronology(this::accept);
        Unwrapping unwrapping = new Unwrapping(chronology::accept, line -> Dialect.beginningWith(line) != null);
        while (!unwrapping.settled() && lookAhead(lines, unwrapping, chronology)) {
            // a job may do much before it builds
        }
        for (String line = lines.next(); line != null; line = lines.next()) {
            cutLine = lines.ended() ? 0 : lines.number();
            unwrapping.accept(lines.number(), line, times.of(lines.number()));
            if (unwrapping.isNone() && !spacing.isFound()) {
                readInBulk(lines);
            }
        }
        unwrapping.end();
        chronology.end();
        if (chronology.leftOut() > 0) {
            latest.diagnose(
                    chronology.leftOut(),
                    "the newest lines stand first, and from here on they are too many to be turned round; sort them by time");
        }
        if (lines.firstCut() > 0) {
            latest.diagnose(lines.firstCut(), "a line of more than " + (LineReader.MAX_LINE >> 20) + " MiB was cut");
        }
        if (lines.endless()) {
            latest.diagnose(
                    lines.number(),
                    "a line of more than " + (LineReader.ENDLESS >> 30) + " GiB; nothing behind it is read");
        }
        lanes.values().forEach(Lane::close);
        return inOrder(chronology.newestFirst() ? -1 : 1);
    }

    /** Reads so many lines that what is around them may be found; returns whether there were any. */
    private boolean lookAhead(LineReader lines, Unwrapping unwrapping, Chronology chronology) throws IOException {
        Deque<String> ahead = new ArrayDeque<>();
        long number = lines.number();
        int chars = 0;
        while (ahead.size() < LOOKED_AT && chars <= LOOKED_AT_CHARS) {
            String line = lines.next();
            if (line == null) {
                break;
            }
            ahead.add(line);
            chars += line.length();
        }
        if (ahead.isEmpty()) {
            return false;
        }
        List<String> freed = unwrapping.look(List.copyOf(ahead));
        wrapper = unwrapping.label();
        spacing.look(freed);
        if (unwrapping.settled() && LineOrder.isNewestFirst(freed)) {
            chronology.runsBack();
        }
        while (!ahead.isEmpty()) {
            String line = ahead.remove();
            number++;
            cutLine = ahead.isEmpty() && !lines.ended() ? number : 0;
            unwrapping.accept(number, line, times.of(number));
        }
        return true;
    }

    private void readInBulk(LineReader lines) throws IOException {
        BulkLines bulk = latest.bulk();
        int passed = bulk == null ? 0 : lines.pass(bulk);
        if (passed > 0) {
            latest.passed(passed);
        }
    }

    private void accept(LogLine line) {
        if (spacing.adds(line.text())) {
            return;
        }
        Lane lane = lanes.get(line.lane());
        if (lane == null) {
            lane = lanes.size() == MAX_LANES ? latest : new Lane(listener, draft -> keep(draft, line.lane()));
            lanes.put(line.lane(), lane);
        }
        latest = lane;
        commits.accept(line, lane.mayPrintOutput());
        lane.accept(line, line.number() == cutLine);
    }

    private void keep(BuildDraft display, String lane) {
        TargetBuilds.of(display).forEach(draft -> keepOne(draft, lane));
    }

    private void keepOne(BuildDraft draft, String lane) {
        if (builds.size() == MAX_BUILDS) {
            return;
        }
        if (builds.size() == MAX_BUILDS - 1) {
            draft.diagnose(draft.firstLine, "no build beyond the first " + MAX_BUILDS + " of this log is read");
        }
        Clock clock = draft.exactClock ? Clock.EXACT : Clock.WRAPPER;
        builds.add(draft.build(source, builds.size() + 1, wrapper, clock, names));
        laneOf.add(lane);
    }

    /**
     * The builds in the order they begin, which is not that in which they end where there are several writers.
     *
     * @param direction -1 where a log's lines stand newest first
     */
    private List<Build> inOrder(int direction) {
        List<Build> ordered = new ArrayList<>();
        for (int i = 0; i < builds.size(); i++) {
            Build build = builds.get(i);
            ordered.add(build.withCommit(commits.before(laneOf.get(i), build.line(), direction)));
        }
        ordered.sort((one, other) -> direction * Long.compare(one.line(), other.line()));
        for (int i = 0; i < ordered.size(); i++) {
            ordered.set(i, ordered.get(i).withOrdinal(i + 1));
        }
        return ordered;
    }
}
