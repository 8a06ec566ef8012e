package dev.misstep.log;

import dev.misstep.log.wrapper.Ansi;
import dev.misstep.log.wrapper.LazyPattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Which way the lines of a log run, where no stamps tell: an export of lines that all have one stamp may be upside down, and
 * so is what {@code tac} gives, or a page with the newest line above. Builders count, and say some things before others.
 */
final class LineOrder {
    // "Step 2/5 : RUN make", "[linux/arm64] [1/2] STEP 2/5: RUN make", "STEP 2: RUN make"
    private static final LazyPattern STEP =
            new LazyPattern("((?:\\[[^\\]]{1,80}\\] ){0,2})(?:Step|STEP) (\\d{1,5})(/\\d{1,5})? ?: .*");
    private static final LazyPattern TIME =
            new LazyPattern("\"(?:started|timestamp)\": ?\"(\\d{4}-\\d\\d-\\d\\dT[0-9:.]{8,18}Z)\"");
    private static final String STREAM = "{\"stream\":\"";
    private static final String CONTEXT = "Sending build context to Docker daemon";
    private static final String TRANSFER = "transferring dockerfile: ";

    private final OrderVotes votes = new OrderVotes();
    private final KanikoOrder kaniko = new KanikoOrder(votes);
    private final Set<Integer> headers = new HashSet<>();
    private int lastHeader;
    /** The vertex of a plain display that the line before is of, 0 where it is of none, and whether it is its header. */
    private int group;

    private boolean headed;
    private final Map<String, Integer> steps = new HashMap<>();
    private boolean built;
    /** Whether the step read last is a build's first, and whether the context was sent above it. */
    private boolean first;

    private boolean sent;
    private @Nullable Double frame;
    private @Nullable String row;
    private boolean headerLast;
    private @Nullable Instant time;

    private LineOrder() {}

    /** Whether the newest lines stand first in an excerpt that is free of decoration. */
    static boolean isNewestFirst(List<String> excerpt) {
        LineOrder order = new LineOrder();
        for (String coded : excerpt) {
            String line = Ansi.strip(coded);
            order.group = line.startsWith("#") ? order.group : 0;
            if (line.startsWith("#")) {
                order.plain(line);
            } else if (line.startsWith("{")) {
                order.record(line);
            } else if (line.contains("=> ") || line.contains("[+] Building ")) {
                order.terminal(coded);
            } else {
                order.text(line);
            }
        }
        if (order.row != null && order.frame != null) {
            order.votes.count(!order.headerLast);
        }
        order.kaniko.end();
        return order.votes.isNewestFirst();
    }

    private void plain(String line) {
        int digits = PlainLine.idLength(line);
        if (digits == 0) {
            group = 0;
            return;
        }
        int id = Integer.parseInt(line.substring(1, digits + 1));
        boolean header = line.startsWith("[", digits + 2);
        if (header && headers.add(id)) {
            votes.grows(lastHeader == 0 ? id : lastHeader, id);
            lastHeader = id;
        }
        if (id == group && header != headed) {
            votes.count(headed); // a header stands above what is said of its vertex
        }
        group = id;
        headed = header;
    }

    private void text(String line) {
        KanikoLine said = KanikoLine.parse(line);
        if (said != null) {
            kaniko.line(said);
        } else if (line.startsWith("Successfully built ")) {
            built |= steps.isEmpty();
        } else if (line.startsWith(CONTEXT)) {
            if (first) {
                votes.count(false); // it is sent before the first step, unless another build follows
            }
            first = false;
            sent = true;
        } else {
            step(line);
        }
    }

    private void step(String line) {
        Matcher step = STEP.matcher(line);
        if (step.matches()) {
            int number = Integer.parseInt(step.group(2));
            Integer before = steps.put(step.group(1) + step.group(3), number);
            if (before != null && Math.abs(number - before) == 1) { // any other may be another build's
                votes.grows(before, number);
            }
            if (built) {
                votes.count(false);
                built = false;
            }
            first = number == 1;
            if (first && sent) {
                votes.count(true);
            }
            sent = false;
        }
    }

    private void terminal(String coded) {
        TtyLine line = TtyLine.parse(coded);
        TtyHeader header = line.header();
        if (header != null) {
            votes.grows(frame == null ? header.seconds() : frame, header.seconds());
            frame = header.seconds();
            headerLast = true;
            row = row == null ? null : "";
        } else if (line.kind() == TtyLine.Kind.PART || line.kind() == TtyLine.Kind.VERTEX) {
            headerLast = false;
            String before = row == null ? "" : row;
            row = line.text();
            if (row.startsWith(TRANSFER) && PlainEvent.readsDefinition(before)) {
                votes.count(true);
            } else if (PlainEvent.readsDefinition(row) && before.startsWith(TRANSFER)) {
                votes.count(false);
            }
        }
    }

    private void record(String line) {
        if (line.startsWith(STREAM)) {
            step(line.substring(STREAM.length()));
            return;
        }
        KanikoLine said = KanikoLine.parse(line);
        if (said != null) {
            kaniko.line(said);
            return;
        }
        Matcher found = TIME.matcher(line);
        if (found.find()) {
            try {
                Instant at = Rfc3339.parse(found.group(1));
                votes.grows(time == null ? at : time, at);
                time = at;
            } catch (DateTimeException e) {
                // damaged: it tells nothing
            }
        }
    }
}
